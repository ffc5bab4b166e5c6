import { useEffect } from 'preact/hooks';
import check from 'icon:circle-check';
import { t } from '../messages';
import { AnnouncementList } from '../parts/Messages';
import { Countdown } from '../parts/Countdown';
import { Icon } from '../parts/Icon';
import { TopBar } from '../parts/TopBar';
import { editorState, preloadEditor } from '../editor/load';
import { serverClock } from '../serverTime';
import { dispatch, state } from '../state/store';
import type { AppState } from '../state/types';
import { Receipts } from './Finished';
import { refreshAfter } from '../refresh';

/// Between rounds, before the start, while paused: says what is going on and what happens next.
interface Situation {
  title: string;
  text: string;
  until: number | null;
  closed: boolean;
  /// What staff say to everybody who is stopped; nothing else matters then.
  notice?: string;
}

function situationOf(current: AppState): Situation {
  const { contest, me } = current;
  const clock = me?.clock;
  const round = clock?.roundName || (clock?.round == null ? '' : `${t('board.round')} ${clock.round}`);
  const now = serverClock.now();
  if (clock?.state === 'active' && clock.endsAt !== null && clock.endsAt <= now)
    return { title: t('waiting.closed', { round }), text: me?.closedBecause || t('waiting.closed.more'), until: null, closed: true };
  if (clock !== undefined && clock.message !== '' && !clock.running)
    return clock.resumesAt === null
      ? { title: t('waiting.stopped'), notice: clock.message, text: t('waiting.stopped.more'), until: null, closed: false }
      : { title: t('waiting.goesOnIn'), notice: clock.message, text: t('waiting.stopped.more'), until: clock.resumesAt, closed: false };
  if (clock?.state === 'paused' || (clock?.state === 'active' && !clock.running) || contest?.state === 'paused')
    return { title: t('waiting.paused'), text: clock?.message || t('waiting.paused.more'), until: null, closed: false };
  if (contest?.state === 'ended' || contest?.state === 'finalised')
    return { title: t('waiting.ended'), text: t('waiting.ended.more'), until: null, closed: true };
  const over = contest?.rounds.filter((each) => each.state === 'closed').at(-1);
  if (clock?.round == null && over !== undefined)
    return { title: t('waiting.closed', { round: over.name || `${t('board.round')} ${over.number}` }), text: t('waiting.closed.more'), until: null, closed: true };
  if (clock?.state === 'closed')
    return { title: t('waiting.closed', { round }), text: t('waiting.closed.more'), until: null, closed: true };
  if (clock?.startsAt != null && clock.startsAt > now - 5000 && clock.state !== 'locked')
    return { title: t('waiting.startsIn', { round }), text: t('waiting.soon.more'), until: clock.startsAt, closed: false };
  if (contest?.state === 'scheduled' && contest.startsAt !== null && contest.startsAt > now)
    return { title: t('waiting.contestStartsIn'), text: t('waiting.soon.more'), until: contest.startsAt, closed: false };
  return { title: t('waiting.soon'), text: (clock?.round == null ? '' : me?.closedBecause) || t('waiting.soon.more'), until: null, closed: false };
}

export function Waiting() {
  const current = state.value;
  const situation = situationOf(current);
  const languages = current.contest?.rounds.find((round) => round.state !== 'closed')?.languages ?? [];
  useEffect(() => preloadEditor(languages), []);
  useEffect(() => {
    if (situation.until === null)
      return undefined;
    const left = Math.max(0, situation.until - serverClock.now());
    const resumes = state.value.me?.clock.resumesAt === situation.until;
    const timer = setTimeout(() => {
      if (resumes)
        dispatch({ type: 'goesOn' });
      refreshAfter('status');
    }, resumes ? left : left + 500);
    return () => clearTimeout(timer);
  }, [situation.until]);
  return (
    <div class="page">
      <TopBar />
      <main id="main" class="waiting">
        <section class="waiting-now">
          <h1>{situation.title}</h1>
          {situation.until !== null && <Countdown until={situation.until} class="clock-huge" speak />}
          {situation.notice !== undefined && <p class="waiting-notice" role="alert">{situation.notice}</p>}
          <p>{situation.text}</p>
          {situation.notice === undefined && <EditorLine />}
        </section>
        <div class="waiting-more">
          <section class="panel-card">
            <h2>{t('waiting.announcements')}</h2>
            <AnnouncementList empty={t('waiting.none')} />
          </section>
          {situation.closed
            ? <Receipts />
            : situation.notice === undefined && (
              <section class="panel-card">
                <h2>{t('waiting.tip.title')}</h2>
                <ul class="tips">
                  <li>{t('waiting.tip.saved')}</li>
                  <li>{t('waiting.tip.keys')}</li>
                  <li>{t('waiting.tip.tab')}</li>
                </ul>
              </section>
            )}
        </div>
      </main>
    </div>
  );
}

function EditorLine() {
  if (editorState.value === 'ready')
    return <p class="quiet with-icon"><Icon of={check} />{t('waiting.ready')}</p>;
  return editorState.value === 'loading' ? <p class="quiet">{t('waiting.loading')}</p> : null;
}
