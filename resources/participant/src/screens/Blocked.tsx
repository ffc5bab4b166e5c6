import { useEffect, useState } from 'preact/hooks';
import pause from 'icon:circle-pause';
import stop from 'icon:octagon-x';
import { openDocument } from '../actions';
import { timeOfDay } from '../core/format';
import { named, t } from '../messages';
import { ApiError, get, ifOffered, post } from '../net/api';
import { asBody, asText } from '../net/protocol';
import { serverDraft } from '../net/serverDraft';
import { parseTime } from '../core/format';
import { CodeBlock } from '../parts/CodeBlock';
import { Icon } from '../parts/Icon';
import { Timeline } from '../parts/Timeline';
import { TopBar } from '../parts/TopBar';
import { app } from '../session';
import { state } from '../state/store';

/// Suspended or disqualified: the reason, one's own timeline, one's statement, and the saved work to read.
export function Blocked() {
  const me = state.value.me;
  if (me === null)
    return null;
  const disqualified = me.status === 'disqualified';
  return (
    <div class="page">
      <TopBar />
      <main id="main" class="view blocked">
        <div class={`blocked-head ${disqualified ? 'blocked-out' : 'blocked-pause'}`}>
          <Icon of={disqualified ? stop : pause} size={24} />
          <div>
            <h1>{t(disqualified ? 'blocked.disqualified' : 'blocked.suspended')}</h1>
            <p>{t(disqualified ? 'blocked.disqualified.more' : 'blocked.suspended.more')}{me.until !== null && ` ${t('blocked.until', { time: timeOfDay(me.until) })}`}</p>
            <p><strong>{t('blocked.reason')}:</strong> {me.reason || t('blocked.noReason')}</p>
          </div>
        </div>
        <Appeal />
        <section class="panel-card">
          <h2>{t('record.title')}</h2>
          <p class="quiet">{t('record.lead')}</p>
          <Timeline violations={me.violations} />
        </section>
        <SavedCode />
      </main>
    </div>
  );
}

interface AppealState {
  sentAt: number | null;
  text: string;
  answer: string;
}

function readAppeal(value: unknown): AppealState | null {
  const outer = asBody(Array.isArray(value) ? value[0] : value);
  const body = outer['appeal'] === undefined ? outer : asBody(outer['appeal']);
  const text = asText(body['text']) ?? asText(body['statement']);
  if (text === null || text === '')
    return null;
  return { text, sentAt: parseTime(body['at']) ?? parseTime(body['made_at']), answer: asText(body['answer']) ?? asText(body['reply']) ?? '' };
}

function Appeal() {
  const [offered, setOffered] = useState(false);
  const [sent, setSent] = useState<AppealState | null>(null);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const look = async () => {
      const found = await ifOffered(get('/api/me/appeal').then((body) => ({ body })));
      setOffered(found !== null);
      setSent(readAppeal(found?.body));
    };
    look().catch((error: unknown) => {
      if (!(error instanceof ApiError))
        throw error;
    });
  }, [state.value.me?.status]);
  if (!offered)
    return null;
  const send = async (event: Event) => {
    event.preventDefault();
    if (text.trim() === '')
      return;
    try {
      await post('/api/me/appeal', { text: text.trim() });
      setSent({ text: text.trim(), sentAt: Date.now(), answer: '' });
      setProblem(null);
    } catch (error) {
      if (!(error instanceof ApiError))
        throw error;
      setProblem(error.message || t('appeal.failed'));
    }
  };
  return (
    <section class="panel-card">
      <h2>{t('appeal.title')}</h2>
      {sent !== null
        ? (
          <>
            <blockquote class="statement-sent">{sent.text}</blockquote>
            <p class="quiet">{sent.sentAt === null ? t('appeal.sentNoTime') : t('appeal.sent', { time: timeOfDay(sent.sentAt) })}</p>
            {sent.answer !== '' && <p class="answer"><strong>{t('appeal.answer')}:</strong> {sent.answer}</p>}
          </>
        )
        : (
          <form class="form" onSubmit={(event) => void send(event)}>
            <p class="quiet">{t('appeal.lead')}</p>
            <label class="field"><span>{t('appeal.label')}</span><textarea rows={4} maxLength={4000} value={text} onInput={(event) => setText(event.currentTarget.value)} /></label>
            <div role="alert">{problem !== null && <p class="form-problem">{problem}</p>}</div>
            <div><button class="button button-main" type="submit">{t('appeal.button')}</button></div>
          </form>
        )}
    </section>
  );
}

interface Saved {
  title: string;
  language: string;
  source: string;
}

/// What this page has open or stored, else what the server has.
async function savedOf(id: string, title: string): Promise<Saved | null> {
  const own = app.value?.drafts.current(id) ?? (openDocument.value?.problem === id ? openDocument.value : null);
  if (own !== null)
    return { title, language: own.language, source: own.source };
  const stored = await serverDraft(id);
  return stored === null ? null : { title, language: stored.language, source: stored.source };
}

export function SavedCode() {
  const [saved, setSaved] = useState<Saved[]>([]);
  const problems = state.value.problems;
  useEffect(() => {
    void Promise.all(problems.map((problem) => savedOf(problem.id, `${problem.label} ${problem.title}`)))
      .then((found) => setSaved(found.filter((each) => each !== null)));
  }, [problems]);
  return (
    <section class="panel-card">
      <h2>{t('blocked.code')}</h2>
      {saved.length === 0 && <p class="quiet">{t('blocked.noCode')}</p>}
      {saved.map((each) => (
        <details key={each.title} class="saved">
          <summary>{each.title} <span class="quiet">{named('language', each.language, each.language)}</span></summary>
          <CodeBlock source={each.source} label={each.title} />
        </details>
      ))}
    </section>
  );
}
