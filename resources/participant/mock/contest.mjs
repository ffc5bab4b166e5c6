import { randomUUID } from 'node:crypto';
import { neighbours, problems, consentText } from './data.mjs';
import { kinds, levelOf, pointsOf, riskOf } from './policy.mjs';

// The mock server's state and rules: one round, any number of participants (each name with the password "debug").
const minute = 60_000;

export class MockContest {
  constructor({ scale = 1, judgeMs = 1200, warnAt = 5, limit = 10, grace = 2 } = {}) {
    Object.assign(this, { scale, judgeMs, warnAt, limit, grace });
    this.people = new Map();
    this.sessions = new Map();
    this.seq = 100;
    this.clock = { state: 'active', running: true, startsAt: Date.now() - 13 * minute, endsAt: Date.now() + 32 * minute, message: '' };
    this.contestState = 'live';
    this.frozen = false;
    this.announcements = [{ id: 'a1', text: 'Welcome. Level 1 lasts 45 minutes; partial fixes are worth submitting.', at: this.time(Date.now() - 12 * minute) }];
    this.others = neighbours();
    this.listeners = new Set();
  }

  time(at = Date.now()) {
    return new Date(at).toISOString();
  }

  person(name) {
    const key = name.toLowerCase();
    if (!this.people.has(key)) {
      this.people.set(key, {
        id: `id-${key.replace(/[^a-z0-9]/g, '-')}`, participant_id: name.includes('@') ? 'DM-201' : name, name: 'Mira Sato', email: name, college: 'Northgate College', seat: 'B-07',
        status: 'active', reason: '', consentAt: null, drafts: new Map(), submissions: [], violations: new Map(), warnings: [], outbox: new Map(), results: new Map(),
        clarifications: [], appeal: null, messages: [], runs: new Map(), fullscreen: false, block: true,
      });
    }
    return this.people.get(key);
  }

  total(person) {
    return [...person.violations.values()].reduce((sum, each) => sum + each.points, 0);
  }

  me(person) {
    const total = this.total(person);
    const violations = [...person.violations.values()].filter((each) => each.level !== 'info' || true);
    return {
      status: person.status,
      reason: person.reason,
      policy: {
        kinds, fullscreen_required: person.fullscreen,
        block: { copy: person.block, cut: person.block, paste: person.block, context_menu: person.block, keys: person.block },
      },
      participant: { id: person.id, participant_id: person.participant_id, name: person.name, college: person.college, seat: person.seat },
      consent: { version: 1, text: consentText, accepted_at: person.consentAt },
      clock: {
        running: this.clock.running, round: 1, round_name: 'Level 1', state: this.clock.state, starts_at: this.time(this.clock.startsAt),
        ends_at: this.clock.endsAt === null ? null : this.time(this.clock.endsAt), server_now: this.time(), message: this.clock.message,
      },
      warnings: person.warnings,
      violations,
      points: { total, limit: this.limit, risk: riskOf(total, this.limit) },
      contest: { id: 'mock', name: 'Debug Marathon', state: this.contestState },
      standing: this.standing(person),
    };
  }

  // One event of the page, once; answers the stored result.
  event(person, clientId, { seq, type, id, body = {} }) {
    if (type === 'void')
      return { ok: true };
    switch (type) {
    case 'incident': return this.incident(person, id, body);
    case 'draft': return this.draft(person, body);
    case 'run': return this.run(person, body);
    case 'submit': return this.submit(person, body);
    case 'ack_warning': {
      const warning = person.warnings.find((each) => each.id === body.id);
      if (warning !== undefined)
        warning.acknowledged_at = this.time();
      return { ok: warning !== undefined };
    }
    default: return { ok: false, error: 'unknown_type', detail: `No events of type ${type}` };
    }
  }

  incident(person, id, body) {
    if (!kinds.includes(body.kind))
      return { ok: false, error: 'unknown_kind', detail: `No kind ${body.kind}` };
    const known = person.violations.get(id);
    const level = levelOf(body.kind, body.duration_ms ?? 0, this.scale);
    let points = pointsOf(level);
    const charged = [...person.violations.values()].filter((each) => each.incident_id !== id && each.level !== 'info').length;
    if (points > 0 && level !== 'high' && charged < this.grace)
      points = 0;
    person.violations.set(id, {
      incident_id: id, kind: body.kind, title: body.kind, level, phase: body.phase, started_at: body.started_at, duration_ms: body.duration_ms ?? 0,
      points: Math.max(points, known?.points ?? 0), source: 'page', counted: points > 0,
    });
    const total = this.total(person);
    this.step(person, total);
    return { ok: true, points, total, limit: this.limit, risk: riskOf(total, this.limit) };
  }

  step(person, total) {
    const warned = person.warnings.length > 0;
    if (total >= this.warnAt && !warned) {
      const text = 'You were away from this page several times. Please stay here until the end. This is warning 1 of 1.';
      const warning = { id: randomUUID(), text, total, limit: this.limit, acknowledged_at: null };
      person.warnings.push(warning);
      this.push(person, 'warning', warning);
    } else if (total >= this.limit && person.status === 'active' && person.warnings.every((each) => each.acknowledged_at !== null)) {
      this.setStatus(person, 'disqualified', 'The limit of recorded absences was reached.');
    }
  }

  setStatus(person, status, reason) {
    person.status = status;
    person.reason = reason;
    this.push(person, status === 'active' ? 'reinstated' : status, { reason, automatic: true });
  }

  draft(person, { problem, language, source, rev }) {
    const stored = person.drafts.get(problem);
    const known = stored?.rev ?? 0;
    if (stored !== undefined && stored.source === source && stored.language === language)
      return { ok: true, rev: known };
    if (rev !== known)
      return { ok: false, error: 'stale_draft', rev: known };
    person.drafts.set(problem, { language, source, rev: known + 1 });
    return { ok: true, rev: known + 1 };
  }

  run(person, { problem, source, input }) {
    const found = problems.find((each) => each.id === problem);
    if (found === undefined)
      return { ok: false, error: 'not_found', detail: 'There is no such problem.' };
    const runId = randomUUID();
    setTimeout(() => this.push(person, 'run_result', this.runResult(found, runId, source, input), false), this.judgeMs / 2);
    return { ok: true, run_id: runId };
  }

  runResult(problem, runId, source, input) {
    const base = { run_id: runId, problem: problem.id, compile_output: '' };
    if (source.includes('syntax error'))
      return { ...base, verdict: 'CE', compile_output: "main.c: In function 'main':\nmain.c:7:5: error: expected ';' before 'printf'\n", tests: [] };
    if (input !== undefined)
      return { ...base, verdict: 'OK', tests: [{ name: 'Own input', verdict: 'OK', input, output: 'yes\n', stderr: '', time_ms: 4, memory_kib: 1640 }] };
    const right = problem.fixed(source);
    const tests = problem.samples.map((sample, i) => {
      const good = right || i === 1;
      return {
        name: `Sample ${i + 1}`, verdict: good ? 'AC' : 'WA', input: sample.input, expected: sample.output,
        output: good ? sample.output : problem.label === 'A' ? 'no\nno\n' : '3\n', stderr: '', time_ms: 3 + i, memory_kib: 1640,
      };
    });
    return { ...base, verdict: right ? 'AC' : 'WA', tests };
  }

  submit(person, { problem, language, source, client_ref }) {
    const known = person.submissions.find((each) => each.client_ref === client_ref);
    if (known !== undefined)
      return { ok: true, id: known.id, seq: known.seq, received_at: known.received_at };
    const found = problems.find((each) => each.id === problem);
    if (found === undefined || person.status !== 'active' || !this.clock.running)
      return { ok: false, error: 'closed', detail: 'This round does not take submissions now.' };
    const submission = { id: randomUUID(), client_ref, seq: ++this.seq, problem, language, received_at: this.time(), verdict: null };
    person.submissions.push(submission);
    setTimeout(() => this.judge(person, found, submission, source), this.judgeMs);
    return { ok: true, id: submission.id, seq: submission.seq, received_at: submission.received_at };
  }

  judge(person, problem, submission, source) {
    const right = problem.fixed(source);
    const broken = source.includes('syntax error');
    Object.assign(submission, {
      verdict: right ? 'AC' : broken ? 'CE' : 'WA', points: right ? problem.points : 0, tests_passed: right ? 8 : 3, test_count: 8, time_ms: 12, memory_kib: 1712,
      ...(broken ? { compile_output: "main.c:7:5: error: expected ';' before 'printf'\n" } : {}),
    });
    this.push(person, 'verdict', { ...submission, submission_id: submission.id, label: problem.label });
    this.push(person, 'standing', this.standing(person), false);
    this.changed();
  }

  standing(person) {
    const row = this.board().rows.find((each) => each.participant_id === person.participant_id);
    return row === undefined ? null : { rank: row.rank, score: row.score, solved: row.solved };
  }

  ownRow(person) {
    return {
      participant_id: person.participant_id, name: person.name, college: person.college,
      problems: problems.map((problem) => {
        const own = person.submissions.filter((each) => each.problem === problem.id);
        const accepted = own.find((each) => each.verdict === 'AC');
        const status = accepted ? 'solved' : own.some((each) => each.verdict === null) ? 'judging' : own.length > 0 ? 'tried' : 'open';
        return { label: problem.label, status, attempts: own.length, points: accepted?.points ?? 0, time_s: accepted ? Math.round((Date.parse(accepted.received_at) - this.clock.startsAt) / 1000) : 0 };
      }),
    };
  }

  board() {
    const people = [...this.people.values()].filter((person) => person.consentAt !== null && person.status !== 'disqualified').map((person) => this.ownRow(person));
    const rows = [...this.others, ...people].map((row) => ({
      ...row, score: row.problems.reduce((sum, each) => sum + each.points, 0), solved: row.problems.filter((each) => each.status === 'solved').length,
      time_s: row.problems.reduce((sum, each) => sum + each.time_s, 0),
    })).sort((a, b) => b.score - a.score || a.time_s - b.time_s);
    rows.forEach((row, i) => { row.rank = i > 0 && rows[i - 1].score === row.score && rows[i - 1].time_s === row.time_s ? rows[i - 1].rank : i + 1; });
    const waiting = [...this.people.values()].flatMap((person) => person.submissions).filter((each) => each.verdict === null).length;
    return { contest_id: 'mock', round: null, generated_at: this.time(), seq: this.seq, frozen: this.frozen, waiting, rows };
  }

  contest() {
    const round = (number, name, state, languages) => ({ number, name, state, starts_at: number === 1 ? this.time(this.clock.startsAt) : null, ends_at: number === 1 && this.clock.endsAt !== null ? this.time(this.clock.endsAt) : null, languages, problem_count: 3 });
    return {
      id: 'mock', name: 'Debug Marathon', state: this.contestState, starts_at: this.time(this.clock.startsAt), ends_at: null, server_time: this.time(),
      rounds: [round(1, 'Level 1', this.clock.state, ['c', 'python', 'java', 'javascript']), round(2, 'Level 2', 'locked', ['c']), round(3, 'Level 3', 'locked', ['python'])],
    };
  }

  announce(text) {
    const announcement = { id: randomUUID(), text, at: this.time() };
    this.announcements.push(announcement);
    for (const person of this.people.values())
      this.push(person, 'announcement', announcement);
  }

  // Numbered messages are kept for those who are away.
  push(person, type, body, numbered = true) {
    const message = { t: 'msg', ...(numbered ? { sseq: ++this.seq } : {}), type, body };
    if (numbered)
      person.messages.push(message);
    this.listeners.forEach((listener) => listener(person, message));
  }

  changed() {
    this.listeners.forEach((listener) => listener(null, { t: 'standings', ...this.board() }));
  }
}
