import { signal } from '@preact/signals';
import check from 'icon:circle-check';
import info from 'icon:info';
import close from 'icon:x';
import { named, t } from '../messages';
import { Icon } from './Icon';

/// What is spoken by screen readers and shown for a moment: verdicts, announcements, effects of one's own action.
export type Tone = 'good' | 'notice' | 'plain';

const spoken = signal('');
const shown = signal<{ text: string; tone: Tone; key: number } | null>(null);

const shownMs = 6000;
let key = 0;
let timer: number | undefined;

export function say(text: string): void {
  spoken.value = text;
}

export function toast(text: string, tone: Tone): void {
  shown.value = { text, tone, key: ++key };
  say(text);
  clearTimeout(timer);
  timer = window.setTimeout(() => { shown.value = null; }, shownMs);
}

/// `visible`: the verdict is on the screen anyway.
export function announceVerdict(label: string, verdict: string, visible: boolean): void {
  const text = t('verdict.spoken', { label, verdict: named('verdict', verdict, verdict) });
  if (visible)
    say(text);
  else
    toast(text, verdict === 'AC' ? 'good' : 'plain');
}

export function LiveRegion() {
  return <div class="unseen live" role="status" aria-live="polite">{spoken.value}</div>;
}

export function Toast() {
  const current = shown.value;
  if (current === null)
    return null;
  return (
    <div class={`toast toast-${current.tone}`} key={current.key}>
      <Icon of={current.tone === 'good' ? check : info} size={20} />
      <span>{current.text}</span>
      <button class="button-icon" type="button" aria-label={t('dialog.close')} onClick={() => { shown.value = null; }}><Icon of={close} /></button>
    </div>
  );
}
