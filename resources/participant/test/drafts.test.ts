import { describe, expect, test } from 'vitest';
import { Outbox } from '../src/net/outbox';
import { MemoryOutboxStore } from '../src/net/outboxStore';
import type { Body } from '../src/net/protocol';
import type { DraftMirror } from '../src/state/draftMirror';
import { DraftKeeper, MemoryDraftStore, type Draft, type LocalDraft } from '../src/state/drafts';
import { FakeTimers, settle } from './support/fakeTimers';

function memoryMirror(): DraftMirror & { kept: Map<string, LocalDraft> } {
  const kept = new Map<string, LocalDraft>();
  return {
    kept,
    keep: (problem, draft) => void kept.set(problem, draft),
    drop: (problem) => void kept.delete(problem),
    take: (problem) => {
      const draft = kept.get(problem) ?? null;
      kept.delete(problem);
      return draft;
    },
  };
}

async function scene(store = new MemoryDraftStore(), mirror = memoryMirror()) {
  const timers = new FakeTimers();
  const sent: Body[] = [];
  const saved: string[] = [];
  const theirs: { stored: Draft | null } = { stored: null };
  const conflicts: { mine: Draft; theirs: Draft }[] = [];
  let ids = 0;
  const parts: { keeper?: DraftKeeper } = {};
  const outbox = new Outbox(new MemoryOutboxStore(), () => `id-${++ids}`, {
    onChange: () => undefined,
    onRenewed: () => undefined,
    onResult: (entry, result) => { if (entry.type === 'draft') parts.keeper?.onResult(entry, result); },
  });
  await outbox.open();
  const keeper = new DraftKeeper(store, outbox, {
    setTimer: (run, ms) => timers.set(run, ms),
    clearTimer: (timer) => timers.clear(timer),
    mirror,
    fetch: async () => theirs.stored,
    now: () => timers.now,
    onUnsaved: () => undefined,
    onSaved: (problem) => saved.push(problem),
    onConflict: (_problem, mine, theirs) => conflicts.push({ mine, theirs }),
  });
  parts.keeper = keeper;
  await outbox.connected(0, (frame) => sent.push(frame));
  const bodies = () => sent.filter((frame) => frame['type'] === 'draft').map((frame) => frame['body'] as Body);
  return { timers, outbox, keeper, store, saved, conflicts, bodies, theirs };
}

describe('drafts', () => {
  test('are kept in the browser after 300 ms and sent after 2 s', async () => {
    const { timers, keeper, store, bodies } = await scene();
    keeper.changed('A', 'c', 'one');
    await timers.pass(299);
    expect(await store.read('A')).toBeNull();
    await timers.pass(1);
    expect(await store.read('A')).toMatchObject({ source: 'one', dirty: true });
    await timers.pass(1699);
    expect(bodies()).toEqual([]);
    await timers.pass(1);
    expect(bodies()).toEqual([{ problem: 'A', language: 'c', source: 'one', rev: 0 }]);
  });

  test('are sent at least every 5 s while typing goes on', async () => {
    const { timers, keeper, bodies } = await scene();
    for (let i = 0; i < 12; i++) {
      keeper.changed('A', 'c', `text ${i}`);
      await timers.pass(500);
    }
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]!['source']).toBe('text 9');
  });

  test('count as saved when the newest text is acknowledged, and the next one is based on it', async () => {
    const { timers, keeper, outbox, saved, bodies } = await scene();
    keeper.changed('A', 'c', 'one');
    await timers.pass(2000);
    await outbox.acknowledged(1, { 1: { ok: true, rev: 4 } });
    expect(saved).toEqual(['A']);
    keeper.changed('A', 'c', 'two');
    await timers.pass(2000);
    expect(bodies().at(-1)).toMatchObject({ rev: 4, source: 'two' });
  });

  test('one revision is on its way at a time; the newest follows it', async () => {
    const { timers, keeper, outbox, saved, bodies } = await scene();
    keeper.changed('A', 'c', 'one');
    await timers.pass(2000);
    keeper.changed('A', 'c', 'two');
    await timers.pass(2000);
    keeper.changed('A', 'c', 'three');
    await timers.pass(2000);
    expect(bodies()).toHaveLength(1);
    await outbox.acknowledged(1, { 1: { ok: true, rev: 1 } });
    await settle();
    expect(saved).toEqual([]);
    expect(bodies().at(-1)).toMatchObject({ source: 'three', rev: 1 });
  });

  test('written while offline are coalesced into the newest', async () => {
    const { timers, keeper, outbox } = await scene();
    outbox.disconnected();
    for (const text of ['one', 'two', 'three']) {
      keeper.changed('A', 'c', text);
      await timers.pass(2000);
    }
    const sent: Body[] = [];
    await outbox.connected(0, (frame) => sent.push(frame));
    expect(sent.map((frame) => frame['type'])).toEqual(['void', 'void', 'draft']);
    expect(sent[2]!['body']).toMatchObject({ source: 'three', rev: 0 });
  });

  const stale = (source: string) => ({ 1: { ok: false, error: 'stale_draft', draft: { language: 'c', source, rev: 9 } } });

  test("another device's version is a conflict: nothing is sent until the participant chooses", async () => {
    const { timers, keeper, outbox, conflicts, bodies } = await scene();
    keeper.changed('A', 'c', 'mine');
    await timers.pass(2000);
    await outbox.acknowledged(1, stale('theirs'));
    expect(conflicts).toEqual([{ mine: expect.objectContaining({ source: 'mine' }), theirs: { language: 'c', source: 'theirs', rev: 9 } }]);
    keeper.changed('A', 'c', 'mine, longer');
    await timers.pass(10_000);
    expect(bodies()).toHaveLength(1);
    await keeper.choose('A', 'mine');
    expect(bodies().at(-1)).toMatchObject({ source: 'mine, longer', rev: 9 });
  });

  test('a stale answer without the stored draft: it is asked for', async () => {
    const { timers, keeper, outbox, conflicts, theirs } = await scene();
    theirs.stored = { language: 'c', source: 'theirs', rev: 9 };
    keeper.changed('A', 'c', 'mine');
    await timers.pass(2000);
    await outbox.acknowledged(1, { 1: { ok: false, error: 'stale_draft', rev: 9 } });
    await settle();
    expect(conflicts).toMatchObject([{ theirs: { source: 'theirs', rev: 9 } }]);
  });

  test('taking the other version keeps it and sends nothing', async () => {
    const { timers, keeper, outbox, store, bodies } = await scene();
    keeper.changed('A', 'c', 'mine');
    await timers.pass(2000);
    await outbox.acknowledged(1, stale('theirs'));
    expect(await keeper.choose('A', 'theirs')).toMatchObject({ source: 'theirs', rev: 9 });
    expect(await store.read('A')).toMatchObject({ source: 'theirs', dirty: false });
    expect(bodies()).toHaveLength(1);
  });

  test('a stale answer with a text that this page itself had sent is no conflict', async () => {
    const { timers, keeper, outbox, conflicts, bodies } = await scene();
    keeper.changed('A', 'c', 'one');
    await timers.pass(2000);
    keeper.changed('A', 'c', 'two');
    await outbox.acknowledged(1, stale('one'));
    await settle();
    expect(conflicts).toEqual([]);
    expect(bodies().at(-1)).toMatchObject({ source: 'two', rev: 9 });
  });

  test.each([
    ['the server has a newer one and nothing was written here', { source: 'local', rev: 1, dirty: false }, { source: 'server', rev: 3 }, 'server', 0],
    ['written here and not yet sent', { source: 'local', rev: 3, dirty: true }, { source: 'server', rev: 3 }, 'local', 0],
    ['only here', { source: 'local', rev: 0, dirty: true }, null, 'local', 0],
    ['only at the server', null, { source: 'server', rev: 3 }, 'server', 0],
    ['both: written here and newer at the server', { source: 'local', rev: 1, dirty: true }, { source: 'server', rev: 3 }, 'local', 1],
  ])('at opening: %s', async (_name, local, server, expected, asked) => {
    const store = new MemoryDraftStore();
    if (local !== null)
      await store.write('A', { language: 'c', ...local });
    const { keeper, conflicts } = await scene(store);
    const draft = await keeper.open('A', server === null ? null : { language: 'c', ...server });
    expect(draft?.source).toBe(expected);
    expect(conflicts).toHaveLength(asked);
  });

  test('nothing anywhere: the program that was given is shown by the page', async () => {
    const { keeper } = await scene();
    expect(await keeper.open('A', null)).toBeNull();
  });

  test('a page that closes in mid-word loses nothing: the mirror has it, and the next save drops it', async () => {
    const mirror = memoryMirror();
    const store = new MemoryDraftStore();
    const first = await scene(store, mirror);
    first.keeper.changed('A', 'c', 'half a wor');
    first.keeper.mirrorNow();
    const second = await scene(store, mirror);
    expect(await second.keeper.open('A', null)).toMatchObject({ source: 'half a wor' });
    first.keeper.mirrorNow();
    await first.timers.pass(300);
    expect(mirror.kept.size).toBe(0);
  });

  test('each language keeps its own text', async () => {
    const { timers, keeper } = await scene();
    keeper.changed('A', 'c', 'in c');
    await timers.pass(300);
    keeper.changed('A', 'python', 'in python');
    await timers.pass(300);
    expect(await keeper.inLanguage('A', 'c')).toBe('in c');
    expect(await keeper.inLanguage('A', 'python')).toBe('in python');
    expect(await keeper.inLanguage('A', 'java')).toBeNull();
  });
});
