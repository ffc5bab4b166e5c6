import accepted from 'icon:circle-check';
import wrong from 'icon:circle-x';
import clock from 'icon:clock-alert';
import crash from 'icon:octagon-alert';
import wrench from 'icon:file-warning';
import waiting from 'icon:loader';
import { named, t } from '../messages';
import { Icon } from './Icon';

/// A verdict as a shape, a word and a colour.
const icons: Record<string, string> = { AC: accepted, OK: accepted, WA: wrong, TLE: clock, MLE: crash, RTE: crash, OLE: crash, CE: wrench, JE: waiting };
const tones: Record<string, string> = { AC: 'good', OK: 'good', WA: 'danger', TLE: 'notice', MLE: 'notice', RTE: 'danger', OLE: 'notice', CE: 'grave', JE: 'quiet' };

export function Verdict({ of }: { of: string | null }) {
  if (of === null || of === '')
    return <span class="verdict verdict-quiet"><Icon of={waiting} />{t('submit.judging')}</span>;
  return <span class={`verdict verdict-${tones[of] ?? 'quiet'}`}><Icon of={icons[of] ?? waiting} />{named('verdict', of, of)}</span>;
}

export function verdictIcon(of: string): string {
  return icons[of] ?? waiting;
}
