import { parseTime } from '../core/format';
import { asBody, asNumber, asText, type Body, type PushMessage } from '../net/protocol';
import { readAnnouncement, readClarification, readClock, readRun, readSubmission, readWarning } from './read';
import type { AppState, Announcement, Clarification, Contest, Link, Me, Person, Problem, Run, Standing, Status, Submission } from './types';

/// Every change of the page's state, in one pure function.
export type Action =
  | { type: 'contest'; contest: Contest | null }
  | { type: 'signedIn'; person: Person }
  | { type: 'signedOut'; notice: string }
  | { type: 'me'; me: Me }
  | { type: 'checkedIn' }
  | { type: 'problems'; problems: Problem[] }
  | { type: 'problem'; id: string }
  | { type: 'submissions'; submissions: Submission[] }
  | { type: 'submission'; submission: Submission }
  | { type: 'run'; run: Run }
  | { type: 'announcements'; announcements: Announcement[] }
  | { type: 'clarifications'; clarifications: Clarification[]; canAsk: boolean }
  | { type: 'messagesSeen'; at: number }
  | { type: 'warningAcknowledged'; id: string }
  | { type: 'points'; body: Body }
  | { type: 'link'; link: Link; at: number }
  | { type: 'outbox'; waiting: number; durable: boolean }
  | { type: 'otherTab'; elsewhere: boolean }
  | { type: 'saved'; at: number }
  | { type: 'unsaved' }
  | { type: 'endsAt'; endsAt: number }
  | { type: 'goesOn' }
  | { type: 'push'; message: PushMessage };

export function reduce(state: AppState, action: Action): AppState {
  switch (action.type) {
  case 'contest': return { ...state, contest: action.contest };
  case 'signedIn': return { ...state, phase: 'signedIn', person: action.person, notice: '' };
  case 'signedOut':
    return {
      ...state, phase: 'signedOut', person: null, me: null, problems: [], submissions: [], runs: {}, announcements: [], clarifications: [],
      standing: null, notice: action.notice, checkedIn: false, problem: null, savedAt: null, unsaved: false, seen: 0,
    };
  case 'me': return { ...state, me: keepAcknowledged(state.me, action.me), person: action.me.person ?? state.person };
  case 'checkedIn': return { ...state, checkedIn: true };
  case 'problems': return withProblems(state, action.problems);
  case 'problem': return { ...state, problem: action.id };
  case 'submissions': return { ...state, submissions: mergeSubmissions(state.submissions, action.submissions) };
  case 'submission': return withSubmission(state, action.submission);
  case 'run': return { ...state, runs: { ...state.runs, [action.run.problem]: action.run } };
  case 'announcements': return { ...state, announcements: newestFirst(action.announcements) };
  case 'clarifications': return { ...state, clarifications: newestFirst(action.clarifications), canAsk: action.canAsk };
  case 'messagesSeen': return { ...state, seen: Math.max(state.seen, action.at) };
  case 'warningAcknowledged': return acknowledged(state, action.id);
  case 'points': return withPoints(state, action.body);
  case 'link': return linked(state, action.link, action.at);
  case 'outbox': return { ...state, waiting: action.waiting, durable: action.durable };
  case 'otherTab': return { ...state, otherTab: action.elsewhere };
  case 'saved': return { ...state, savedAt: action.at, unsaved: false };
  case 'unsaved': return { ...state, unsaved: true };
  case 'endsAt': return withClock(state, { endsAt: action.endsAt });
  case 'goesOn': return withClock(state, { running: true, message: '', resumesAt: null });
  case 'push': return pushed(state, action.message);
  }
}

/// Waiting and connecting alternate while the network is away: the outage began with the first of them.
function linked(state: AppState, link: Link, at: number): AppState {
  const still = link !== 'connected' && state.link !== 'connected' && state.link !== 'idle';
  return { ...state, link, linkSince: still ? state.linkSince : at };
}

function pushed(state: AppState, { type, body }: PushMessage): AppState {
  switch (type) {
  case 'verdict': return withSubmission(state, readSubmission(body));
  case 'run_result': {
    const run = readRun(body, state.problem ?? '');
    return { ...state, runs: { ...state.runs, [run.problem]: run } };
  }
  case 'warning': return warned(state, body);
  case 'suspended': return withStatus(state, 'suspended', body);
  case 'disqualified': return withStatus(state, 'disqualified', body);
  case 'reinstated': return withClock(withStatus(state, 'active', body), clockChange(asBody(body['clock'])));
  case 'allowance': return withPoints(state, body);
  case 'announcement': return announced(state, readAnnouncement(body));
  case 'message': return announced(state, { ...readAnnouncement(body), personal: true });
  case 'clarification': {
    const clarification = readClarification(body);
    return { ...state, clarifications: newestFirst([clarification, ...state.clarifications.filter((each) => each.id !== clarification.id)]) };
  }
  case 'clock': return withClock(state, clockChange(body));
  case 'round': return roundChanged(state, body);
  case 'standing': return { ...state, standing: readStanding(body) };
  default: return state;
  }
}

export function readStanding(body: Body): Standing {
  return { rank: asNumber(body['rank']), score: asNumber(body['score']), solved: asNumber(body['solved']) };
}

/// While a stop covers everything the server shows no problem; those that are known are there again when it is lifted.
function withProblems(state: AppState, problems: Problem[]): AppState {
  if (problems.length === 0 && state.me !== null && state.me.clock.message !== '')
    return state;
  const known = problems.some((problem) => problem.id === state.problem);
  return { ...state, problems, problem: known ? state.problem : problems[0]?.id ?? null };
}

function sameSubmission(a: Submission, b: Submission): boolean {
  return (a.id !== null && a.id === b.id) || (a.clientRef !== null && a.clientRef === b.clientRef);
}

/// A verdict may come before the receipt and names fewer fields: what is known is kept.
function merged(known: Submission, news: Submission): Submission {
  const pick = <T>(later: T | null, earlier: T | null) => later ?? earlier;
  return {
    id: pick(news.id, known.id),
    clientRef: pick(known.clientRef, news.clientRef),
    seq: pick(news.seq, known.seq),
    problem: news.problem || known.problem,
    language: news.language || known.language,
    at: pick(news.at, known.at),
    verdict: pick(news.verdict, known.verdict),
    points: pick(news.points, known.points),
    testsPassed: pick(news.testsPassed, known.testsPassed),
    testCount: pick(news.testCount, known.testCount),
    compileOutput: news.compileOutput || known.compileOutput,
    timeMs: pick(news.timeMs, known.timeMs),
    memoryKib: pick(news.memoryKib, known.memoryKib),
    late: news.late || known.late,
    clientAt: news.clientAt ?? known.clientAt,
    counted: news.counted,
    held: news.held || known.held,
    refusal: news.refusal ?? (news.id === null ? known.refusal : null),
  };
}

function mergeSubmissions(known: Submission[], news: Submission[]): Submission[] {
  const kept = known.filter((each) => each.id === null && !news.some((other) => sameSubmission(each, other)));
  const all = news.map((each) => {
    const before = known.find((other) => sameSubmission(each, other));
    return before === undefined ? each : merged(before, each);
  });
  return byTime([...kept, ...all]);
}

function byTime(submissions: Submission[]): Submission[] {
  const order = (each: Submission) => each.seq ?? Number.MAX_SAFE_INTEGER;
  return [...submissions].sort((a, b) => order(b) - order(a) || (b.at ?? 0) - (a.at ?? 0));
}

function withSubmission(state: AppState, submission: Submission): AppState {
  const index = state.submissions.findIndex((each) => sameSubmission(each, submission));
  const submissions = index < 0
    ? [submission, ...state.submissions]
    : state.submissions.map((each, i) => (i === index ? merged(each, submission) : each));
  const solved = submission.verdict === 'AC' ? submission.problem || submissions[Math.max(index, 0)]?.problem : undefined;
  const problems = solved === undefined
    ? state.problems
    : state.problems.map((problem) => (problem.id === solved ? { ...problem, status: 'solved' } : problem));
  return { ...state, submissions: byTime(submissions), problems };
}

function keepAcknowledged(before: Me | null, me: Me): Me {
  const done = new Set(before?.warnings.filter((warning) => warning.acknowledged).map((warning) => warning.id));
  return { ...me, warnings: me.warnings.map((warning) => (done.has(warning.id) ? { ...warning, acknowledged: true } : warning)) };
}

function acknowledged(state: AppState, id: string): AppState {
  if (state.me === null)
    return state;
  const warnings = state.me.warnings.map((warning) => (warning.id === id ? { ...warning, acknowledged: true } : warning));
  return { ...state, me: { ...state.me, warnings } };
}

function warned(state: AppState, body: Body): AppState {
  if (state.me === null)
    return state;
  const warning = readWarning(body);
  if (state.me.warnings.some((known) => known.id === warning.id))
    return state;
  return withPoints({ ...state, me: { ...state.me, warnings: [...state.me.warnings, warning] } }, body);
}

function withPoints(state: AppState, body: Body): AppState {
  const total = asNumber(body['total']);
  const limit = asNumber(body['limit']);
  if (state.me === null || total === null || limit === null)
    return state;
  return { ...state, me: { ...state.me, points: { total, limit, risk: asText(body['risk']) ?? state.me.points?.risk ?? 'low' } } };
}

function withStatus(state: AppState, status: Status, body: Body): AppState {
  if (state.me === null)
    return state;
  return { ...state, me: { ...state.me, status, reason: status === 'active' ? '' : asText(body['reason']) ?? '', until: parseTime(body['until']) } };
}

function announced(state: AppState, announcement: Announcement): AppState {
  const others = state.announcements.filter((each) => each.id !== announcement.id);
  return { ...state, announcements: newestFirst([announcement, ...others]) };
}

function newestFirst<T extends { at: number | null }>(items: T[]): T[] {
  return [...items].sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
}

/// A whole clock (it names its round's state) replaces the known one; parts change parts.
function clockChange(body: Body): Partial<Me['clock']> {
  const endsAt = parseTime(body['ends_at']);
  if (asText(body['state']) !== null)
    return readClock(body);
  return {
    ...(endsAt === null ? {} : { endsAt }),
    ...(typeof body['running'] === 'boolean' ? { running: body['running'] } : {}),
    ...(asText(body['message']) === null ? {} : { message: asText(body['message']) ?? '' }),
  };
}

function withClock(state: AppState, change: Partial<Me['clock']>): AppState {
  if (state.me === null)
    return state;
  return { ...state, me: { ...state.me, clock: { ...state.me.clock, ...change } } };
}

function roundChanged(state: AppState, body: Body): AppState {
  const number = asNumber(body['number']);
  if (state.me === null || state.contest === null || number === null)
    return state;
  const change = asBody(body);
  const rounds = state.contest.rounds.map((round) =>
    round.number === number
      ? {
          ...round,
          state: (asText(change['state']) ?? round.state) as typeof round.state,
          startsAt: parseTime(change['starts_at']) ?? round.startsAt,
          endsAt: parseTime(change['ends_at']) ?? round.endsAt,
        }
      : round,
  );
  return withClock({ ...state, contest: { ...state.contest, rounds } }, body['clock'] === undefined ? {} : clockChange(asBody(body['clock'])));
}
