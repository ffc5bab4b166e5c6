import { t } from '../../messages';
import type { Submission } from '../../state/types';

/// "Counted, #118, 10:42:07": what the participant can point at later.
export function receiptText(submission: Submission, timeText: (at: number) => string): string {
  if (submission.refusal !== null)
    return submission.refusal;
  if (submission.id === null)
    return t('submit.waiting');
  const time = submission.at === null ? '' : timeText(submission.at);
  const seq = submission.seq ?? '';
  const sent = submission.clientAt === null ? time : timeText(submission.clientAt);
  if (!submission.counted)
    return t('submit.tooLate', { seq, time, sent });
  return t(submission.late ? 'submit.late' : 'submit.counted', { seq, time, sent });
}
