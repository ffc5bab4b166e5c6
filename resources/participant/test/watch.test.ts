import { describe, expect, test } from 'vitest';
import { classifyEdit, evidenceOf, PasteClassifier, type EditFacts } from '../src/watch/clip';
import { foldMs, SignalFold, type FoldReport } from '../src/watch/fold';
import { FullscreenMachine, type FullscreenReport } from '../src/watch/fullscreen';
import { DevtoolsGuess, restrictedKey, type KeyFacts } from '../src/watch/keys';
import { keepUnfinished, takeUnfinished } from '../src/watch/unfinished';

describe('pasted text', () => {
  const program = 'int main(void)\n{\n    return 0;\n}\n';
  function classifier(): PasteClassifier {
    const made = new PasteClassifier();
    made.rememberVersion(program);
    made.rememberCopy('3 4 5\r\n');
    return made;
  }

  test.each([
    ['a part of the own program', '    return 0;\n', 'internal'],
    ['the same with other line ends', 'int main(void)\r\n{', 'internal'],
    ['a text copied from the samples', '3 4 5\n', 'internal'],
    ['the copied text without its line end', '3 4 5', 'internal'],
    ['blanks and line ends only', ' \n\t', 'internal'],
    ['a program from elsewhere', 'int main() { return 1; }', 'external'],
    ['the own text with one more letter', '    return 00;\n', 'external'],
  ] as const)('%s', (_name, text, expected) => {
    expect(classifier().classify(text)).toBe(expected);
  });

  test('an earlier version stays internal after later edits', () => {
    const made = classifier();
    made.rememberVersion('something else\n');
    expect(made.classify('    return 0;')).toBe('internal');
  });

  test('the twenty-first copied text drops the first', () => {
    const made = classifier();
    for (let i = 0; i < 20; i++)
      made.rememberCopy(`copy number ${i}`);
    expect(made.classify('3 4 5')).toBe('external');
    expect(made.classify('copy number 0')).toBe('internal');
  });

  test('evidence is the size, the hash and at most 200 characters', () => {
    const evidence = evidenceOf(`${'x'.repeat(300)}\r\ny`);
    expect(evidence).toMatchObject({ len: 302, lines: 2, head: 'x'.repeat(200) });
    expect(evidence.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('edits that were not typed', () => {
  const typed: EditFacts = { userEvent: 'input.type', inserted: 1, composing: false, ours: false };
  test.each([
    ['a typed letter', typed, null],
    ['thirty characters at once (a completion of brackets, say)', { ...typed, inserted: 30 }, null],
    ['37 characters by insertText', { ...typed, inserted: 37 }, 'edit.bulk'],
    ['the same while composing', { ...typed, inserted: 37, composing: true }, null],
    ['a composition', { ...typed, userEvent: 'input.type.compose', inserted: 60 }, null],
    ['a completion', { ...typed, userEvent: 'input.complete', inserted: 60 }, null],
    ['a paste, judged elsewhere', { ...typed, userEvent: 'input.paste', inserted: 500 }, null],
    ['an undo', { ...typed, userEvent: 'undo', inserted: 500 }, null],
    ['a change by a script', { ...typed, userEvent: null, inserted: 5 }, 'edit.program'],
    ['our own reload of a draft', { ...typed, userEvent: null, inserted: 500, ours: true }, null],
    ['a deletion by a script', { ...typed, userEvent: null, inserted: 0 }, null],
  ] as [string, EditFacts, string | null][])('%s', (_name, facts, expected) => {
    expect(classifyEdit(facts)).toBe(expected);
  });
});

describe('restricted keys', () => {
  const key = (name: string, code: string, modifiers = ''): KeyFacts => ({
    key: name, code, ctrl: modifiers.includes('c'), shift: modifiers.includes('s'), alt: modifiers.includes('a'), meta: modifiers.includes('m'),
  });
  test.each([
    ['F12', key('F12', 'F12'), 'F12'],
    ['Ctrl+Shift+I', key('I', 'KeyI', 'cs'), 'Ctrl+Shift+I'],
    ['Cmd+Alt+I on a Mac', key('ˆ', 'KeyI', 'ma'), 'Ctrl+Shift+I'],
    ['Ctrl+U', key('u', 'KeyU', 'c'), 'Ctrl+U'],
    ['Ctrl+P', key('p', 'KeyP', 'c'), 'Ctrl+P'],
    ['Ctrl+C is not one', key('c', 'KeyC', 'c'), null],
    ['Ctrl+V is not one', key('v', 'KeyV', 'c'), null],
    ['a letter is not one', key('u', 'KeyU'), null],
    ['F2 is ours', key('F2', 'F2'), null],
  ] as [string, KeyFacts, string | null][])('%s', (_name, facts, expected) => {
    expect(restrictedKey(facts)).toBe(expected);
  });

  const size = (width: number, height: number, ratio = 1) => ({ width, height, ratio });
  test('a docked tool takes room on one side after its key and a blur', () => {
    const guess = new DevtoolsGuess();
    guess.sawKey('F12', 1000);
    guess.sawBlur(1500);
    expect(guess.isSuspect(1600, size(1200, 800), size(637, 800))).toBe(true);
  });
  test('zooming is not suspected', () => {
    const guess = new DevtoolsGuess();
    guess.sawKey('F12', 1000);
    guess.sawBlur(1500);
    expect(guess.isSuspect(1600, size(1200, 800), size(600, 400, 2))).toBe(false);
  });
  test('a resize without the key is not suspected', () => {
    const guess = new DevtoolsGuess();
    guess.sawBlur(1500);
    expect(guess.isSuspect(1600, size(1200, 800), size(637, 800))).toBe(false);
  });
});

describe('repeated signals', () => {
  test('within ten seconds they are one incident with a count', () => {
    const reports: FoldReport<string>[] = [];
    let id = 0;
    const fold = new SignalFold<string>(() => `f${++id}`, (report) => reports.push(report));
    fold.signal('key.restricted', 1000, 'F12');
    fold.signal('key.restricted', 3000, 'Ctrl+U');
    fold.signal('menu.context', 3500, '');
    fold.advance(1000 + foldMs);
    fold.signal('key.restricted', 1001 + foldMs, 'F12');
    expect(reports.map(({ kind, phase, count }) => `${kind} ${phase} ${count}`)).toEqual([
      'key.restricted open 1', 'menu.context open 1', 'key.restricted closed 2', 'key.restricted open 1',
    ]);
    expect(reports[2]).toMatchObject({ id: 'f1', durationMs: 2000, details: ['F12', 'Ctrl+U'] });
  });

  test('the end of watching closes what is open', () => {
    const reports: FoldReport<null>[] = [];
    const fold = new SignalFold<null>(() => 'f', (report) => reports.push(report));
    fold.signal('menu.context', 0, null);
    fold.stop();
    expect(reports.map((report) => report.phase)).toEqual(['open', 'closed']);
    expect(fold.deadline()).toBeNull();
  });
});

describe('fullscreen', () => {
  function machine(): { full: FullscreenMachine; reports: FullscreenReport[] } {
    const reports: FullscreenReport[] = [];
    return { full: new FullscreenMachine(() => 'x', (report) => reports.push(report)), reports };
  }
  test('back within ten seconds is nothing', () => {
    const { full, reports } = machine();
    full.update(false, 1000);
    full.update(true, 9000);
    full.advance(60_000);
    expect(reports).toEqual([]);
  });
  test('longer is an incident from the moment of leaving to the return', () => {
    const { full, reports } = machine();
    full.update(false, 1000);
    full.advance(11_000);
    full.update(true, 31_000);
    expect(reports).toEqual([{ id: 'x', phase: 'open', startedAt: 1000, durationMs: 10_000 }, { id: 'x', phase: 'closed', startedAt: 1000, durationMs: 30_000 }]);
  });
});

describe('an absence that outlives the page', () => {
  function memory(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
    const kept = new Map<string, string>();
    return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
  }
  const left = { id: 'i1', kind: 'away.page' as const, phase: 'open' as const, startedAt: 10, durationMs: 2000, causes: ['pagehide'] };
  test('is closed once by the next page of the same person', () => {
    const storage = memory();
    keepUnfinished('asha', left, 100_000, storage);
    expect(takeUnfinished('bilal', 112_000, storage)).toBeNull();
    expect(takeUnfinished('asha', 112_000, storage)).toEqual({ id: 'i1', kind: 'away.page', causes: ['pagehide'], durationMs: 14_000 });
    expect(takeUnfinished('asha', 112_000, storage)).toBeNull();
  });
});
