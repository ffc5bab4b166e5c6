import { useEffect, useState } from 'preact/hooks';
import check from 'icon:circle-check';
import warn from 'icon:triangle-alert';
import stop from 'icon:circle-x';
import wait from 'icon:loader-circle';
import { t, type MessageName } from '../messages';
import { call } from '../net/api';
import { Icon } from '../parts/Icon';
import { dispatch, state } from '../state/store';
import { fullscreenPossible } from '../watch/fullscreen';
import { CardScreen } from './frame';

/// What works on this device and what does not, before anything depends on it.
type Result = 'works' | 'limited' | 'staff' | 'testing';

interface Check {
  title: MessageName;
  result: Result;
  text: string;
}

const marks: Record<Result, string> = { works: check, limited: warn, staff: stop, testing: wait };
const slowMs = 400;

async function connectionCheck(): Promise<Check> {
  const title = 'check.connection';
  if (typeof WebSocket === 'undefined')
    return { title, result: 'staff', text: t('check.socket.bad') };
  try {
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      const answer = await call('GET', '/api/auth/session');
      times.push(answer.receivedAt - answer.sentAt);
    }
    const ms = Math.max(1, Math.round(Math.min(...times)));
    return ms > slowMs
      ? { title, result: 'limited', text: t('check.connection.slow', { ms }) }
      : { title, result: 'works', text: t('check.connection.good', { ms }) };
  } catch {
    return { title, result: 'staff', text: t('check.connection.bad') };
  }
}

/// What this browser keeps from the page here: looked for one by one, since browsers differ even on HTTPS.
function missingFeatures(): MessageName[] {
  const features: [MessageName, boolean][] = [
    ['check.off.awake', 'wakeLock' in navigator],
    ['check.off.screens', 'isExtended' in screen],
    ['check.off.locks', 'locks' in navigator],
    ['check.off.clipboard', 'clipboard' in navigator],
  ];
  return features.filter(([, there]) => !there).map(([name]) => name);
}

function protection(): string {
  const off = missingFeatures().map((name) => t(name));
  const kind = !isSecureContext ? 'check.secure.bad' : location.protocol === 'https:' ? 'check.secure.good' : 'check.secure.local';
  return `${t(kind)} ${off.length === 0 ? t('check.secure.all') : t('check.secure.off', { features: off.join(', ') })}`;
}

function deviceChecks(): Check[] {
  const { durable, otherTab, me } = state.value;
  const full = fullscreenPossible();
  const needed = me?.policy.fullscreenRequired === true;
  return [
    { title: 'check.storage', result: durable ? 'works' : 'limited', text: t(durable ? 'check.storage.good' : 'check.storage.bad') },
    { title: 'check.secure', result: isSecureContext ? 'works' : 'limited', text: protection() },
    {
      title: 'check.fullscreen',
      result: full ? 'works' : needed ? 'staff' : 'limited',
      text: t(full ? 'check.fullscreen.good' : needed ? 'check.fullscreen.needed' : 'check.fullscreen.none'),
    },
    { title: 'check.tabs', result: otherTab ? 'limited' : 'works', text: t('check.tabs.good') },
  ];
}

export function CheckIn() {
  const [connection, setConnection] = useState<Check>({ title: 'check.connection', result: 'testing', text: t('check.testing') });
  useEffect(() => { void connectionCheck().then(setConnection); }, []);
  const checks = [connection, ...deviceChecks()];
  return (
    <CardScreen wide>
      <h1>{t('check.title')}</h1>
      <p class="lead">{t('check.lead')}</p>
      <ul class="checks">
        {checks.map((each) => (
          <li key={each.title} class={`check check-${each.result}`}>
            <Icon of={marks[each.result]} size={20} />
            <div>
              <strong>{t(each.title)}</strong>
              <span class="check-result">{t(`check.${each.result}`)}</span>
              <p>{each.text}</p>
            </div>
          </li>
        ))}
      </ul>
      <div class="card-buttons">
        <button class="button button-main button-large" type="button" onClick={() => dispatch({ type: 'checkedIn' })}>{t('check.button')}</button>
      </div>
    </CardScreen>
  );
}
