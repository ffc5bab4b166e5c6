import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { DatabaseOutboxStore, openDatabase } from '../src/net/database';
import { Outbox, windowSize, type OutboxEvents } from '../src/net/outbox';
import { MemoryOutboxStore, type OutboxStore } from '../src/net/outboxStore';
import type { Body, EventResult, OutboxEntry } from '../src/net/protocol';

let databases = 0;

interface Kind {
  name: string;
  make(): Promise<{ store: OutboxStore; reopen(): Promise<OutboxStore> }>;
}

const kinds: Kind[] = [
  {
    name: 'in the database',
    async make() {
      const name = `test-${++databases}`;
      const database = await openDatabase(name);
      return {
        store: new DatabaseOutboxStore(database),
        async reopen() {
          database.close();
          return new DatabaseOutboxStore(await openDatabase(name));
        },
      };
    },
  },
  {
    name: 'in memory',
    async make() {
      const store = new MemoryOutboxStore();
      return { store, reopen: async () => store };
    },
  },
];

function boxOf(store: OutboxStore): { box: Outbox; results: [OutboxEntry, EventResult][]; renewals: () => number } {
  let id = 0;
  const results: [OutboxEntry, EventResult][] = [];
  let renewed = 0;
  const events: OutboxEvents = { onChange: () => undefined, onResult: (entry, result) => results.push([entry, result]), onRenewed: () => { renewed++; } };
  return { box: new Outbox(store, () => `id-${++id}-${++databases}`, events, () => 0), results, renewals: () => renewed };
}

const seqs = (frames: Body[]) => frames.map((frame) => frame['seq']);

test('what cannot be stored is still sent, and the page can say so', async () => {
  const store = new MemoryOutboxStore();
  store.append = () => Promise.reject(new Error('disk full'));
  Object.defineProperty(store, 'durable', { value: true });
  const { box } = boxOf(store);
  await box.open();
  const sent: Body[] = [];
  await box.connected(0, (frame) => sent.push(frame));
  expect(box.durable).toBe(true);
  await box.add('incident', {}, 'one');
  expect(seqs(sent)).toEqual([1]);
  expect(box.durable).toBe(false);
});

describe.each(kinds)('events kept $name', ({ make }) => {
  test('are numbered from 1 without a gap and sent in order', async () => {
    const { box } = boxOf((await make()).store);
    await box.open();
    const sent: Body[] = [];
    await box.connected(0, (frame) => sent.push(frame));
    await Promise.all([box.add('incident', { a: 1 }), box.add('draft', { b: 2 }), box.add('submit', { c: 3 })]);
    expect(sent.map((frame) => `${String(frame['seq'])} ${String(frame['type'])}`)).toEqual(['1 incident', '2 draft', '3 submit']);
    expect(box.next).toBe(4);
  });

  test('wait while there is no connection, and go after it', async () => {
    const { box } = boxOf((await make()).store);
    await box.open();
    await box.add('incident', {});
    await box.add('incident', {});
    const sent: Body[] = [];
    await box.connected(0, (frame) => sent.push(frame));
    expect(seqs(sent)).toEqual([1, 2]);
  });

  test('survive a reload until they are acknowledged, and keep their numbers', async () => {
    const { store, reopen } = await make();
    const first = boxOf(store);
    await first.box.open();
    await first.box.connected(0, () => undefined);
    await first.box.add('incident', { n: 1 }, 'one');
    await first.box.add('submit', { n: 2 }, 'two');
    await first.box.acknowledged(1, { 1: { ok: true } });
    const second = boxOf(await reopen());
    await second.box.open();
    const sent: Body[] = [];
    await second.box.connected(1, (frame) => sent.push(frame));
    expect(sent).toEqual([{ t: 'ev', seq: 2, type: 'submit', id: 'two', body: { n: 2 } }]);
    expect(second.box.clientId).toBe(first.box.clientId);
    expect((await second.box.add('incident', {})).seq).toBe(3);
  });

  test('at most 64 are on the way; an acknowledgement lets the next ones go', async () => {
    const { box } = boxOf((await make()).store);
    await box.open();
    const sent: Body[] = [];
    await box.connected(0, (frame) => sent.push(frame));
    for (let i = 0; i < 100; i++)
      await box.add('incident', { i });
    expect(sent).toHaveLength(windowSize);
    await box.acknowledged(10, {});
    expect(sent).toHaveLength(windowSize + 10);
  });

  test('a cumulative acknowledgement gives each event its own result', async () => {
    const { box, results } = boxOf((await make()).store);
    await box.open();
    await box.connected(0, () => undefined);
    await box.add('incident', {});
    const asked = box.ask('submit', { x: 1 });
    await box.add('incident', {});
    await box.acknowledged(3, { 1: { ok: true, points: 1 }, 2: { ok: true, seq: 118 }, 3: { ok: false, error: 'unknown_kind' } });
    expect(await asked).toEqual({ ok: true, seq: 118 });
    expect(results.map(([entry, result]) => [entry.seq, result.ok])).toEqual([[1, true], [2, true], [3, false]]);
    expect(box.waiting).toBe(0);
  });

  test('a repeated or older acknowledgement changes nothing', async () => {
    const { box, results } = boxOf((await make()).store);
    await box.open();
    await box.connected(0, () => undefined);
    await box.add('incident', {});
    await box.acknowledged(1, { 1: { ok: true } });
    await box.acknowledged(1, { 1: { ok: true } });
    await box.acknowledged(0, {});
    expect(results).toHaveLength(1);
  });

  test('an unsent older draft becomes void and keeps its number; a sent one stays', async () => {
    const { box } = boxOf((await make()).store);
    await box.open();
    const same = (older: OutboxEntry) => older.body['problem'] === 'A';
    await box.add('draft', { problem: 'A', rev: 1 }, 'a1', same);
    await box.add('draft', { problem: 'B', rev: 1 }, 'b1', (older) => older.body['problem'] === 'B');
    await box.add('draft', { problem: 'A', rev: 1 }, 'a2', same);
    const sent: Body[] = [];
    await box.connected(0, (frame) => sent.push(frame));
    expect(sent).toEqual([
      { t: 'ev', seq: 1, type: 'void' }, { t: 'ev', seq: 2, type: 'draft', id: 'b1', body: { problem: 'B', rev: 1 } },
      { t: 'ev', seq: 3, type: 'draft', id: 'a2', body: { problem: 'A', rev: 1 } },
    ]);
    await box.add('draft', { problem: 'A', rev: 2 }, 'a3', same);
    expect(sent.at(-1)).toMatchObject({ seq: 4, id: 'a3' });
    expect(box.pending('draft').map((entry) => entry.id)).toEqual(['b1', 'a2', 'a3']);
  });

  test('incidents and submissions are never voided', async () => {
    const { box } = boxOf((await make()).store);
    await box.open();
    await box.add('incident', {}, 'i');
    await box.add('submit', {}, 's');
    await box.add('draft', {}, 'd', () => true);
    expect(box.waiting).toBe(3);
  });

  test('a refusal keeps everything and repeats from that number after the wait', async () => {
    const { box } = boxOf((await make()).store);
    await box.open();
    const sent: Body[] = [];
    await box.connected(0, (frame) => sent.push(frame));
    await box.add('incident', {});
    await box.add('incident', {});
    let again = () => undefined as void;
    await box.refused(2, null, 'busy', (resume) => { again = resume; });
    await box.add('incident', {});
    expect(seqs(sent)).toEqual([1, 2]);
    again();
    expect(seqs(sent)).toEqual([1, 2, 2, 3]);
  });

  test('a refusal that names the expected number repeats from there', async () => {
    const { box } = boxOf((await make()).store);
    await box.open();
    const sent: Body[] = [];
    await box.connected(0, (frame) => sent.push(frame));
    await box.add('incident', {});
    await box.add('incident', {});
    await box.refused(2, 1, 'out_of_order', (resume) => resume());
    expect(seqs(sent)).toEqual([1, 2, 1, 2]);
  });

  test('after a new connection only what the server does not have is sent', async () => {
    const { box, results } = boxOf((await make()).store);
    await box.open();
    await box.connected(0, () => undefined);
    await box.add('incident', {}, 'one');
    await box.add('incident', {}, 'two');
    box.disconnected();
    const sent: Body[] = [];
    await box.connected(1, (frame) => sent.push(frame));
    expect(seqs(sent)).toEqual([2]);
    expect(results.map(([entry]) => entry.id)).toEqual(['one']);
  });

  test.each([['by the acknowledgement', true], ['by the refusal', false]])('a conflict of numbers takes a new client id and numbers again, said %s', async (_name, byAck) => {
    const { box, renewals } = boxOf((await make()).store);
    await box.open();
    const before = box.clientId;
    await box.connected(0, () => undefined);
    await box.add('incident', {}, 'one');
    await box.add('submit', {}, 'two');
    if (byAck)
      await box.acknowledged(2, { 2: { ok: false, error: 'seq_conflict' } });
    else
      await box.refused(2, null, 'seq_conflict', () => undefined);
    expect(renewals()).toBe(1);
    expect(box.clientId).not.toBe(before);
    const sent: Body[] = [];
    await box.connected(0, (frame) => sent.push(frame));
    expect(sent.map((frame) => `${String(frame['seq'])} ${String(frame['id'])}`)).toEqual(['1 one', '2 two']);
  });

  test('a server that knows numbers which this browser never gave leads to a new client id', async () => {
    const { box, renewals } = boxOf((await make()).store);
    await box.open();
    await box.add('incident', {}, 'one');
    await box.connected(7, () => undefined);
    expect(renewals()).toBe(1);
  });

  test('another tab has used the next number meanwhile: what waits under it goes under a new client id', async () => {
    const { store } = await make();
    const { box, results, renewals } = boxOf(store);
    await box.open();
    await box.connected(0, () => undefined);
    await box.add('incident', {}, 'one');
    await box.acknowledged(1, { 1: { ok: true } });
    box.disconnected();
    const before = box.clientId;
    await box.add('incident', { phase: 'closed' }, 'two');
    await box.connected(2, () => undefined);
    expect(box.clientId).not.toBe(before);
    expect([box.waiting, renewals(), results.length]).toEqual([1, 1, 1]);
    const sent: Body[] = [];
    await box.connected(0, (frame) => sent.push(frame));
    expect(sent).toEqual([expect.objectContaining({ seq: 1, id: 'two' })]);
  });

  test('an event is on its way within the call that reports it, before it is stored', async () => {
    const { box } = boxOf((await make()).store);
    await box.open();
    const sent: Body[] = [];
    await box.connected(0, (frame) => sent.push(frame));
    const stored = box.add('incident', {}, 'one');
    expect(seqs(sent)).toEqual([1]);
    expect((await stored).seq).toBe(1);
  });

  test('a page that died between sending and storing: the server knows more, and the events go under a new client id', async () => {
    const { store, reopen } = await make();
    const first = boxOf(store);
    await first.box.open();
    await first.box.add('submit', {}, 'one');
    const second = boxOf(await reopen());
    await second.box.open();
    await second.box.connected(2, () => undefined);
    expect(second.renewals()).toBe(1);
    const sent: Body[] = [];
    await second.box.connected(0, (frame) => sent.push(frame));
    expect(sent).toMatchObject([{ seq: 1, id: 'one' }]);
  });

  test('the beacon carries the unacknowledged prefix, at most 60 KiB', async () => {
    const { box } = boxOf((await make()).store);
    await box.open();
    expect(box.prefix()).toBeNull();
    for (let i = 0; i < 10; i++)
      await box.add('draft', { source: 'ü'.repeat(5000) });
    const prefix = box.prefix()!;
    const events = prefix['events'] as Body[];
    expect(prefix['client_id']).toBe(box.clientId);
    expect(events.map((event) => event['seq'])).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new TextEncoder().encode(JSON.stringify(prefix)).length).toBeLessThanOrEqual(60 * 1024);
  });
});
