// A small contest against the real server and judge, over the real protocol: what each side is promised in the contract.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContestUnderTest, staffPassword as password, until } from './ContestUnderTest.mjs';

const [bin, source] = process.argv.slice(2);
const people = [{ id: 'P1', name: 'Ada L', hall: 'H1', seat: '1' }, { id: 'P2', name: 'Bob B', hall: 'H2', seat: '2' }];
const contest = await ContestUnderTest.prepare({ bin, source, people });
const call = contest.call.bind(contest);
const live = contest.live.bind(contest);

let passed = 0;
async function rule(name, check) {
  await check();
  passed += 1;
  console.log(`ok   ${name}`);
}

try {
  contest.command(['staff', 'add', 'vera', '--role', 'viewer'], `${password}\n`);
  contest.command(['staff', 'add', 'pat', '--role', 'proctor', '--halls', 'H2'], `${password}\n`);
  await contest.startServer();
  contest.startJudge();
  contest.command(['contest', 'state', 'live']);
  contest.command(['round', 'state', '1', 'active']);

  const login = (body) => call('POST', '/api/auth/participant/login', { body });
  const ada = (await login({ email: 'p1@example.com', password: 'secret12' })).json;
  const admin = await contest.staffToken('admin');
  const viewer = await contest.staffToken('vera');
  const proctor = await contest.staffToken('pat');
  const token = ada.token;

  await rule('unknown and wrong get one text', async () => {
    const wrong = await login({ email: 'p1@example.com', password: 'no' });
    const unknown = await login({ email: 'nobody@example.com', password: 'no' });
    assert.equal(wrong.status, 401);
    assert.equal(unknown.status, 401);
    assert.equal(wrong.json.detail, unknown.json.detail);
  });

  const refusals = [
    ['no session', 'GET', '/api/me', {}, 401],
    ['forged token', 'GET', '/api/me', { token: 'forged' }, 401],
    ['a participant at a staff route', 'GET', '/api/staff/participants', { token }, 403],
    ['staff at a participant route', 'GET', '/api/me', { token: admin }, 403],
    ['a viewer changes nothing', 'POST', '/api/staff/actions', { token: viewer, body: { action: 'warn', participant_ids: ['P1'], reason: 'x' } }, 403],
    ['a proctor of another hall', 'POST', '/api/staff/actions', { token: proctor, body: { action: 'warn', participant_ids: ['P1'], reason: 'x' } }, 403],
    ['no reason', 'POST', '/api/staff/actions', { token: admin, body: { action: 'disqualify', participant_ids: ['P1'] } }, 422],
    ['unknown action', 'POST', '/api/staff/actions', { token: admin, body: { action: 'explode', participant_ids: ['P1'] } }, 422],
    ['malformed JSON', 'POST', '/api/auth/participant/login', { body: '{' }, 400],
    ['missing field', 'POST', '/api/auth/staff/login', { body: { username: 'admin' } }, 422],
    ['unknown path', 'GET', '/api/nothing', {}, 404],
    ['wrong method', 'POST', '/api/health', {}, 405],
    ['oversized body', 'POST', '/api/auth/participant/login', { body: 'x'.repeat(100_000) }, 413],
    ['unknown round', 'GET', '/api/leaderboard/current?round=99', {}, 404],
    ['work before the rules were accepted', 'POST', '/api/problems/sum-to-n/submissions', { token, body: { language: 'c', source: 'x', client_ref: 'early' } }, 403],
    ['control without its token', 'POST', '/api/control', { token: admin, body: { command: 'status' } }, 403],
  ];
  for (const [name, method, path, options, status] of refusals) {
    await rule(`refused: ${name}`, async () => {
      const answer = await call(method, path, options);
      assert.equal(answer.status, status, answer.text);
      assert.match(answer.headers.get('content-type'), /problem\+json/);
      assert.ok(answer.json.detail.length > 10);
    });
  }

  await rule('no problem is shown before consent', async () => assert.deepEqual((await call('GET', '/api/problems', { token })).json, []));
  await rule('consent opens the problems, without secret tests', async () => {
    assert.equal((await call('POST', '/api/me/consent', { token, body: { version: 1 } })).status, 200);
    const { json, text } = await call('GET', '/api/problems', { token });
    assert.equal(json.length, 3);
    assert.equal(json[0].samples.length, 2);
    assert.ok(!text.includes('answer_sha') && !text.includes('secret'));
  });

  const staff = live('/ws/staff', admin, { t: 'hello', v: 1, client_id: 'console', contest_id: 'current', ledger_epoch: '', last_seq: 0, topics: ['ledger', 'standings', 'presence', 'health'] });
  const welcome = await staff.find((message) => message.t === 'welcome', 'welcome of the staff');
  assert.ok(welcome.snapshot.state.participants.length === 2 && welcome.snapshot.people.length === 2);
  const page = live('/ws/participant', token, { t: 'hello', v: 1, client_id: 'page', tab_id: 't', last_server_seq: 0, next_client_seq: 1 });
  await page.find((message) => message.t === 'welcome', 'welcome of the page');
  let seq = 0;
  const entry = (type, id, body) => { seq += 1; page.send({ t: 'ev', seq, type, id, body }); const own = seq; return until(() => page.heard.find((m) => m.t === 'ack' && m.results?.[own])?.results[own], `ack of ${id}`); };
  const incident = (id, kind, durationMs) => entry('incident', id, { kind, phase: 'closed', duration_ms: durationMs, count: 1, causes: ['hidden'], context: { problem: 'A' }, evidence: {} });

  await rule('an incident is acknowledged and shown to staff under its own id', async () => {
    assert.equal((await incident('i-1', 'away.tab', 20_000)).ok, true);
    await staff.find((m) => m.type === 'incident.recorded' && m.body.incident_id === 'i-1', 'the incident at the staff');
  });
  await rule('an unknown kind is refused, and the connection stays', async () => assert.equal((await incident('i-x', 'no.such', 1)).ok, false));
  await rule('a gap in the numbers is answered with what is expected', async () => {
    page.send({ t: 'ev', seq: seq + 5, type: 'void' });
    assert.equal((await page.find((m) => m.t === 'nack' && m.error === 'gap', 'nack')).expected, seq + 1);
  });

  const fix = readFileSync(join(source, 'resources/samples/debug-marathon/problems/sum-to-n/submissions/accepted/sum_to_n.c'), 'utf8');
  await rule('a draft and a run are taken', async () => {
    assert.equal((await entry('draft', 'd-1', { problem: 'sum-to-n', language: 'c', source: fix, rev: 0 })).rev, 1);
    assert.equal((await entry('run', 'r-1', { problem: 'sum-to-n', language: 'c', source: fix })).run_id, 'r-1');
    assert.equal((await page.find((m) => m.type === 'run_result', 'the result of the run')).body.verdict, 'AC');
    assert.equal((await call('GET', '/api/problems/sum-to-n/draft', { token })).json.source, fix);
  });
  await rule('a stale draft is answered with the stored one', async () => {
    const stale = await call('PUT', '/api/problems/sum-to-n/draft', { token, body: { language: 'c', source: 'other', rev: 0 } });
    assert.equal(stale.status, 409);
    assert.equal(stale.json.draft.source, fix);
  });
  await rule('a right submission is accepted and moves the leaderboard', async () => {
    const receipt = await entry('submit', 's-1', { problem: 'sum-to-n', language: 'c', source: fix, client_ref: 'ref-1' });
    assert.ok(receipt.id && receipt.seq > 0);
    assert.equal((await page.find((m) => m.type === 'verdict', 'the verdict')).body.verdict, 'AC');
    const again = await call('POST', '/api/problems/sum-to-n/submissions', { token, body: { language: 'c', source: fix, client_ref: 'ref-1' } });
    assert.equal(again.json.id, receipt.id);
    const standing = (await page.find((m) => m.type === 'standing' && m.body.score > 0, 'its own standing')).body;
    assert.deepEqual([standing.participant_id, standing.rank, standing.solved], ['P1', 1, 1]);
    const board = await call('GET', '/api/leaderboard/current');
    assert.equal(board.json.rows[0].participant_id, 'P1');
    const same = await call('GET', '/api/leaderboard/current', { headers: { 'if-none-match': board.headers.get('etag') } });
    assert.equal(same.status, 304);
    assert.match(board.headers.get('etag'), /^"[0-9a-f]+(-gz|-br)?"$/, 'RFC 9110, section 8.8.3: one pair of quotes');
  });
  await rule('nobody sees what is not theirs', async () => {
    const bob = (await login({ participant_id: 'P2', password: 'secret12' })).json.token;
    const own = (await call('GET', '/api/submissions', { token })).json[0].id;
    assert.equal((await call('GET', `/api/submissions/${own}`, { token: bob })).status, 404);
  });

  let action = '';
  await rule('a disqualified person is told, locked and out of the board', async () => {
    const before = Date.now();
    const answer = await call('POST', '/api/staff/actions', { token: admin, body: { action: 'disqualify', participant_ids: ['P1'], reason: 'phone' }, headers: { 'idempotency-key': 'k1' } });
    action = answer.json.action_id;
    await page.find((m) => m.type === 'disqualified', 'the message');
    console.log(`     told within ${Date.now() - before} ms`);
    const repeated = await call('POST', '/api/staff/actions', { token: admin, body: { action: 'disqualify', participant_ids: ['P1'], reason: 'phone' }, headers: { 'idempotency-key': 'k1' } });
    assert.deepEqual(repeated.json, answer.json);
    assert.ok(!(await call('GET', '/api/leaderboard/current')).json.rows.some((row) => row.participant_id === 'P1'));
    assert.equal((await call('POST', '/api/problems/sum-to-n/runs', { token, body: { language: 'c', source: fix } })).status, 403);
  });
  await rule('undo gives everything back', async () => {
    assert.equal((await call('POST', '/api/staff/actions', { token: admin, body: { action: 'undo', action_id: action } })).status, 200);
    assert.equal((await page.find((m) => m.type === 'reinstated', 'the message')).body.status, 'active');
    assert.equal((await call('GET', '/api/leaderboard/current')).json.rows[0].participant_id, 'P1');
    assert.equal((await call('GET', '/api/me', { token })).json.status, 'active');
  });
  await rule('exports name their position in the ledger', async () => {
    const rows = await call('GET', '/api/staff/export/violations.json', { token: admin });
    assert.equal(rows.json.filter((row) => row.incident_id === 'i-1').length, 1);
    assert.ok(Number(rows.headers.get('x-ledger-seq')) > 10);
    assert.equal((await call('GET', '/api/staff/export/results.csv', { token: viewer })).status, 200);
  });
  await rule('a page that comes back has its standing and its newest run again', async () => {
    const back = live('/ws/participant', token, { t: 'hello', v: 1, client_id: 'page', tab_id: 't', last_server_seq: 1, next_client_seq: seq + 1 });
    const { state } = await back.find((m) => m.t === 'welcome', 'welcome');
    assert.equal(state.standing.rank, 1);
    assert.equal(state.run_result.state, 'done');
    back.socket.terminate();
  });
  await rule('killed and started again, nothing is lost and the session goes on', async () => {
    await contest.stopServer('SIGKILL');
    await contest.startServer();
    assert.equal((await call('GET', '/api/submissions', { token })).json[0].verdict, 'AC');
    const resumed = live('/ws/participant', token, { t: 'hello', v: 1, client_id: 'page', tab_id: 't', last_server_seq: 1, next_client_seq: seq + 1 });
    const again = await resumed.find((m) => m.t === 'welcome', 'welcome');
    assert.equal(again.acked_client_seq, seq);
    assert.ok(again.missed.some((message) => message.type === 'disqualified'));
    resumed.socket.terminate();
  });
  await rule('a session that is signed out stops at once', async () => {
    assert.equal((await call('POST', '/api/auth/logout', { token })).status, 204);
    assert.equal((await call('GET', '/api/me', { token })).status, 401);
  });
  await rule('a second server on the same data says who has it', () => {
    assert.throws(() => execFileSync(join(bin, 'marathon-server'), ['serve', '--data', contest.data, '--listen', '127.0.0.1:0'], { encoding: 'utf8', stdio: 'pipe', timeout: 20_000 }), (error) => error.status === 1 && error.stderr.length > 20);
  });
  await rule('the ledger is whole', () => assert.match(contest.command(['verify']), /whole/));
  await rule('a stop is clean', async () => {
    assert.equal(await contest.stopServer(), 0);
  });
  console.log(`${passed} passed, 0 failed`);
} catch (error) {
  console.log(`${passed} passed, 1 failed`);
  console.error(error);
  process.exitCode = 1;
} finally {
  await contest.close();
  setTimeout(() => process.exit(), 200).unref();
}
