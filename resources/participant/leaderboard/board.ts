import { begunLabels, mostOnPhone, mostRoomy, readBoard, readRow, withChanges, type BoardData } from './data';
import { ask, forget } from './fetch';
import { autoScroll } from './scroll';
import { draw } from './table';
import { clockText, timeOfDay } from './time';
import { fill, words } from './words';

/// The public leaderboard: asked for every 10 s with an ETag, moved at once where a web socket connects. No frameworks,
/// no modern syntax after the build: it has to run on whatever drives the hall's projector.
interface RoundInfo {
  number: number;
  name: string;
  state: string;
  endsAt: number | null;
  startsAt: number | null;
  problemCount: number | null;
}

const pollMs = 10000;
const contestEveryMs = 30000;

let board: BoardData | null = null;
let rounds: RoundInfo[] = [];
let contestName = '';
let contestState = '';
let contestStartsAt: number | null = null;
let clockOffset = 0;
let connected = true;
let asOf = 0;
let pollTimer = 0;

function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

function parameter(name: string): string {
  const found = new RegExp('[?&]' + name + '=([^&]*)').exec(location.search);
  return found === null ? '' : decodeURIComponent(found[1] || '');
}

const projector = parameter('projector') === '1';
let round = parameter('round');

function path(): string {
  return '/api/leaderboard/current' + (round === '' ? '' : '?round=' + encodeURIComponent(round));
}

function show(id: string, text: string): void {
  const element = byId(id);
  if (element.textContent !== text)
    element.textContent = text;
  if (element.hasAttribute('data-hides'))
    element.hidden = text === '';
}

function notice(text: string): void {
  show('notice', text);
  byId('notice').hidden = text === '';
}

function redraw(): void {
  if (board === null)
    return;
  notice(board.rows.length === 0 ? words.empty : '');
  byId('board').hidden = board.rows.length === 0;
  const labels = round === '' ? begunLabels(board.labels, rounds) : board.labels;
  byId('board').className = 'board' + (labels.length > mostOnPhone ? ' many' : '') + (labels.length > mostRoomy ? ' dense' : '');
  draw(board, labels, byId('head'), byId('rows'));
  const frozen = board.frozen;
  byId('frozen').hidden = !frozen;
  show('frozen', frozen ? '❄ ' + fill(words.frozen, 'time', board.generatedAt === null ? '' : timeOfDay(board.generatedAt)) : '');
  show('waiting', board.waiting > 0 ? fill(words.waiting, 'count', board.waiting) : '');
  footer();
}

function footer(): void {
  const state = words.states[contestState] || contestState;
  const count = board === null || board.rows.length === 0 ? '' : (state === '' ? '' : ' · ') + fill(words.participants, 'count', board.rows.length);
  show('state', state + count);
  show('updated', asOf === 0 ? '' : fill(connected ? words.updated : words.stale, 'time', timeOfDay(asOf)));
  byId('updated').className = connected ? 'updated' : 'updated stale';
}

function poll(): void {
  const asked = path();
  ask(asked, function (answer) {
    if (asked === path()) {
      connected = answer.status === 200 || answer.status === 304;
      if (connected)
        asOf = Date.now();
      if (answer.status === 200) {
        board = readBoard(answer.body);
        redraw();
      } else if (answer.status === 404 || answer.status === 403 || answer.status === 401) {
        board = null;
        byId('board').hidden = true;
        notice(answer.status === 404 ? words.noContest : words.isPrivate);
      }
      footer();
    }
    window.clearTimeout(pollTimer);
    pollTimer = window.setTimeout(poll, pollMs * (0.8 + 0.4 * Math.random()));
  });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function timeOf(value: unknown): number | null {
  const at = Date.parse(text(value));
  return isNaN(at) ? null : at;
}

function readRounds(value: unknown): RoundInfo[] {
  const list: { [name: string]: unknown }[] = Array.isArray(value) ? value : [];
  return list.map(function (each) {
    const number = typeof each['number'] === 'number' ? each['number'] : 0;
    return { number: number, name: text(each['name']) || String(number), state: text(each['state']), startsAt: timeOf(each['starts_at']), endsAt: timeOf(each['ends_at']), problemCount: typeof each['problem_count'] === 'number' ? each['problem_count'] : null };
  });
}

function askContest(): void {
  const before = Date.now();
  ask('/api/contest/current', function (answer) {
    if (answer.status === 200) {
      const contest = (answer.body || {}) as { [name: string]: unknown };
      const serverTime = timeOf(contest['server_time']);
      if (serverTime !== null)
        clockOffset = serverTime - (before + Date.now()) / 2;
      contestName = text(contest['name']);
      contestState = text(contest['state']);
      contestStartsAt = timeOf(contest['starts_at']);
      rounds = readRounds(contest['rounds']);
      const stopped = text(contest['message']);
      byId('stopped').hidden = stopped === '';
      show('stopped', stopped);
      fillRounds();
      redraw();
      footer();
    }
    window.setTimeout(askContest, (projector ? 3000 : contestEveryMs) * (0.8 + 0.4 * Math.random()));
  });
}

function fillRounds(): void {
  show('contest', contestName || words.title);
  document.title = words.title + (contestName === '' ? '' : ' · ' + contestName);
  const select = byId<HTMLSelectElement>('round');
  const values = [''].concat(rounds.map(function (each) { return String(each.number); }));
  if (select.options.length !== values.length) {
    select.options.length = 0;
    values.forEach(function (value, index) {
      const each = rounds[index - 1];
      select.add(new Option(each === undefined ? words.overall : each.name, value, false, value === round));
    });
  }
  byId('round-choice').hidden = rounds.length < 2 || projector;
  const chosen = rounds.filter(function (each) { return String(each.number) === round; })[0];
  const active = rounds.filter(function (each) { return each.state === 'active' || each.state === 'paused' || each.state === 'countdown'; })[0];
  show('round-name', chosen !== undefined ? chosen.name : active !== undefined ? words.overall + ' · ' + active.name : words.overall);
}

function tick(): void {
  const now = Date.now() + clockOffset;
  const active = rounds.filter(function (each) { return each.state === 'active'; })[0];
  const coming = rounds.filter(function (each) { return each.state === 'countdown' && each.startsAt !== null; })[0];
  if (active !== undefined && active.endsAt !== null)
    return show('clock', clockText(active.endsAt - now));
  if (coming !== undefined && coming.startsAt !== null)
    return show('clock', fill(words.startsIn, 'time', clockText(coming.startsAt - now)));
  if (contestState === 'scheduled' && contestStartsAt !== null && contestStartsAt > now)
    return show('clock', fill(words.startsIn, 'time', clockText(contestStartsAt - now)));
  show('clock', '');
}

/// The socket carries the overall board; the chosen round is asked for again when something changed.
let attempt = 0;
function listen(): void {
  if (typeof WebSocket === 'undefined')
    return;
  const socket = new WebSocket((location.protocol === 'https:' ? 'wss://' : 'ws://') + location.host + '/ws/leaderboard');
  socket.onopen = function () { attempt = 0; };
  socket.onmessage = function (event) {
    let message: { [name: string]: unknown };
    try {
      message = JSON.parse(String(event.data)) as { [name: string]: unknown };
    } catch (error) {
      return;
    }
    if (message['t'] === 'standings')
      standings(message);
  };
  socket.onclose = function () {
    attempt++;
    window.setTimeout(listen, 1000 + Math.random() * Math.min(60000, 2000 * Math.pow(2, attempt)));
  };
}

function standings(message: { [name: string]: unknown }): void {
  const about = typeof message['round'] === 'number' ? String(message['round']) : '';
  if (about !== round)
    return;
  connected = true;
  asOf = Date.now();
  if (Array.isArray(message['rows'])) {
    board = readBoard(message);
  } else if (board !== null && Array.isArray(message['changed'])) {
    const removed = Array.isArray(message['removed']) ? message['removed'].map(String) : [];
    board = withChanges(board, message['changed'].map(readRow), removed);
    forget(path());
    window.clearTimeout(pollTimer);
    pollTimer = window.setTimeout(poll, pollMs * (0.2 + 0.4 * Math.random()));
  }
  redraw();
}

function begin(): void {
  if (projector) {
    document.documentElement.className = 'projector';
    autoScroll(byId('scroll'));
  }
  const link = byId<HTMLAnchorElement>('projector');
  link.textContent = projector ? words.normal : words.projector;
  link.href = projector ? '?' : '?projector=1';
  byId('round').onchange = function () {
    round = byId<HTMLSelectElement>('round').value;
    forget(path());
    fillRounds();
    poll();
  };
  poll();
  askContest();
  listen();
  window.setInterval(tick, 250);
}

begin();
