import { createHash, randomBytes, webcrypto } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { reconnectDelayMs } from '../src/core/backoff';
import { clockText, durationText, memoryText, parseTime, protocolTime } from '../src/core/format';
import { changedLines, lineDiff } from '../src/core/lineDiff';
import { uuid } from '../src/core/random';
import { ServerClock } from '../src/core/serverClock';
import { sha256Hex } from '../src/core/sha256';

describe('waiting before connecting again', () => {
  test('never shorter than 0.25 s and never longer than 10 s', () => {
    for (let attempt = 0; attempt < 40; attempt++) {
      expect(reconnectDelayMs(attempt, () => 0)).toBe(250);
      expect(reconnectDelayMs(attempt, () => 0.999999)).toBeLessThanOrEqual(10_000);
    }
  });
  test('the spread doubles until the cap', () => {
    expect([0, 1, 2, 3].map((attempt) => reconnectDelayMs(attempt, () => 1))).toEqual([2250, 4250, 8250, 10_000]);
  });
});

describe("the server's time", () => {
  function clockAt(): { clock: ServerClock; go: (ms: number) => void } {
    let reading = 1000;
    return { clock: new ServerClock(() => reading), go: (ms) => { reading += ms; } };
  }
  test('is taken from the middle of a round trip', () => {
    const { clock, go } = clockAt();
    go(100);
    clock.addRoundTrip(500_050, 1000, 1100);
    expect(clock.now()).toBeCloseTo(500_100, 0);
  });
  test('small corrections slew at no more than 50 ms per second', () => {
    const { clock, go } = clockAt();
    clock.addRoundTrip(500_000, 1000, 1000);
    clock.addRoundTrip(501_000, 1000, 1000);
    expect(clock.now()).toBeCloseTo(500_000, 0);
    go(1000);
    expect(clock.now()).toBeCloseTo(501_050, 0);
    go(60_000);
    expect(clock.now()).toBeCloseTo(561_500, 0);
  });
  test('more than two seconds are stepped over at once', () => {
    const { clock } = clockAt();
    clock.addRoundTrip(500_000, 1000, 1000);
    clock.addRoundTrip(560_000, 1000, 1000);
    expect(clock.now()).toBeCloseTo(560_000, 0);
  });
  test('one late tick among many does not move it', () => {
    const { clock, go } = clockAt();
    let server = 500_000;
    clock.addRoundTrip(server, 990, 1000);
    for (let i = 0; i < 10; i++) {
      go(5000);
      server += 5000;
      clock.addTick(server, 1000 + (i + 1) * 5000);
    }
    const before = clock.now();
    clock.addTick(server - 900, 51_000);
    go(30_000);
    expect(Math.abs(clock.now() - 30_000 - before)).toBeLessThan(20);
  });
});

describe('texts of times and sizes', () => {
  test.each([[0, '00:00'], [-5, '00:00'], [59_001, '01:00'], [3_599_000, '59:59'], [3_723_000, '1:02:03']])('%d ms left is %s', (ms, text) => expect(clockText(ms)).toBe(text));
  test.each([[400, '0.4 s'], [9900, '9.9 s'], [12_400, '12 s'], [65_000, '1 min 05 s']])('%d ms lasted is %s', (ms, text) => expect(durationText(ms)).toBe(text));
  test('memory', () => expect([memoryText(512), memoryText(1640)]).toEqual(['512 KiB', '1.6 MiB']));
  test('protocol times are read and written alike', () => expect(protocolTime(parseTime('2026-01-29T05:59:30.134Z')!)).toBe('2026-01-29T05:59:30.134Z'));
  test.each([[null], [5], ['soon'], [undefined]])('%s is no time', (value) => expect(parseTime(value)).toBeNull());
});

describe('SHA-256', () => {
  const reference = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
  test.each([[''], ['abc'], ['x'.repeat(55)], ['x'.repeat(56)], ['x'.repeat(64)], ['grüße, 世界 🐞'], ['a'.repeat(100_000)]])('of %j', (text) => {
    expect(sha256Hex(text)).toBe(reference(text));
  });
  test('of texts of every length around two blocks', () => {
    for (let length = 0; length < 140; length++) {
      const text = randomBytes(length).toString('latin1');
      expect(sha256Hex(text)).toBe(reference(text));
    }
  });
});

describe('identifiers', () => {
  afterEach(() => vi.unstubAllGlobals());
  const version4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  test('are version 4 UUIDs, also without a secure context', () => {
    vi.stubGlobal('crypto', webcrypto);
    expect(uuid()).toMatch(version4);
    vi.stubGlobal('crypto', { getRandomValues: webcrypto.getRandomValues.bind(webcrypto) });
    const made = new Set(Array.from({ length: 200 }, () => uuid()));
    expect(made.size).toBe(200);
    made.forEach((each) => expect(each).toMatch(version4));
  });
});

describe('differences of programs', () => {
  const apply = (before: string, after: string) => lineDiff(before, after).map((line) => `${{ same: ' ', added: '+', removed: '-' }[line.kind]}${line.text}`);
  test.each([
    ['nothing', 'a\nb', 'a\nb', [' a', ' b']],
    ['one line changed', 'a\nb\nc', 'a\nx\nc', [' a', '-b', '+x', ' c']],
    ['added at the end', 'a', 'a\nb', [' a', '+b']],
    ['removed at the start', 'a\nb', 'b', ['-a', ' b']],
    ['two separate changes', 'a\nb\nc\nd\ne', 'a\nB\nc\nd\nE', [' a', '-b', '+B', ' c', ' d', '-e', '+E']],
    ['moved lines keep the longest common part', 'a\nb\nc\nd', 'c\na\nb\nd', ['+c', ' a', ' b', '-c', ' d']],
    ['other line ends are the same', 'a\r\nb', 'a\nb', [' a', ' b']],
  ])('%s', (_name, before, after, expected) => expect(apply(before, after)).toEqual(expected));

  test('both sides can be put together again from the result, for many random texts', () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % below;
    const text = () => Array.from({ length: random(30) }, () => 'abcd'[random(4)]).join('\n');
    for (let i = 0; i < 300; i++) {
      const before = text();
      const after = text();
      const lines = lineDiff(before, after);
      expect(lines.filter((line) => line.kind !== 'added').map((line) => line.text).join('\n')).toBe(before);
      expect(lines.filter((line) => line.kind !== 'removed').map((line) => line.text).join('\n')).toBe(after);
    }
  });
  test('a changed line counts once', () => expect(changedLines(lineDiff('a\nb\nc', 'a\nx\nc'))).toBe(1));
});
