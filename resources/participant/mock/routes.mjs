import { createHash, randomUUID } from 'node:crypto';
import { problems, publicProblem } from './data.mjs';

// The mock's HTTP routes: [method, pattern, handler]. A handler answers [status, body] or [status, body, headers].
const problem = (status, detail) => [status, { type: 'about:blank', title: detail, status, detail }];

function visibleProblems(contest, person) {
  if (person.consentAt === null || !contest.clock.running && person.status === 'active' && contest.clock.state === 'locked')
    return [];
  return problems.map((each) => {
    const own = person.submissions.filter((submission) => submission.problem === each.id);
    return { ...publicProblem(each), status: own.some((submission) => submission.verdict === 'AC') ? 'solved' : own.length > 0 ? 'tried' : 'open' };
  });
}

export function routes(contest, control) {
  return [
    ['GET', '/api/contest/current', () => [200, contest.contest()]],
    ['GET', '/api/health', () => [200, { status: 'ok' }]],
    ['GET', '/api/leaderboard/current', ({ request }) => {
      const board = contest.board();
      const { generated_at, ...content } = board;
      const etag = `"${createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16)}"`;
      return request.headers['if-none-match'] === etag ? [304, null, { ETag: etag }] : [200, board, { ETag: etag }];
    }],
    ['POST', '/api/auth/participant/login', ({ body }) => {
      const name = body.email ?? body.participant_id ?? '';
      if (body.password !== 'debug')
        return problem(401, 'Unknown name or wrong password.');
      const person = contest.person(name);
      const token = randomUUID();
      contest.sessions.set(token, person);
      return [200, { token, session_id: token, participant: publicPerson(person) }, { 'Set-Cookie': `session=${token}; HttpOnly; SameSite=Strict; Path=/` }];
    }],
    ['POST', '/api/auth/logout', ({ token }) => { contest.sessions.delete(token); return [204, null]; }, 'signed in'],
    ['GET', '/api/auth/session', ({ person }) => [200, { role: 'participant', account: person.id, session_id: 's', expires_at: contest.time(Date.now() + 3_600_000) }], 'signed in'],
    ['GET', '/api/me', ({ person }) => [200, contest.me(person)], 'signed in'],
    ['POST', '/api/me/consent', ({ person, body }) => {
      if (body.version !== 1)
        return problem(422, 'version must be a whole number');
      person.consentAt = contest.time();
      return [200, contest.me(person).consent];
    }, 'signed in'],
    ['GET', '/api/me/appeal', ({ person }) => [200, { appeal: person.appeal }], 'signed in'],
    ['POST', '/api/me/appeal', ({ person, body }) => { person.appeal = { text: body.text, at: contest.time() }; return [201, person.appeal]; }, 'signed in'],
    ['GET', '/api/problems', ({ person }) => [200, { problems: visibleProblems(contest, person) }], 'signed in'],
    ['GET', '/api/problems/:id/draft', ({ person, id }) => [200, person.drafts.get(id) ?? { language: null, source: null, rev: 0 }], 'signed in'],
    ['POST', '/api/problems/:id/submissions', ({ person, id, body }) => {
      const result = contest.submit(person, { ...body, problem: id });
      return result.ok ? [201, result] : problem(409, result.detail);
    }, 'signed in'],
    ['GET', '/api/submissions', ({ person }) => [200, { submissions: [...person.submissions].reverse() }], 'signed in'],
    ['GET', '/api/announcements', () => [200, { announcements: contest.announcements }], 'signed in'],
    ['GET', '/api/clarifications', ({ person }) => [200, { clarifications: person.clarifications }], 'signed in'],
    ['POST', '/api/clarifications', ({ person, body }) => {
      person.clarifications.push({ id: randomUUID(), question: body.question, problem: body.problem ?? null, answer: '', at: contest.time() });
      return [201, person.clarifications.at(-1)];
    }, 'signed in'],
    ['POST', '/api/rounds/:id/start', () => { contest.clock.running = true; contest.clock.endsAt = Date.now() + 45 * 60_000; return [200, {}]; }, 'signed in'],
    ['POST', '/api/rounds/:id/finish', ({ person }) => { person.status = 'finished'; return [200, {}]; }, 'signed in'],
    ['POST', '/api/outbox', ({ person, body }) => [200, control.outbox(person, body)], 'signed in'],
    ['POST', '/mock/set', ({ body }) => [200, control.set(body)]],
  ];
}

function publicPerson({ id, participant_id, name, email, college, seat, status }) {
  return { id, participant_id, name, email, college, seat, status };
}
