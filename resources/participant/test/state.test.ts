import { describe, expect, test } from 'vitest';
import { readContest, readList, readMe, readPerson, readPolicy, readProblem, readRun, readSubmission } from '../src/state/read';
import { reduce, type Action } from '../src/state/reducer';
import { isWatched, screenOf } from '../src/state/screen';
import { receiptText } from '../src/screens/work/receipt';
import { initialState, type AppState } from '../src/state/types';

const me = (more: object = {}) => readMe({
  status: 'active', consent: { version: '1', text: 'x', accepted_at: '2026-01-29T05:00:00.000Z' },
  clock: { running: true, round: 1, round_name: 'Level 1', state: 'active', ends_at: '2026-01-29T06:00:00.000Z' }, points: { total: 0, limit: 10, risk: 'low' }, ...more,
});
const signedIn: AppState = { ...initialState, phase: 'signedIn', me: me(), link: 'connected' };
const play = (state: AppState, ...actions: Action[]) => actions.reduce(reduce, state);
const push = (type: string, body: object): Action => ({ type: 'push', message: { sseq: 1, type, body: body as Record<string, unknown> } });

describe('which screen is shown', () => {
  test.each([
    ['before the session is known', initialState, 'starting'],
    ['signed out', { ...initialState, phase: 'signedOut' }, 'signIn'],
    ['another tab has it', { ...signedIn, otherTab: true }, 'elsewhere'],
    ['another device has it', { ...signedIn, link: 'replaced' }, 'replaced'],
    ['suspended', { ...signedIn, me: me({ status: 'suspended' }) }, 'blocked'],
    ['disqualified, even without consent', { ...signedIn, me: me({ status: 'disqualified', consent: { accepted_at: null } }) }, 'blocked'],
    ['not selected', { ...signedIn, me: me({ status: 'not_selected' }) }, 'notSelected'],
    ['not agreed, not checked in', { ...signedIn, me: me({ consent: { version: '1', text: '', accepted_at: null } }) }, 'checkIn'],
    ['not agreed, checked in', { ...signedIn, checkedIn: true, me: me({ consent: { version: '1', text: '', accepted_at: null } }) }, 'consent'],
    ['finished', { ...signedIn, me: me({ status: 'finished' }) }, 'finished'],
    ['the clock runs', signedIn, 'work'],
    ['paused', { ...signedIn, me: me({ clock: { running: false, state: 'paused' } }) }, 'waiting'],
    ['not begun', { ...signedIn, me: me({ clock: { running: false, state: 'countdown', starts_at: '2026-01-29T06:00:00.000Z' } }) }, 'waiting'],
    ['an own clock that waits for its start', { ...signedIn, me: me({ clock: { running: false, state: 'active', round: 1 } }) }, 'start'],
    ['a hall that was stopped', { ...signedIn, me: me({ clock: { running: false, state: 'active', round: 1, message: 'Stopped' } }) }, 'waiting'],
  ] as [string, AppState, string][])('%s', (_name, state, expected) => expect(screenOf(state)).toBe(expected));

  test.each([
    ['while the clock runs', signedIn, true],
    ['not while paused', { ...signedIn, me: me({ clock: { running: false, state: 'paused' } }) }, false],
    ['not before the consent', { ...signedIn, me: me({ consent: { version: '1', text: '', accepted_at: null } }) }, false],
    ['not while suspended', { ...signedIn, me: me({ status: 'suspended' }) }, false],
    ['not when no consent was asked', { ...signedIn, me: me({ consent: null }) }, false],
  ] as [string, AppState, boolean][])('watching: %s', (_name, state, expected) => expect(isWatched(state)).toBe(expected));
});

describe('reading what the server says', () => {
  test('an empty answer becomes neutral values', () => {
    expect(readMe({})).toMatchObject({ status: 'active', reason: '', consent: null, warnings: [], violations: [], points: null });
    expect(readProblem({})).toMatchObject({ id: '', languages: [], samples: [], timeS: null });
    expect(readRun(null, 'A')).toMatchObject({ problem: 'A', verdict: '', tests: [] });
    expect(readSubmission('odd')).toMatchObject({ id: null, verdict: null });
    expect(readContest([])).toBeNull();
  });
  test.each([
    ['a list of kinds', { kinds: ['away.tab'] }, ['away.tab'], []],
    ['switches', { kinds: { 'away.tab': true, 'menu.context': false } }, null, ['menu.context']],
    ['rows', { enabled: { 'edit.bulk': { enabled: false } } }, null, ['edit.bulk']],
    ['all off', { enabled: false }, [], []],
    ['nothing said: all on', {}, null, []],
  ])('policy: %s', (_name, policy, kinds, off) => {
    const read = readPolicy(policy);
    expect(read.kinds === null ? null : [...read.kinds]).toEqual(kinds);
    expect([...read.off]).toEqual(off);
  });
  test('lists come bare or under their name', () => {
    const id = (value: unknown) => (value as { id: string }).id;
    expect(readList([{ id: 'a' }], 'problems', id)).toEqual(['a']);
    expect(readList({ problems: [{ id: 'a' }] }, 'problems', id)).toEqual(['a']);
    expect(readList(null, 'problems', id)).toEqual([]);
  });
  test('a person comes bare or inside the session', () => {
    expect(readPerson({ participant: { id: 'p1', participant_id: 'DM-1', name: 'Asha' } })).toMatchObject({ id: 'p1', participantId: 'DM-1', name: 'Asha' });
    expect(readPerson({ participant_id: 'DM-1' })).toMatchObject({ id: 'DM-1', name: 'DM-1' });
    expect(readPerson({ role: 'participant', account: 'DM-1' })).toMatchObject({ id: 'DM-1' });
    expect(readPerson({ role: 'admin', account: 'root' })).toBeNull();
    expect(readPerson({ role: 'participant' })).toBeNull();
  });
  test('a consent keeps the type of its version', () => {
    expect(readMe({ consent: { version: 3, text: 'x', accepted_at: null } }).consent!.version).toBe(3);
  });
});

describe('changes of the state', () => {
  const waiting = { ...readSubmission({ client_ref: 'r1', problem: 'pA', language: 'c' }) };

  test('a submission gets its receipt and then its verdict, and stays one row', () => {
    const state = play(
      { ...signedIn, problems: [readProblem({ id: 'pA', label: 'A' })] },
      { type: 'submission', submission: waiting },
      { type: 'submission', submission: { ...waiting, id: 's1', seq: 118, at: 5 } },
      push('verdict', { submission_id: 's1', problem: 'pA', label: 'A', verdict: 'AC', points: 20, time_ms: 3 }),
    );
    expect(state.submissions).toHaveLength(1);
    expect(state.submissions[0]).toMatchObject({ id: 's1', seq: 118, at: 5, verdict: 'AC', language: 'c', clientRef: 'r1' });
    expect(state.problems[0]!.status).toBe('solved');
  });

  test('a list from the server keeps those still on their way', () => {
    const state = play({ ...signedIn, submissions: [waiting] }, { type: 'submissions', submissions: [readSubmission({ id: 's0', seq: 3, problem: 'pB' })] });
    expect(state.submissions.map((each) => each.id)).toEqual([null, 's0']);
  });

  test('a later rejudge replaces the verdict', () => {
    const state = play(signedIn, push('verdict', { submission_id: 's1', verdict: 'WA' }), push('verdict', { submission_id: 's1', verdict: 'AC' }));
    expect(state.submissions.map((each) => each.verdict)).toEqual(['AC']);
  });

  test('a warning comes once, moves the points, and stays acknowledged over a reload of the status', () => {
    const warning = { id: 'w1', text: 'Please stay', total: 5, limit: 10 };
    const warned = play(signedIn, push('warning', warning), push('warning', warning));
    expect(warned.me!.warnings).toHaveLength(1);
    expect(warned.me!.points).toMatchObject({ total: 5, limit: 10 });
    const after = play(warned, { type: 'warningAcknowledged', id: 'w1' }, { type: 'me', me: me({ warnings: [{ ...warning, acknowledged_at: null }] }) });
    expect(after.me!.warnings[0]!.acknowledged).toBe(true);
  });

  test.each([['suspended', 'suspended'], ['disqualified', 'disqualified'], ['reinstated', 'active']])('%s', (type, status) => {
    expect(play(signedIn, push(type, { reason: 'because' })).me!.status).toBe(status);
  });

  test('a new end of the own clock is taken over, with or without a message', () => {
    const state = play(signedIn, push('clock', { ends_at: '2026-01-29T06:10:00.000Z' }));
    expect(state.me!.clock).toMatchObject({ endsAt: Date.parse('2026-01-29T06:10:00.000Z'), running: true });
    expect(play(state, push('clock', {})).me!.clock.endsAt).toBe(state.me!.clock.endsAt);
  });

  test('a whole clock replaces the known one: a pause, and a round that goes on', () => {
    const paused = play(signedIn, push('clock', { running: false, state: 'paused', round: 1, round_name: 'Level 1', ends_at: null }));
    expect(screenOf(paused)).toBe('waiting');
    const on = { running: true, state: 'active', round: 1, ends_at: '2026-01-29T06:20:00.000Z' };
    expect(screenOf(play({ ...paused, contest: readContest({ name: 'x', rounds: [{ number: 1 }] }) }, push('round', { number: 1, state: 'active', clock: on })))).toBe('work');
  });

  test('a stop covers the work, keeps the problems, and goes on after its countdown', () => {
    const working = play(signedIn, { type: 'problems', problems: [readProblem({ id: 'pA', label: 'A', round: 1 })] });
    const stop = { running: false, state: 'active', round: 1, ends_at: null, message: 'Fire alarm in hall 1', resumes_at: null };
    const stopped = play(working, push('clock', stop), { type: 'problems', problems: [] });
    expect(screenOf(stopped)).toBe('waiting');
    expect(isWatched(stopped)).toBe(false);
    expect(stopped.problems).toHaveLength(1);
    const counting = play(stopped, push('clock', { ...stop, ends_at: '2026-01-29T06:20:00.000Z', resumes_at: '2026-01-29T05:20:10.000Z' }));
    expect(screenOf(counting)).toBe('waiting');
    expect(counting.me!.clock.resumesAt).toBe(Date.parse('2026-01-29T05:20:10.000Z'));
    const on = play(counting, { type: 'goesOn' });
    expect(screenOf(on)).toBe('work');
    expect(on.me!.clock).toMatchObject({ message: '', resumesAt: null, endsAt: Date.parse('2026-01-29T06:20:00.000Z') });
    expect(play(on, { type: 'problems', problems: [] }).problems).toHaveLength(0);
  });

  test.each([
    ['in time', {}, 'Counted, #7, @5'],
    ['late', { late: true, clientAt: 2 }, 'Counted, #7: sent @2, received late @5'],
    ['too late', { late: true, clientAt: 2, counted: false }, 'Kept, not counted, #7: sent @2, received too late @5. Ask the staff.'],
    ['refused', { refusal: 'The round is over.' }, 'The round is over.'],
  ])('the receipt of a submission that came %s', (_name, more, text) => {
    const received = { ...readSubmission({ id: 's1', seq: 7, problem: 'pA' }), at: 5, ...more };
    expect(receiptText(received, (at) => `@${at}`)).toBe(text);
  });

  test('a late submission keeps both its times over the verdict', () => {
    const sent = '2026-01-29T05:59:59.000Z';
    const late = readSubmission({ id: 's1', seq: 7, problem: 'pA', late: true, counted: true, client_at: sent, received_at: '2026-01-29T06:00:03.000Z' });
    const state = play({ ...signedIn, submissions: [late] }, push('verdict', { submission_id: 's1', verdict: 'AC', problem: 'pA' }));
    expect(state.submissions[0]).toMatchObject({ late: true, counted: true, clientAt: Date.parse(sent), verdict: 'AC' });
  });

  test('an outage is counted from its first moment', () => {
    const state = play(signedIn, { type: 'link', link: 'waiting', at: 100 }, { type: 'link', link: 'connecting', at: 900 }, { type: 'link', link: 'waiting', at: 1000 });
    expect(state.linkSince).toBe(100);
    expect(play(state, { type: 'link', link: 'connected', at: 2000 }).linkSince).toBe(2000);
  });

  test('signing out leaves nothing of the person', () => {
    const state = play({ ...signedIn, submissions: [waiting], standing: { rank: 1, score: 1, solved: 1 } }, { type: 'signedOut', notice: '' });
    expect(state).toMatchObject({ phase: 'signedOut', me: null, person: null, submissions: [], standing: null, problems: [] });
  });

  test('unknown messages change nothing', () => {
    expect(play(signedIn, push('something_new', { a: 1 }))).toBe(signedIn);
  });
});
