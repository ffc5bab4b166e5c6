import { useEffect, useState } from 'preact/hooks';
import { serverClock } from '../serverTime';
import { clockText } from '../core/format';
import { t } from '../messages';
import { say } from './live';

/// Time left until a moment of the server's clock. Silent for screen readers except at 30, 10, 5 and 1 minutes.
const spokenMinutes = [30, 10, 5, 1];

export function useServerNow(everyMs = 250): number {
  const [now, setNow] = useState(() => serverClock.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(serverClock.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

export function Countdown({ until, speak = false, class: extra = '' }: { until: number; speak?: boolean; class?: string }) {
  const left = until - useServerNow();
  const minutes = Math.ceil(left / 60_000);
  const due = speak && left > 0 && spokenMinutes.includes(minutes) && left > (minutes - 1) * 60_000 + 55_000;
  useEffect(() => {
    if (due)
      say(minutes === 1 ? t('top.spokenOne') : t('top.spoken', { minutes }));
  }, [due, minutes]);
  const urgency = left < 60_000 ? 'clock-last' : left < 5 * 60_000 ? 'clock-soon' : '';
  return <span class={`clock ${extra === '' ? urgency : extra}`} role="timer" aria-live="off">{clockText(left)}</span>;
}
