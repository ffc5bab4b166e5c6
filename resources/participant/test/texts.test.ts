import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { named, t } from '../src/messages';
import { table } from '../src/messagesEnglish';
import { onAccent, readTable } from '../build/tokens';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function sources(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    return statSync(join(root, path)).isDirectory() ? sources(path) : /\.(tsx?|mjs|css)$/.test(name) ? [path] : [];
  });
}

describe('texts', () => {
  test('values are put in, and singular and plural are chosen', () => {
    expect(t('signIn.tooMany', { seconds: 30 })).toContain('Wait 30 s');
    expect([t('top.unread', { count: 1 }), t('top.unread', { count: 3 })]).toEqual(['1 unread message', '3 unread messages']);
    expect(named('verdict', 'AC', 'AC')).toBe('Accepted');
    expect(named('verdict', 'XX', 'XX')).toBe('XX');
  });
  test('no text accuses', () => {
    for (const text of Object.values(table))
      expect(text).not.toMatch(/cheat|fraud|malpractice|suspicious|violat/i);
  });
  test('every text is used', () => {
    const code = sources('src').filter((path) => !path.includes('messagesEnglish')).map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
    const prefixes = ['verdict.', 'kind.', 'level.', 'language.', 'contest.', 'check.'];
    const unused = Object.keys(table).filter((name) => !code.includes(`'${name}'`) && !prefixes.some((prefix) => name.startsWith(prefix)));
    expect(unused).toEqual([]);
  });
  test('no screen spells a text of its own', () => {
    for (const path of sources('src').filter((each) => each.endsWith('.tsx'))) {
      const code = readFileSync(join(root, path), 'utf8');
      const spelled = [...code.matchAll(/>([^<>{}]*[A-Za-z]{3,}[^<>{}]*)<\//g)].map((match) => match[1]!.trim()).filter((text) => !/[;=()]/.test(text));
      expect(spelled.filter((text) => text !== 'Tab'), path).toEqual([]);
    }
  });
});

describe('colours', () => {
  function luminance(colour: string): number {
    const channel = (at: number) => {
      const value = parseInt(colour.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  }
  /// Contrast ratio as WCAG 2.2 defines it.
  function contrast(a: string, b: string): number {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
    return (light + 0.05) / (dark + 0.05);
  }
  const tokens = readTable('tokens.json');
  const syntax = readTable('syntax.json');
  const grounds = ['ground', 'surface', 'raised'];
  const foregrounds = Object.keys(tokens).filter((name) => !grounds.includes(name) && name !== 'line');
  const codes = Object.keys(syntax).filter((name) => !name.endsWith('-ground'));

  describe.each(['light', 'dark'] as const)('%s', (scheme) => {
    test.each(foregrounds.flatMap((name) => grounds.map((ground) => [name, ground])))('%s on %s meets 4.5 : 1', (name, ground) => {
      expect(contrast(tokens[name!]![scheme], tokens[ground!]![scheme])).toBeGreaterThanOrEqual(4.5);
    });
    test.each(codes.flatMap((name) => ['surface', 'ground'].map((ground) => [name, ground])))('code colour %s on %s meets 4.5 : 1', (name, ground) => {
      expect(contrast(syntax[name!]![scheme], tokens[ground!]![scheme])).toBeGreaterThanOrEqual(4.5);
    });
    test.each(['added-ground', 'removed-ground'])('text on %s meets 4.5 : 1', (ground) => {
      expect(contrast(tokens['text']![scheme], syntax[ground]![scheme])).toBeGreaterThanOrEqual(4.5);
    });
    test('what stands on the accent meets 4.5 : 1', () => expect(contrast(onAccent[scheme], tokens['accent']![scheme])).toBeGreaterThanOrEqual(4.5));
  });

  test('no style sheet spells a colour', () => {
    for (const path of [...sources('src'), ...sources('leaderboard')].filter((each) => each.endsWith('.css')))
      expect(readFileSync(join(root, path), 'utf8').match(/#[0-9a-fA-F]{3,8}\b/g) ?? [], path).toEqual([]);
  });
});

describe('the shape of the source', () => {
  test('no file is longer than 400 lines', () => {
    for (const path of ['src', 'leaderboard', 'mock', 'build'].flatMap(sources).filter((each) => !each.includes('messagesEnglish') && !each.includes('.generated.')))
      expect(readFileSync(join(root, path), 'utf8').split('\n').length, path).toBeLessThanOrEqual(400);
  });
  test('no inline script, style or handler in the pages', () => {
    for (const page of ['index.html', 'leaderboard.html']) {
      const text = readFileSync(join(root, page), 'utf8');
      expect(text).not.toMatch(/<style|\son[a-z]+=|\sstyle=|<script(?![^>]*\ssrc=)/i);
      expect(text).toContain('__CSP_NONCE__');
    }
  });
});
