import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { MockContest } from './contest.mjs';
import { controlOf } from './control.mjs';
import { routes } from './routes.mjs';

// A server for working on the page and for its tests: speaks the protocol, stores nothing, judges by a regular expression.
// MOCK_HOST (127.0.0.1), MOCK_PORT (8090), MOCK_SCALE (1: real durations; 0.1: ten times shorter), MOCK_JUDGE_MS (1200).
const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

const contest = new MockContest({ scale: Number(process.env.MOCK_SCALE ?? 1), judgeMs: Number(process.env.MOCK_JUDGE_MS ?? 1200) });
const sockets = new Set();
const boards = new Set();
const table = routes(contest, controlOf(contest, sockets));

function tokenOf(request) {
  return /(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
}

function policyOf(nonce) {
  return `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
}

function serveFile(path, request, response) {
  const file = normalize(join(dist, path === '/' ? 'index.html' : path));
  if (!file.startsWith(dist) || !existsSync(file) || !statSync(file).isFile())
    return void response.writeHead(404).end();
  const headers = { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'X-Content-Type-Options': 'nosniff' };
  if (extname(file) === '.html') {
    const nonce = randomBytes(16).toString('base64');
    const page = readFileSync(file, 'utf8').replaceAll('__CSP_NONCE__', nonce);
    return void response.writeHead(200, { ...headers, 'Cache-Control': 'no-store', 'Content-Security-Policy': policyOf(nonce) }).end(page);
  }
  const gzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '') && existsSync(`${file}.gz`);
  response.writeHead(200, { ...headers, 'Cache-Control': 'public, max-age=31536000, immutable', Vary: 'Accept-Encoding', ...(gzip ? { 'Content-Encoding': 'gzip' } : {}) });
  response.end(readFileSync(gzip ? `${file}.gz` : file));
}

async function bodyOf(request) {
  let text = '';
  for await (const chunk of request)
    text += chunk;
  return text === '' ? {} : JSON.parse(text);
}

function matched(pattern, path) {
  const wanted = pattern.split('/');
  const parts = path.split('/');
  if (wanted.length !== parts.length)
    return null;
  const id = wanted.findIndex((part) => part === ':id');
  return wanted.every((part, i) => i === id || part === parts[i]) ? { id: id < 0 ? undefined : decodeURIComponent(parts[id]) } : null;
}

const server = createServer(async (request, response) => {
  const path = new URL(request.url, 'http://mock').pathname;
  const route = table.find(([method, pattern]) => method === request.method && matched(pattern, path) !== null);
  if (route === undefined)
    return path.startsWith('/api/') ? void response.writeHead(404).end() : serveFile(path, request, response);
  const token = tokenOf(request);
  const person = contest.sessions.get(token);
  const send = (status, body, headers = {}) => {
    response.writeHead(status, { 'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json', 'Cache-Control': 'no-store', ...headers });
    response.end(body === null ? undefined : JSON.stringify(body));
  };
  if (route[3] !== undefined && person === undefined)
    return send(401, { title: 'Not signed in', status: 401 });
  const body = request.method === 'POST' ? await bodyOf(request) : {};
  send(...route[2]({ request, body, person, token, ...matched(route[1], path) }));
});

const upgrade = new WebSocketServer({ noServer: true, maxPayload: 256 * 1024 });
server.on('upgrade', (request, socket, head) => {
  const path = new URL(request.url, 'http://mock').pathname;
  const person = contest.sessions.get(tokenOf(request));
  if (path === '/ws/leaderboard')
    return upgrade.handleUpgrade(request, socket, head, (each) => board(each));
  if (path !== '/ws/participant' || person === undefined)
    return socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
  upgrade.handleUpgrade(request, socket, head, (each) => participant(each, person));
});

function board(socket) {
  boards.add(socket);
  socket.on('close', () => boards.delete(socket));
  socket.send(JSON.stringify({ t: 'standings', ...contest.board() }));
}

function participant(socket, person) {
  let clientId = '';
  sockets.add(socket);
  socket.person = person;
  let ticks = 0;
  const say = (message) => socket.send(JSON.stringify(message));
  const tick = setInterval(() => say({ t: 'tick', n: ++ticks, server_now: contest.time(), ends_at: contest.clock.endsAt === null ? null : contest.time(contest.clock.endsAt) }), 5000);
  socket.on('close', () => { clearInterval(tick); sockets.delete(socket); });
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.t === 'hello') {
      clientId = message.client_id;
      for (const other of sockets) {
        if (other !== socket && other.person === person && other.clientId !== clientId) {
          other.send(JSON.stringify({ t: 'bye', reason: 'replaced' }));
          other.close();
        }
      }
      socket.clientId = clientId;
      const missed = person.messages.filter((each) => each.sseq > message.last_server_seq);
      say({ t: 'welcome', session_id: 's', server_now: contest.time(), acked_client_seq: person.outbox.get(clientId) ?? 0, resumed: false, state: contest.me(person), missed });
    } else if (message.t === 'ev') {
      event(say, person, clientId, message);
    }
  });
}

function event(say, person, clientId, message) {
  const done = person.outbox.get(clientId) ?? 0;
  const key = `${clientId}/${message.seq}`;
  if (message.seq > done + 1)
    return say({ t: 'nack', seq: message.seq, expected: done + 1, retry_after_ms: 100, error: 'out_of_order' });
  if (message.seq === done + 1) {
    person.results.set(key, contest.event(person, clientId, message));
    person.outbox.set(clientId, message.seq);
  }
  say({ t: 'ack', up_to: person.outbox.get(clientId), results: { [message.seq]: person.results.get(key) } });
}

contest.listeners.add((person, message) => {
  for (const socket of person === null ? boards : sockets) {
    if (person === null || socket.person === person)
      socket.send(JSON.stringify(message));
  }
});

const port = Number(process.env.MOCK_PORT ?? 8090);
const host = process.env.MOCK_HOST ?? '127.0.0.1';
server.listen(port, host, () => console.log(`mock server on http://${host}:${port}/ (any name, password "debug")`));
