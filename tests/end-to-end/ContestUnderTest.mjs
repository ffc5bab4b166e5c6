// A real server, and a judge when asked for, with the sample contest on a data directory of its own. The counterpart of
// ServerUnderTest.h for the tests that are written in JavaScript.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const staffPassword = 'a long enough secret';
export const participantPassword = 'secret12';

export async function until(holds, what, ms = 60_000) {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    const value = await holds();
    if (value) return value;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`not within ${ms} ms: ${what}`);
}

/// Starts a program that ends with this one, however this one ends.
export function startBound(program, args, options) {
  return spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], options);
}

export function freePort(host) {
  return new Promise((done, failed) => {
    const probe = createServer().once('error', failed).listen(0, host, () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

export class ContestUnderTest {
  /// `people`: rows {id, name, hall, seat} of participants; `host`: the address to listen on; `bin`: the programs' folder.
  static async prepare({ bin, source, people, host = '127.0.0.1' }) {
    const contest = new ContestUnderTest(bin, source, host, await freePort(host));
    const rows = people.map(({ id, name, hall = 'H1', seat = '' }) => [id, name, `${id.toLowerCase()}@example.com`, participantPassword, 'C', 'D', hall, seat].join(','));
    writeFileSync(join(contest.data, 'people.csv'), `participant_id,name,email,password,college,department,hall,seat\n${rows.join('\n')}\n`);
    contest.command(['contest', 'import', join(source, 'resources/samples/debug-marathon')]);
    contest.command(['participants', 'import', join(contest.data, 'people.csv')]);
    contest.command(['staff', 'add', 'admin', '--role', 'admin'], `${staffPassword}\n`);
    return contest;
  }

  /// One more server on the same shared database (MARATHON_DATABASE), with a data directory of its own.
  async another() {
    const other = new ContestUnderTest(this.bin, this.source, this.host, await freePort(this.host));
    other.judgeToken = join(this.data, 'judge.token');
    return other;
  }

  constructor(bin, source, host, port) {
    Object.assign(this, { bin, source, host, port, children: [], server: null });
    this.data = mkdtempSync(join(tmpdir(), 'marathon-contest-'));
    this.base = `http://${host}:${port}`;
    this.WebSocket = createRequire(join(source, 'resources/participant/package.json'))('ws');
  }

  /// The command line on this data directory; throws when it fails.
  command(args, input) {
    return execFileSync(join(this.bin, 'marathon-server'), [...args, '--data', this.data], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'], timeout: 60_000 });
  }

  /// The preset Standard with these settings instead of its own.
  setPolicy(settings) {
    const file = join(this.data, 'policy.json');
    writeFileSync(file, JSON.stringify(settings));
    this.command(['policy', '--preset', 'Standard', '--file', file]);
  }

  async startServer(more = []) {
    if (this.judgeToken) more = [...more, '--judge-token-file', this.judgeToken];
    this.server = this.start('marathon-server', ['serve', ...more, '--data', this.data, '--listen', `${this.host}:${this.port}`, '--log-level', 'warning',
      '--participant-pages', join(this.source, 'resources/participant/dist')]);
    const running = this.server;
    await until(() => {
      if (running.exitCode !== null || running.signalCode !== null) throw new Error(`the server ended with ${running.exitCode ?? running.signalCode}`);
      return fetch(`${this.base}/api/health`).then((answer) => answer.ok, () => false);
    }, 'the server answers');
    await until(() => existsSync(join(this.data, 'control.json')), 'the command line can reach the server');
  }

  startJudge() {
    this.start('marathon-judge', ['--server', `ws://${this.host}:${this.port}`, '--token-file', this.judgeToken ?? join(this.data, 'judge.token')]);
  }

  start(program, args) {
    const child = startBound(join(this.bin, program), args, { stdio: ['ignore', 'ignore', 'inherit'] });
    this.children.push(child);
    return child;
  }

  /// Ends the server by a signal and waits until it is gone; its exit status, null after a signal that cannot be caught.
  async stopServer(signal = 'SIGTERM') {
    this.server.kill(signal);
    await until(() => this.server.exitCode !== null || this.server.signalCode !== null, 'the server is gone', 20_000);
    return this.server.exitCode;
  }

  async call(method, path, { token, body, headers } = {}) {
    const answer = await fetch(this.base + path, {
      method,
      headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    let json = null;
    try { json = JSON.parse(text); } catch { /* not every answer is JSON */ }
    return { status: answer.status, json, text, headers: answer.headers };
  }

  /// `call` for what must succeed; the answer's JSON.
  async demand(method, path, options) {
    const answer = await this.call(method, path, options);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  }

  async participantToken(id) {
    return (await this.demand('POST', '/api/auth/participant/login', { body: { participant_id: id, password: participantPassword } })).token;
  }

  async staffToken(username = 'admin') {
    return (await this.demand('POST', '/api/auth/staff/login', { body: { username, password: staffPassword } })).token;
  }

  /// A live connection that remembers what it heard.
  live(path, token, hello) {
    const heard = [];
    const socket = new this.WebSocket(`ws://${this.host}:${this.port}${path}`, { headers: { authorization: `Bearer ${token}` } });
    socket.on('message', (text) => heard.push(JSON.parse(text)));
    socket.on('open', () => socket.send(JSON.stringify(hello)));
    socket.on('error', () => {});
    return { socket, heard, send: (message) => socket.send(JSON.stringify(message)), find: (matches, what) => until(() => heard.find(matches), what) };
  }

  /// Stops everything and removes the data directory. What does not end by itself, which lets the judge take its boxes
  /// away, is killed.
  async close() {
    const left = () => this.children.filter((child) => child.exitCode === null && child.signalCode === null);
    for (const signal of ['SIGTERM', 'SIGKILL']) {
      left().forEach((child) => child.kill(signal));
      if (await until(() => left().length === 0, 'everything has ended', 5000).catch(() => false))
        break;
    }
    rmSync(this.data, { recursive: true, force: true, maxRetries: 5 });
  }
}
