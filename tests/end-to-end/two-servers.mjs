// Two real servers on one PostgreSQL: what a participant, a proctor and a judge may rely on, whichever server they are with.
// Needs MARATHON_DATABASE (tests/support/with-database).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContestUnderTest, until } from './ContestUnderTest.mjs';

const [bin, source] = process.argv.slice(2);
assert.ok(process.env.MARATHON_DATABASE, 'MARATHON_DATABASE names no PostgreSQL');
const people = ['P1', 'P2', 'P3', 'P4'].map((id, index) => ({ id, name: `Person ${id}`, seat: String(index + 1) }));
const a = await ContestUnderTest.prepare({ bin, source, people });
const b = await a.another();

let passed = 0;
async function rule(name, check) {
  await check();
  passed += 1;
  console.log(`ok   ${name}`);
}

const hello = (clientId, more = {}) => ({ t: 'hello', v: 1, client_id: clientId, tab_id: 't', last_server_seq: 0, next_client_seq: 1, ...more });
const staffHello = { t: 'hello', v: 1, client_id: 'console', contest_id: 'current', ledger_epoch: '', last_seq: 0, topics: ['ledger', 'standings', 'presence', 'health'] };
const welcome = (connection) => connection.find((m) => m.t === 'welcome', 'welcome');

/// A page: its connection, and entries that wait for their acknowledgement.
async function page(server, token, clientId, next = 1) {
  const connection = server.live('/ws/participant', token, hello(clientId, { next_client_seq: next }));
  connection.greeting = await welcome(connection);
  let seq = next - 1;
  connection.entry = (type, id, body) => {
    const own = ++seq;
    connection.send({ t: 'ev', seq: own, type, id, body });
    return until(() => connection.heard.find((m) => m.t === 'ack' && m.results?.[own])?.results[own], `ack of ${id}`);
  };
  connection.answerTicks = () => connection.socket.on('message', (text) => {
    const message = JSON.parse(text);
    if (message.t === 'tick') connection.send({ t: 'tock', n: message.n, visible: true, focused: true, queued: 0 });
  });
  return connection;
}
const incident = (connection, id, kind = 'away.tab') =>
  connection.entry('incident', id, { kind, phase: 'closed', duration_ms: 20_000, count: 1, causes: ['hidden'], context: {}, evidence: {} });

try {
  await a.startServer(['--instance', 'A']);
  await b.startServer(['--instance', 'B']);
  b.startJudge(); // only here
  a.command(['contest', 'state', 'live']);
  a.command(['round', 'state', '1', 'active']);

  const token = await a.participantToken('P1');
  await rule('whoever signed in at one server is known at the other at once', async () => {
    assert.equal((await b.demand('GET', '/api/auth/session', { token })).account, 'P1');
  });
  await b.demand('POST', '/api/me/consent', { token, body: { version: 1 } });
  const staff = b.live('/ws/staff', await b.staffToken(), staffHello);
  await welcome(staff);

  let ada = await page(a, token, 'ada');
  await rule('an incident at one server reaches staff at the other', async () => {
    assert.equal((await incident(ada, 'i-1')).ok, true);
    await staff.find((m) => m.type === 'incident.recorded' && m.body.incident_id === 'i-1', 'the incident');
  });
  await rule('staff at one server see who is connected to the other', async () => {
    await staff.find((m) => m.t === 'presence' && m.changed.some((row) => row.participant_id === 'P1' && row.online), 'presence of P1');
  });
  await rule('a command at one server is felt at the other', async () => {
    staff.send({ t: 'command', id: 'warn-1', action: 'warn', participant_ids: ['P1'], reason: 'from the other server' });
    await ada.find((m) => m.type === 'warning', 'the warning');
  });

  const fix = readFileSync(join(source, 'resources/samples/debug-marathon/problems/sum-to-n/submissions/accepted/sum_to_n.c'), 'utf8');
  await rule('a try is judged although no judge is with this server', async () => {
    await ada.entry('run', 'r-1', { problem: 'sum-to-n', language: 'c', source: fix });
    assert.equal((await ada.find((m) => m.type === 'run_result', 'the result of the run')).body.verdict, 'AC');
    const stored = await until(async () => { const answer = await b.call('GET', '/api/runs/r-1', { token }); return answer.status === 200 && answer.json; }, 'the result at the other server');
    assert.equal(stored.verdict, 'AC');
  });
  await rule('a submission is judged once, and seen everywhere', async () => {
    const receipt = await ada.entry('submit', 's-1', { problem: 'sum-to-n', language: 'c', source: fix, client_ref: 'ref-1' });
    assert.equal((await ada.find((m) => m.type === 'verdict', 'the verdict')).body.verdict, 'AC');
    const again = await b.call('POST', '/api/problems/sum-to-n/submissions', { token, body: { language: 'c', source: fix, client_ref: 'ref-1' } });
    assert.equal(again.json.id, receipt.id);
    const boards = await Promise.all([a, b].map((server) => server.demand('GET', '/api/leaderboard/current')));
    assert.deepEqual(boards[0].rows, boards[1].rows);
    assert.equal(staff.heard.filter((m) => m.type === 'submission.judged').length, 1);
  });

  await rule('the same page may come back at the other server, and repeats what it is not sure of', async () => {
    const before = staff.heard.filter((m) => m.type === 'incident.recorded').length;
    ada.socket.terminate();
    const moved = b.live('/ws/participant', token, hello('ada', { next_client_seq: 1 }));
    const greeting = await welcome(moved);
    assert.equal(greeting.acked_client_seq, 3);
    moved.send({ t: 'ev', seq: 1, type: 'incident', id: 'i-1', body: { kind: 'away.tab', phase: 'closed', duration_ms: 20_000, count: 1, causes: [], context: {}, evidence: {} } });
    await moved.find((m) => m.t === 'ack', 'the repeated acknowledgement');
    await staff.find((m) => m.type === 'connection.restored' && m.body.place === 'B', 'P1 at B');
    assert.equal(staff.heard.filter((m) => m.type === 'incident.recorded').length, before);
    moved.socket.terminate();
  });

  await rule('another page that still answers at the other server is a second device, and is replaced', async () => {
    const second = await a.participantToken('P2');
    await a.demand('POST', '/api/me/consent', { token: second, body: { version: 1 } });
    const older = await page(a, second, 'laptop');
    older.answerTicks();
    await staff.find((m) => m.type === 'connection.restored' && m.participant_id === 'P2', 'P2 at A');
    await page(b, await b.participantToken('P2'), 'telephone');
    assert.equal((await older.find((m) => m.t === 'bye', 'bye')).reason, 'replaced');
    await staff.find((m) => m.type === 'incident.recorded' && m.participant_id === 'P2' && m.body.kind === 'session.second', 'session.second');
  });

  await rule('failures at sign-in count together', async () => {
    const wrong = (server) => server.call('POST', '/api/auth/participant/login', { body: { participant_id: 'P4', password: 'no' } });
    for (let index = 0; index < 10; ++index) assert.equal((await wrong(index % 2 ? a : b)).status, 401);
    await until(async () => (await wrong(a)).status === 429 && (await wrong(b)).status === 429, 'both refuse', 10_000);
  });

  await rule('signing out ends a session everywhere', async () => {
    const third = await a.participantToken('P3');
    const open = await page(b, third, 'p3');
    assert.equal((await a.call('POST', '/api/auth/logout', { token: third })).status, 204);
    await open.find((m) => m.t === 'bye' && m.reason === 'ended', 'bye');
    assert.equal((await b.call('GET', '/api/me', { token: third })).status, 401);
  });

  await rule('a server that dies is taken out by the other, and its participants count as away', async () => {
    const lone = await page(a, token, 'ada');
    await staff.find((m) => m.type === 'connection.restored' && m.participant_id === 'P1' && m.body.place === 'A' && m.seq > lone.greeting.seq - 5, 'P1 at A again');
    const seen = staff.heard.length;
    await a.stopServer('SIGKILL');
    await until(() => staff.heard.slice(seen).find((m) => m.type === 'connection.lost' && m.participant_id === 'P1'), 'P1 is away', 40_000);
    const moved = await page(b, token, 'ada', 4);
    assert.equal((await incident(moved, 'i-2', 'away.window')).ok, true);
  });
  await rule('a rolling restart loses nothing of somebody who works on', async () => {
    await a.startServer(['--instance', 'A']);
    const p3 = await b.participantToken('P3');
    await b.demand('POST', '/api/me/consent', { token: p3, body: { version: 1 } });
    let current = b;
    let sent = 0;
    // What a page does: one entry after the other, and after a goodbye the same ones again at the server that is there.
    const work = async (count) => {
      const connection = await page(current, p3, 'p3-rolling', sent + 1);
      assert.equal(connection.greeting.acked_client_seq, sent, 'what was acknowledged is known at the server that takes over');
      for (let index = 0; index < count; ++index) {
        assert.equal((await incident(connection, `roll-${sent + 1}`, 'away.window')).ok, true);
        sent += 1;
      }
      return connection;
    };
    for (const [stopping, name, other] of [[b, 'B', a], [a, 'A', b]]) {
      const connection = await work(10);
      const ended = stopping.stopServer();
      assert.equal((await connection.find((m) => m.t === 'bye', 'bye')).reason, 'restarting');
      current = other;
      await work(10);
      assert.equal(await ended, 0);
      await stopping.startServer(['--instance', name]);
    }
    const rows = await a.demand('GET', '/api/staff/export/violations.json', { token: await a.staffToken() });
    const found = rows.filter((row) => row.participant_id === 'P3').map((row) => row.incident_id);
    assert.deepEqual(found.sort(), Array.from({ length: sent }, (_, index) => `roll-${index + 1}`).sort());
  });
  await rule('what one of them wrote is whole for the other, and both stop cleanly', async () => {
    const boards = await Promise.all([a, b].map((server) => server.demand('GET', '/api/leaderboard/current')));
    assert.deepEqual(boards[0].rows, boards[1].rows);
    assert.match(a.command(['verify']), /is whole/);
    assert.equal(await a.stopServer(), 0);
    assert.equal(await b.stopServer(), 0);
  });
  console.log(`${passed} rules held`);
} finally {
  await b.close();
  await a.close();
}
