import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/// What a hall downloads at once: measured on the built files. `npm run build` comes first.
const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const assets = existsSync(dist) ? readdirSync(join(dist, 'assets')) : [];
const kib = 1024;

function size(...names: string[]): number {
  return names.reduce((sum, name) => {
    const files = assets.filter((each) => new RegExp(`^${name}-[\\w-]{8}\\.(js|css)\\.br$`).test(each));
    if (files.length === 0)
      throw new Error(`dist has no ${name}: run "npm run build" first`);
    return files.reduce((all, each) => all + statSync(join(dist, 'assets', each)).size, sum);
  }, 0);
}

const shell = ['page', 'tokens'];
const work = ['contest', 'app', 'actions', 'editor', 'codemirror-language', 'codemirror-autocomplete', 'languages', 'lezer-lr'];

describe('download sizes, brotli', () => {
  test('the sign-in needs at most 30 KiB', () => expect(size(...shell)).toBeLessThanOrEqual(30 * kib));
  test.each(['cpp', 'java', 'python', 'javascript'])('the work screen with %s needs at most 190 KiB', (language) => {
    expect(size(...shell, ...work, `codemirror-lang-${language}`)).toBeLessThanOrEqual(190 * kib);
  });
  test("the projector's script needs at most 6 KiB", () => expect(size('board')).toBeLessThanOrEqual(6 * kib));
});

describe('the built pages', () => {
  test('every asset has both compressed forms beside it', () => {
    const plain = assets.filter((name) => !/\.(br|gz)$/.test(name));
    expect(plain.length).toBeGreaterThan(8);
    for (const name of plain)
      expect([assets.includes(`${name}.br`), assets.includes(`${name}.gz`)], name).toEqual([true, true]);
  });
  test.each(['index.html', 'leaderboard.html'])('%s keeps the place of the nonce and names only existing files', (page) => {
    const text = readFileSync(join(dist, page), 'utf8');
    expect(text).toContain('content="__CSP_NONCE__"');
    expect(text).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\sstyle=/);
    const named = [...text.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(1);
    for (const name of named)
      expect(existsSync(join(dist, name)), name).toBe(true);
  });
  test("the projector's script is plain ES5", () => {
    const file = assets.find((name) => /^board-.*\.js$/.test(name))!;
    const code = readFileSync(join(dist, 'assets', file), 'utf8').replace(/"(?:[^"\\]|\\.)*"/g, '""');
    expect(code).not.toMatch(/=>|\bconst\b|\blet\b|`|\bclass\b|\.\.\.|\?\.|\?\?|\basync\b|\bPromise\b|\bfetch\(|\bMap\(/);
  });
});
