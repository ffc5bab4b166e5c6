import { useRef, useState } from 'preact/hooks';
import eye from 'icon:eye';
import eyeOff from 'icon:eye-off';
import alert from 'icon:circle-alert';
import { Countdown } from '../parts/Countdown';
import { Icon } from '../parts/Icon';
import { named, t } from '../messages';
import { signIn } from '../session';
import { state } from '../state/store';
import { serverClock } from '../serverTime';
import { CardScreen } from './frame';

/// Name, password, one button. Password managers and pasting work.
export function SignIn() {
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const name = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);

  const show = () => {
    if (password.current !== null)
      password.current.type = shown ? 'password' : 'text';
    setShown(!shown);
  };

  const send = async (event: Event) => {
    event.preventDefault();
    const who = name.current?.value ?? '';
    const secret = password.current?.value ?? '';
    if (who.trim() === '' || secret === '') {
      setProblem(t('signIn.missing'));
      (who.trim() === '' ? name : password).current?.focus();
      return;
    }
    setBusy(true);
    const wrong = await signIn(who, secret);
    setBusy(false);
    setProblem(wrong);
    if (wrong !== null)
      password.current?.select();
  };

  const text = problem ?? (state.value.notice === '' ? null : state.value.notice);
  return (
    <CardScreen>
      <h1>{t('signIn.title')}</h1>
      <ContestLine />
      <form class="form" onSubmit={(event) => void send(event)} noValidate>
        <div role="alert">{text !== null && <p class="form-problem" id="sign-in-problem"><Icon of={alert} size={20} /><span>{text}</span></p>}</div>
        <label class="field">
          <span>{t('signIn.name')}</span>
          <input ref={name} name="username" type="text" autocomplete="username" autocapitalize="none" spellcheck={false} required aria-describedby="sign-in-problem" />
        </label>
        <label class="field" for="password">
          <span>{t('signIn.password')}</span>
        </label>
        <div class="field-with-button">
          <input ref={password} id="password" name="password" type="password" autocomplete="current-password" required aria-describedby="sign-in-problem" />
          <button type="button" class="button-icon" aria-pressed={shown} aria-label={t('signIn.show')} title={t(shown ? 'signIn.hide' : 'signIn.show')} onClick={show}>
            <Icon of={shown ? eyeOff : eye} size={20} />
          </button>
        </div>
        <button class="button button-main button-large" type="submit" disabled={busy}>{t(busy ? 'signIn.busy' : 'signIn.button')}</button>
      </form>
      <p class="quiet">{t('signIn.help')}</p>
      <p><a href="/leaderboard.html">{t('signIn.board')}</a></p>
    </CardScreen>
  );
}

function ContestLine() {
  const contest = state.value.contest;
  if (contest === null)
    return <p class="quiet">{t('signIn.noContest')}</p>;
  const starts = contest.startsAt;
  const [before, after] = t('contest.startsIn', { time: '\u0000' }).split('\u0000');
  const soon = contest.state === 'scheduled' && starts !== null && starts > serverClock.now();
  const active = contest.rounds.find((round) => round.state === 'active' || round.state === 'paused');
  return (
    <p class="contest-line">
      <span class={`tag tag-large tag-${contest.state === 'live' ? 'good' : 'plain'}`}>
        {soon ? <>{before}<Countdown until={starts} />{after}</> : named('contest', contest.state, contest.state)}
      </span>
      {active !== undefined && <span class="quiet">{active.name}</span>}
    </p>
  );
}
