import { effect, signal } from '@preact/signals';
import type { App } from './app';
import { parseTime } from './core/format';
import { t } from './messages';
import { ApiError, call, ifOffered, get, post } from './net/api';
import { asBody } from './net/protocol';
import { remember, remembered } from './core/remember';
import { wanted, type Topic } from './refresh';
import { readAnnouncement, readClarification, readContest, readList, readMe, readPerson, readProblem, readSubmission } from './state/read';
import { dispatch, state, view } from './state/store';
import { serverClock } from './serverTime';
import { takeUnfinished } from './watch/unfinished';

/// Signing in and out, and asking the server for what the screens show.
export const app = signal<App | null>(null);

const remindedProblem = 'marathon.problem';
const seenKey = (person: string) => `marathon.seen.${person}`;

/// At page load: who am I, and is a contest on.
export async function begin(): Promise<void> {
  watchState();
  await Promise.all([loadContest(), resume()]);
}

async function resume(): Promise<void> {
  try {
    const person = readPerson(await get('/api/auth/session'));
    if (person === null)
      return dispatch({ type: 'signedOut', notice: '' });
    await enter(person);
  } catch (error) {
    const unreachable = error instanceof ApiError && error.status !== 401 && error.status !== 403;
    dispatch({ type: 'signedOut', notice: unreachable ? t('signIn.unreachable') : '' });
  }
}

/// Signs in; answers the text of what went wrong, or null.
export async function signIn(name: string, password: string): Promise<string | null> {
  const account = name.includes('@') ? { email: name.trim() } : { participant_id: name.trim() };
  try {
    const answer = await post('/api/auth/participant/login', { ...account, password });
    const person = readPerson(answer);
    if (person === null)
      return t('signIn.failed');
    await enter(person);
    return null;
  } catch (error) {
    return signInProblem(error);
  }
}

function signInProblem(error: unknown): string {
  if (!(error instanceof ApiError))
    throw error;
  if (error.status === 401)
    return t('signIn.wrong');
  if (error.status === 429)
    return t('signIn.tooMany', { seconds: error.retryAfterS ?? 30 });
  return error.status === 0 || error.status === 503 ? t('signIn.unreachable') : error.message || t('signIn.failed');
}

export async function signOut(notice = ''): Promise<void> {
  const person = state.value.person;
  await app.value?.drafts.flush();
  try {
    await post('/api/auth/logout');
  } catch (error) {
    if (!(error instanceof ApiError))
      throw error;
  }
  if (person !== null)
    takeUnfinished(person.id);
  leave(notice);
}

function leave(notice: string): void {
  // First: closing changes the state, which would start the watching again.
  const closing = app.value;
  app.value = null;
  closing?.close();
  view.value = 'work';
  dispatch({ type: 'signedOut', notice });
}

async function enter(person: NonNullable<ReturnType<typeof readPerson>>): Promise<void> {
  const { App: Opened } = await import('./app');
  const opened = await Opened.open(person.id);
  app.value = opened;
  dispatch({ type: 'signedIn', person });
  dispatch({ type: 'messagesSeen', at: Number(remembered(seenKey(person.id))) || 0 });
  if (!(await opened.acquireTab()))
    return dispatch({ type: 'otherTab', elsewhere: true });
  await work();
}

/// "Use here": this tab instead of the other one.
export async function useHere(): Promise<void> {
  await app.value?.takeTab();
  dispatch({ type: 'otherTab', elsewhere: false });
  await work();
}

/// After another device had taken over.
export async function takeOver(): Promise<void> {
  await load(['me', 'problems', 'submissions']);
  app.value?.connection.takeOver();
}

async function work(): Promise<void> {
  dispatch({ type: 'otherTab', elsewhere: false });
  await load(['me']);
  if (state.value.me?.consent?.acceptedAt !== null)
    await join();
}

/// What is only done once the participant has agreed: the socket, the problems, the messages.
async function join(): Promise<void> {
  app.value?.connection.start();
  const problem = remembered(remindedProblem);
  await load(['problems', 'submissions', 'announcements', 'clarifications']);
  const { restoreWaiting } = await import('./actions');
  restoreWaiting();
  if (problem !== null && state.value.problems.some((each) => each.id === problem))
    dispatch({ type: 'problem', id: problem });
}

export async function acceptConsent(version: string | number): Promise<void> {
  await post('/api/me/consent', { version });
  await load(['me']);
  await join();
}

export function chooseProblem(id: string): void {
  remember(remindedProblem, id);
  view.value = 'work';
  dispatch({ type: 'problem', id });
}

export async function startRound(number: number): Promise<void> {
  await post(`/api/rounds/${number}/start`);
  await load(['me', 'problems']);
}

export async function finishRound(number: number): Promise<void> {
  await app.value?.drafts.flush();
  await post(`/api/rounds/${number}/finish`);
  await load(['me', 'submissions']);
}

const loaders: Record<Topic, () => Promise<void>> = {
  me: async () => {
    const answer = await call('GET', '/api/me');
    const now = parseTime(asBody(asBody(answer.body)['clock'])['server_now']);
    if (now !== null)
      serverClock.addRoundTrip(now, answer.sentAt, answer.receivedAt);
    dispatch({ type: 'me', me: readMe(answer.body) });
  },
  contest: loadContest,
  problems: async () => dispatch({ type: 'problems', problems: readList(await get('/api/problems'), 'problems', readProblem) }),
  submissions: async () => dispatch({ type: 'submissions', submissions: readList(await get('/api/submissions'), 'submissions', readSubmission).filter((each) => !each.held) }),
  announcements: async () => {
    const found = await ifOffered(get('/api/announcements'));
    dispatch({ type: 'announcements', announcements: readList(found, 'announcements', readAnnouncement) });
  },
  clarifications: async () => {
    const found = await ifOffered(get('/api/clarifications'));
    dispatch({ type: 'clarifications', clarifications: readList(found, 'clarifications', readClarification), canAsk: found !== null });
  },
};

async function loadContest(): Promise<void> {
  try {
    const answer = await call('GET', '/api/contest/current');
    const now = parseTime(asBody(answer.body)['server_time']);
    if (now !== null)
      serverClock.addRoundTrip(now, answer.sentAt, answer.receivedAt);
    dispatch({ type: 'contest', contest: readContest(answer.body) });
  } catch (error) {
    if (!(error instanceof ApiError))
      throw error;
    dispatch({ type: 'contest', contest: null });
  }
}

/// Asks for each topic; what cannot be had now stays as it is. A session that has ended leads to the sign-in.
export async function load(topics: Topic[]): Promise<void> {
  const outcomes = await Promise.allSettled(topics.map((topic) => loaders[topic]()));
  for (const outcome of outcomes) {
    if (outcome.status !== 'rejected')
      continue;
    const error: unknown = outcome.reason;
    if (!(error instanceof ApiError))
      throw error;
    if (error.status === 401 && state.value.phase === 'signedIn')
      return leave(t('signIn.expired'));
  }
}

function watchState(): void {
  effect(() => {
    const topics = wanted.value;
    if (topics.size > 0 && app.peek() !== null)
      void load([...topics]);
  });
  effect(() => {
    state.value;
    app.value?.watch();
  });
  effect(() => {
    const { person, seen } = state.value;
    if (person !== null && seen > 0)
      remember(seenKey(person.id), String(seen));
  });
  addEventListener('online', () => app.value?.connection.retryNow());
  setInterval(pollWhenCutOff, 15_000);
}

/// While the socket is away, and before the consent: the status could change without a message.
function pollWhenCutOff(): void {
  const { phase, link, otherTab } = state.value;
  if (phase !== 'signedIn' || otherTab || link === 'connected' || link === 'replaced')
    return;
  void load(['me']);
  if (link === 'ended')
    app.value?.connection.takeOver();
}
