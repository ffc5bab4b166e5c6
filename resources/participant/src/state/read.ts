import { parseTime } from '../core/format';
import { asBody, asNumber, asText, fieldsOf, type Body } from '../net/protocol';
import type { ContestView, MeView, ProblemView, RoundView, RunTestView, ViolationView, WarningView } from '../net/protocol.generated';
import type {
  Announcement, Clarification, Contest, Me, OwnClock, Person, Policy, Problem, Round, RoundState, Run, RunTest, Status, Submission, Violation,
  Warning,
} from './types';

/// Reads the server's JSON into the page's own types. Missing fields become neutral values: a page in use during a
/// contest must not fail over a field that a newer or older server spells otherwise.
const text = (value: unknown, fallback = '') => asText(value) ?? (asNumber(value) === null ? fallback : String(value));
const list = (value: unknown): Body[] => (Array.isArray(value) ? value : []).map(asBody);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value : []).map((each) => text(each));

const statuses: Status[] = ['active', 'suspended', 'disqualified', 'not_selected', 'finished'];
const roundStates: RoundState[] = ['locked', 'countdown', 'active', 'paused', 'closed'];
const oneOf = <T extends string>(names: T[], value: unknown): T | null => names.find((name) => name === value) ?? null;

export function readRound(value: unknown): Round {
  const body = fieldsOf<RoundView>(value);
  return {
    number: asNumber(body['number']) ?? 0,
    name: text(body['name']),
    state: oneOf(roundStates, body['state']) ?? 'locked',
    startsAt: parseTime(body['starts_at']),
    endsAt: parseTime(body['ends_at']),
    languages: texts(body['languages']),
    problemCount: asNumber(body['problem_count']),
  };
}

export function readContest(value: unknown): Contest | null {
  const body = fieldsOf<ContestView>(value);
  if (asText(body['name']) === null)
    return null;
  return {
    id: text(body['id']),
    name: text(body['name']),
    state: text(body['state']),
    startsAt: parseTime(body['starts_at']),
    endsAt: parseTime(body['ends_at']),
    rounds: list(body['rounds']).map(readRound),
  };
}

/// The kinds that are on come as a list of names, as a mapping of names to switches (or rows with `enabled`), or as
/// one switch for all.
function readKinds(policy: Body): { kinds: Set<string> | null; off: Set<string> } {
  const given = policy['kinds'] ?? policy['enabled_kinds'] ?? policy['enabled'];
  if (given === false)
    return { kinds: new Set(), off: new Set() };
  if (Array.isArray(given))
    return { kinds: new Set(texts(given)), off: new Set() };
  const isOff = (value: unknown) => value === false || asBody(value)['enabled'] === false;
  return { kinds: null, off: new Set(Object.entries(asBody(given)).filter(([, value]) => isOff(value)).map(([kind]) => kind)) };
}

export function readPolicy(value: unknown): Policy {
  const body = asBody(value);
  const block = asBody(body['block']);
  return {
    block: {
      copy: block['copy'] === true,
      cut: block['cut'] === true,
      paste: block['paste'] === true,
      contextMenu: block['context_menu'] === true,
      keys: block['keys'] === true,
    },
    fullscreenRequired: body['fullscreen_required'] === true,
    ...readKinds(body),
  };
}

export function readClock(value: unknown): OwnClock {
  const body = asBody(value);
  return {
    running: body['running'] === true,
    round: asNumber(body['round']),
    roundName: text(body['round_name']),
    state: oneOf(roundStates, body['state']),
    startsAt: parseTime(body['starts_at']),
    endsAt: parseTime(body['ends_at']),
    message: text(body['message']) || text(body['reason']),
    resumesAt: parseTime(body['resumes_at']),
  };
}

export function readWarning(value: unknown): Warning {
  const body = fieldsOf<WarningView>(value);
  return {
    id: text(body['id']),
    text: text(body['text']),
    total: asNumber(body['total']),
    limit: asNumber(body['limit']),
    acknowledged: body['acknowledged_at'] !== null && body['acknowledged_at'] !== undefined,
  };
}

function readViolation(value: Body): Violation {
  const body = fieldsOf<ViolationView>(value);
  return {
    id: text(body['incident_id']),
    kind: text(body['kind']),
    title: text(body['title']),
    level: text(body['level']),
    open: body['phase'] === 'open',
    startedAt: parseTime(body['started_at']),
    durationMs: asNumber(body['duration_ms']),
    points: asNumber(body['points']),
    source: text(body['source'], 'page'),
    counted: body['counted'] !== false,
    excused: body['excused'] === true,
  };
}

export function readMe(value: unknown): Me {
  const body = fieldsOf<MeView>(value);
  const consent = fieldsOf<MeView['consent']>(body['consent']);
  const points = fieldsOf<MeView['points']>(body['points']);
  return {
    person: body['participant'] === undefined ? null : readPerson({ participant: body['participant'] }),
    closedBecause: text(body['closed_because']),
    status: oneOf(statuses, body['status']) ?? 'active',
    reason: text(body['reason']),
    until: parseTime(body['until']),
    policy: readPolicy(body['policy']),
    consent: body['consent'] === undefined || body['consent'] === null
      ? null
      : { version: asNumber(consent['version']) ?? text(consent['version']), text: text(consent['text']), acceptedAt: parseTime(consent['accepted_at']) },
    clock: readClock(body['clock']),
    warnings: list(body['warnings']).map(readWarning),
    violations: list(body['violations']).map(readViolation),
    points: asNumber(points['limit']) === null
      ? null
      : { total: asNumber(points['total']) ?? 0, limit: asNumber(points['limit']) ?? 0, risk: text(points['risk'], 'low') },
  };
}

/// From the sign-in, the session (which names only the account) or the own status. A member of the staff is nobody here.
export function readPerson(value: unknown): Person | null {
  const outer = asBody(value);
  if (asText(outer['role']) !== null && outer['role'] !== 'participant')
    return null;
  const body = outer['participant'] === undefined ? outer : asBody(outer['participant']);
  const id = text(body['id']) || text(body['participant_id']) || text(body['account']);
  return id === '' ? null : { id, participantId: text(body['participant_id'], id), name: text(body['name'], id), seat: text(body['seat']) };
}

export function readProblem(value: unknown): Problem {
  const body = fieldsOf<ProblemView>(value);
  const limits = asBody(body['limits']);
  const sources = Object.entries(asBody(body['buggy_source'])).map(([language, source]) => [language, text(source)]);
  return {
    id: text(body['id']),
    label: text(body['label']),
    round: asNumber(body['round']),
    title: text(body['title']),
    statement: text(body['statement_html']),
    points: asNumber(body['points']),
    difficulty: text(body['difficulty']),
    languages: texts(body['languages']),
    buggySource: Object.fromEntries(sources) as Record<string, string>,
    samples: list(body['samples']).map((sample) => ({ input: text(sample['input']), output: text(sample['output']) })),
    timeS: asNumber(limits['time_s']) ?? (asNumber(limits['time_ms']) === null ? null : asNumber(limits['time_ms'])! / 1000),
    memoryMib: asNumber(limits['memory_mib']) ?? asNumber(limits['memory_mb']),
    status: text(body['status']),
  };
}

export function readSubmission(value: unknown): Submission {
  const body = asBody(value);
  return {
    id: text(body['id']) || text(body['submission_id']) || null,
    clientRef: asText(body['client_ref']),
    seq: asNumber(body['seq']),
    problem: text(body['problem']) || text(body['problem_id']),
    language: text(body['language']),
    at: parseTime(body['received_at']),
    verdict: asText(body['verdict']),
    points: asNumber(body['points']),
    testsPassed: asNumber(body['tests_passed']),
    testCount: asNumber(body['test_count']),
    compileOutput: text(body['compile_output']),
    timeMs: asNumber(body['time_ms']),
    memoryKib: asNumber(body['memory_kib']),
    late: body['late'] === true,
    clientAt: parseTime(body['client_at']),
    counted: body['counted'] !== false,
    held: body['held'] === true,
    refusal: null,
  };
}

function readTest(value: Body): RunTest {
  const body = fieldsOf<RunTestView>(value);
  return {
    name: text(body['name']),
    verdict: text(body['verdict']),
    input: asText(body['input']),
    expected: asText(body['expected']),
    output: asText(body['output']),
    stderr: text(body['stderr']),
    timeMs: asNumber(body['time_ms']),
    memoryKib: asNumber(body['memory_kib']),
  };
}

export function readRun(value: unknown, problem: string): Run {
  const body = asBody(value);
  return {
    problem: text(body['problem'], problem),
    runId: asText(body['run_id']),
    state: 'done',
    verdict: text(body['verdict']),
    compileOutput: text(body['compile_output']),
    tests: list(body['tests']).map(readTest),
    detail: text(body['detail']),
  };
}

export function readAnnouncement(value: unknown): Announcement {
  const body = asBody(value);
  return { id: text(body['id']), text: text(body['text']), at: parseTime(body['at']), personal: body['personal'] === true };
}

export function readClarification(value: unknown): Clarification {
  const body = asBody(value);
  return {
    id: text(body['id']),
    problem: asText(body['problem']) ?? asText(body['problem_id']),
    question: text(body['question']) || text(body['text']),
    answer: text(body['answer']),
    at: parseTime(body['at']) ?? parseTime(body['asked_at']),
  };
}

/// Lists come bare or inside an object under the name of what they hold.
export function readList<T>(value: unknown, name: string, read: (each: unknown) => T): T[] {
  const found = Array.isArray(value) ? value : asBody(value)[name] ?? asBody(value)['items'];
  return Array.isArray(found) ? found.map(read) : [];
}
