import { signal } from '@preact/signals';

/// What has to be asked for again after a message. A hall's pages get the same message in the same instant: the
/// questions are spread over a moment.
export type Topic = 'me' | 'contest' | 'problems' | 'submissions' | 'announcements' | 'clarifications';

const topicsAfter: Record<string, Topic[]> = {
  welcome: ['submissions'],
  submission: ['submissions'],
  suspended: ['me'],
  disqualified: ['me'],
  reinstated: ['me', 'problems'],
  warning: ['me'],
  clock: ['me', 'contest', 'problems'],
  round: ['me', 'contest', 'problems', 'submissions'],
  qualification: ['me', 'problems'],
  allowance: ['me'],
  lost: ['me'],
  status: ['me', 'problems'],
};

/// Topics that wait to be asked for; the session watches it.
export const wanted = signal<ReadonlySet<Topic>>(new Set());

const spreadMs = 400;
let timer: number | null = null;
const collected = new Set<Topic>();

export function refreshAfter(event: string): void {
  for (const topic of topicsAfter[event] ?? [])
    collected.add(topic);
  if (collected.size === 0 || timer !== null)
    return;
  timer = window.setTimeout(() => {
    timer = null;
    wanted.value = new Set(collected);
    collected.clear();
  }, event === 'submission' ? 0 : Math.random() * spreadMs);
}
