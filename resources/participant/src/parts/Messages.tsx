import { computed, signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import close from 'icon:x';
import { askClarification } from '../actions';
import { serverClock } from '../serverTime';
import { timeOfDay } from '../core/format';
import { t } from '../messages';
import { dispatch, panel, state } from '../state/store';
import { Icon } from './Icon';
import { SidePanel } from './SidePanel';

/// Announcements to all, words to this person, and own questions with their answers.
export const unreadCount = computed(() => {
  const { announcements, clarifications, seen } = state.value;
  const answered = clarifications.filter((each) => each.answer !== '');
  return [...announcements, ...answered].filter((each) => (each.at ?? 0) > seen).length;
});

export function AnnouncementList({ empty }: { empty: string }) {
  const { announcements } = state.value;
  if (announcements.length === 0)
    return <p class="quiet">{empty}</p>;
  return (
    <ul class="message-list">
      {announcements.map((each) => (
        <li key={each.id} class="message">
          <span class="message-meta">
            {each.at !== null && <time>{timeOfDay(each.at)}</time>}
            {each.personal && <span class="tag tag-accent">{t('messages.personal')}</span>}
          </span>
          <p>{each.text}</p>
        </li>
      ))}
    </ul>
  );
}

export function MessagesPanel() {
  useEffect(() => {
    const newest = [...state.value.announcements, ...state.value.clarifications].reduce((last, each) => Math.max(last, each.at ?? 0), 0);
    return () => dispatch({ type: 'messagesSeen', at: Math.max(newest, serverClock.isKnown() ? serverClock.now() : 0) });
  }, []);
  return (
    <SidePanel title={t('messages.title')} onClose={() => { panel.value = null; }}>
      <h3>{t('messages.announcements')}</h3>
      <AnnouncementList empty={t('messages.none')} />
      {state.value.canAsk && <><h3>{t('messages.questions')}</h3><Questions /><AskForm /></>}
    </SidePanel>
  );
}

function Questions() {
  const { clarifications, problems } = state.value;
  if (clarifications.length === 0)
    return <p class="quiet">{t('messages.none')}</p>;
  const labelOf = (id: string | null) => problems.find((problem) => problem.id === id)?.label;
  return (
    <ul class="message-list">
      {clarifications.map((each) => (
        <li key={each.id} class="message">
          <span class="message-meta">
            {each.at !== null && <time>{timeOfDay(each.at)}</time>}
            {labelOf(each.problem) !== undefined && <span class="tag">{t('messages.problem', { label: labelOf(each.problem)! })}</span>}
          </span>
          <p>{each.question}</p>
          {each.answer === '' ? <p class="quiet">{t('messages.unanswered')}</p> : <p class="answer">{each.answer}</p>}
        </li>
      ))}
    </ul>
  );
}

const question = signal('');

function AskForm() {
  const [about, setAbout] = useState(state.value.problem ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (event: Event) => {
    event.preventDefault();
    if (question.value.trim() === '')
      return;
    const wrong = await askClarification(about === '' ? null : about, question.value.trim());
    setProblem(wrong);
    if (wrong === null)
      question.value = '';
  };
  return (
    <form class="form ask" onSubmit={(event) => void send(event)}>
      <h3>{t('ask.title')}</h3>
      <label class="field">
        <span>{t('ask.about')}</span>
        <select value={about} onChange={(event) => setAbout(event.currentTarget.value)}>
          <option value="">{t('ask.general')}</option>
          {state.value.problems.map((each) => <option key={each.id} value={each.id}>{`${each.label} ${each.title}`}</option>)}
        </select>
      </label>
      <label class="field">
        <span>{t('ask.text')}</span>
        <textarea rows={3} maxLength={2000} value={question.value} onInput={(event) => { question.value = event.currentTarget.value; }} />
      </label>
      <div role="alert">{problem !== null && <p class="form-problem">{problem}</p>}</div>
      <button class="button" type="submit">{t('ask.button')}</button>
    </form>
  );
}

/// The newest announcement that has not been read, as a strip under the top bar.
const dismissed = signal('');
const bannerMs = 10 * 60_000;

export function AnnouncementBanner() {
  const { announcements, seen } = state.value;
  const newest = announcements[0];
  const old = newest?.at != null && serverClock.isKnown() && newest.at < serverClock.now() - bannerMs;
  if (newest === undefined || old || (newest.at ?? 0) <= seen || dismissed.value === newest.id)
    return null;
  return (
    <div class="banner banner-accent">
      <p><strong>{newest.at === null ? '' : timeOfDay(newest.at)}</strong> {newest.text}</p>
      <button
        type="button"
        class="button-icon"
        aria-label={t('dialog.close')}
        onClick={() => {
          dismissed.value = newest.id;
          dispatch({ type: 'messagesSeen', at: newest.at ?? 0 });
        }}
      >
        <Icon of={close} />
      </button>
    </div>
  );
}
