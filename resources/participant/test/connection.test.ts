import { describe, expect, test } from 'vitest';
import { Connection, type ConnectionHost, type ConnectionState, type SocketLike } from '../src/net/connection';
import { Outbox } from '../src/net/outbox';
import { MemoryOutboxStore } from '../src/net/outboxStore';
import type { Body, PushMessage } from '../src/net/protocol';
import { ServerClock } from '../src/core/serverClock';
import { FakeTimers, settle } from './support/fakeTimers';

class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  sent: Body[] = [];
  closed = false;
  send(text: string): void { this.sent.push(JSON.parse(text) as Body); }
  close(): void { this.closed = true; }
  async say(message: Body): Promise<void> {
    this.onmessage?.({ data: JSON.stringify(message) });
    await settle();
  }
}

const now = '2026-01-29T06:00:00.000Z';

async function scene(lastServerSeq = 0) {
  const timers = new FakeTimers();
  const sockets: FakeSocket[] = [];
  const states: ConnectionState[] = [];
  const pushed: PushMessage[] = [];
  const welcomes: Body[] = [];
  const kept: number[] = [];
  let ids = 0;
  const parts: { connection?: Connection } = {};
  const outbox = new Outbox(new MemoryOutboxStore(), () => `id-${++ids}`, { onChange: () => undefined, onResult: () => undefined, onRenewed: () => parts.connection?.restart() });
  await outbox.open();
  const host: ConnectionHost = {
    openSocket: () => { const socket = new FakeSocket(); sockets.push(socket); return socket; },
    setTimer: (run, ms) => timers.set(run, ms),
    clearTimer: (timer) => timers.clear(timer),
    monotonic: () => timers.now,
    random: () => 0.5,
    presence: () => ({ visible: true, focused: false, problem: 'A' }),
    onState: (state) => states.push(state),
    onWelcome: (body) => welcomes.push(body),
    onPush: (message) => pushed.push(message),
    onTick: () => undefined,
    onLost: () => undefined,
  };
  const connection = new Connection(host, outbox, new ServerClock(() => timers.now), 'tab', lastServerSeq, (seq) => kept.push(seq));
  parts.connection = connection;
  const welcome = async (more: Body = {}) => {
    const socket = sockets.at(-1)!;
    socket.onopen?.();
    await socket.say({ t: 'welcome', server_now: now, acked_client_seq: 0, resumed: false, state: { status: 'active' }, missed: [], ...more });
    return socket;
  };
  connection.start();
  return { timers, sockets, states, pushed, welcomes, kept, outbox, connection, welcome };
}

describe('the connection', () => {
  test('says hello with the client, the tab and both numbers', async () => {
    const { sockets, outbox } = await scene(41);
    sockets[0]!.onopen?.();
    expect(sockets[0]!.sent).toEqual([{ t: 'hello', v: 1, client_id: outbox.clientId, tab_id: 'tab', last_server_seq: 41, next_client_seq: 1 }]);
  });

  test('sends what waits after the welcome, and answers each tick within its message', async () => {
    const { welcome, outbox } = await scene();
    await outbox.add('incident', { kind: 'away.tab' }, 'one');
    const socket = await welcome();
    expect(socket.sent.at(-1)).toMatchObject({ t: 'ev', seq: 1, id: 'one' });
    socket.onmessage?.({ data: JSON.stringify({ t: 'tick', n: 7, server_now: now, ends_at: now }) });
    expect(socket.sent.at(-1)).toEqual({ t: 'tock', n: 7, visible: true, focused: false, problem: 'A', queued: 1 });
  });

  test('numbered messages arrive once, also when they are repeated in the welcome', async () => {
    const { welcome, pushed, kept, timers } = await scene(5);
    const message = (sseq: number) => ({ t: 'msg', sseq, type: 'announcement', body: { id: String(sseq) } });
    const socket = await welcome({ missed: [message(4), message(6), message(9)] });
    await socket.say(message(9));
    await socket.say(message(12));
    await socket.say({ t: 'msg', type: 'standing', body: {} });
    expect(pushed.map((each) => each.sseq)).toEqual([6, 9, 12, null]);
    expect(kept).toEqual([6, 9, 12]);
    await timers.pass(1000);
    expect(socket.sent.filter((frame) => frame['t'] === 'sack')).toEqual([{ t: 'sack', up_to: 12 }]);
  });

  test('a lost socket is opened again after the wait, and everything unacknowledged is sent again', async () => {
    const { welcome, sockets, timers, outbox, states } = await scene();
    const first = await welcome();
    await outbox.add('submit', {}, 'one');
    first.onclose?.({ code: 1006 });
    expect(states.at(-1)).toBe('waiting');
    await timers.pass(1249);
    expect(sockets).toHaveLength(1);
    await timers.pass(1);
    expect(sockets).toHaveLength(2);
    const second = await welcome();
    expect(second.sent.filter((frame) => frame['t'] === 'ev')).toMatchObject([{ seq: 1, id: 'one' }]);
    expect(states.at(-1)).toBe('connected');
  });

  test('the waits grow, and a welcome starts them over', async () => {
    const { sockets, timers, welcome } = await scene();
    const opened: number[] = [];
    for (let i = 0; i < 4; i++) {
      sockets.at(-1)!.onclose?.({ code: 1006 });
      const before = timers.now;
      const count = sockets.length;
      while (sockets.length === count)
        await timers.pass(10);
      opened.push(timers.now - before);
    }
    expect(opened).toEqual([1250, 2250, 4250, 5130]);
    await welcome();
    sockets.at(-1)!.onclose?.({ code: 1006 });
    await timers.pass(1250);
    expect(sockets).toHaveLength(6);
  });

  test('twenty seconds without a word is a lost socket', async () => {
    const { welcome, timers, states } = await scene();
    const socket = await welcome();
    await timers.pass(15_000);
    await socket.say({ t: 'tick', n: 1, server_now: now });
    await timers.pass(19_999);
    expect(states.at(-1)).toBe('connected');
    await timers.pass(1);
    expect(states.at(-1)).toBe('waiting');
    expect(socket.closed).toBe(true);
  });

  test('"replaced" is final until the participant says "use here"', async () => {
    const { welcome, timers, sockets, states, connection } = await scene();
    const socket = await welcome();
    await socket.say({ t: 'bye', reason: 'replaced', retry_after_ms: 0 });
    await timers.pass(60_000);
    connection.start();
    expect(sockets).toHaveLength(1);
    expect(states.at(-1)).toBe('replaced');
    connection.takeOver();
    expect(sockets).toHaveLength(2);
  });

  test('a planned restart is waited for as long as the server says, and a little more', async () => {
    const { welcome, timers, sockets } = await scene();
    const socket = await welcome();
    await socket.say({ t: 'bye', reason: 'restarting', retry_after_ms: 3000 });
    await timers.pass(4249);
    expect(sockets).toHaveLength(1);
    await timers.pass(1);
    expect(sockets).toHaveLength(2);
  });

  test('a refused event is repeated after the time that the server asks for', async () => {
    const { welcome, timers, outbox } = await scene();
    const socket = await welcome();
    await outbox.add('incident', {}, 'one');
    await socket.say({ t: 'nack', seq: 1, retry_after_ms: 500, error: 'busy' });
    const count = () => socket.sent.filter((frame) => frame['t'] === 'ev').length;
    await timers.pass(499);
    expect(count()).toBe(1);
    await timers.pass(500);
    expect(count()).toBe(2);
  });

  test('a conflict of numbers says hello again as another client, with the same events', async () => {
    const { welcome, sockets, outbox } = await scene();
    const socket = await welcome();
    await outbox.add('incident', {}, 'one');
    const before = outbox.clientId;
    await socket.say({ t: 'nack', seq: 1, retry_after_ms: 0, error: 'seq_conflict' });
    expect(sockets).toHaveLength(2);
    const second = await welcome();
    expect(second.sent[0]).toMatchObject({ t: 'hello', client_id: outbox.clientId, next_client_seq: 2 });
    expect(outbox.clientId).not.toBe(before);
    expect(second.sent[1]).toMatchObject({ t: 'ev', seq: 1, id: 'one' });
  });

  test.each([['not JSON'], ['{"t":"unknown"}'], ['{}'], ['{"t":"msg"}'], ['null']])('an odd frame does no harm: %s', async (text) => {
    const { welcome, states, pushed } = await scene();
    const socket = await welcome();
    socket.onmessage?.({ data: text });
    expect(states.at(-1)).toBe('connected');
    expect(pushed).toEqual([]);
  });
});
