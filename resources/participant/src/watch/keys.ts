/// Which key presses the policy calls restricted. Copy, cut and paste are not among them: their own events carry the
/// meaning and also cover menus and touch.
export interface KeyFacts {
  key: string;
  code: string;
  ctrl: boolean;
  shift: boolean;
  alt: boolean;
  meta: boolean;
}

interface KeyRow {
  name: string;
  matches: (key: KeyFacts) => boolean;
}

const command = (key: KeyFacts) => key.ctrl || key.meta;
const letter = (key: KeyFacts, wanted: string) => key.code === `Key${wanted}` || key.key.toUpperCase() === wanted;

const restricted: KeyRow[] = [
  { name: 'F12', matches: (key) => key.key === 'F12' },
  { name: 'Ctrl+Shift+I', matches: (key) => command(key) && (key.shift || key.alt) && letter(key, 'I') },
  { name: 'Ctrl+Shift+J', matches: (key) => command(key) && (key.shift || key.alt) && letter(key, 'J') },
  { name: 'Ctrl+Shift+C', matches: (key) => command(key) && (key.shift || key.alt) && letter(key, 'C') },
  { name: 'Ctrl+U', matches: (key) => command(key) && !key.shift && !key.alt && letter(key, 'U') },
  { name: 'Ctrl+P', matches: (key) => command(key) && !key.shift && !key.alt && letter(key, 'P') },
  { name: 'Ctrl+S', matches: (key) => command(key) && !key.alt && letter(key, 'S') },
];

export function restrictedKey(key: KeyFacts): string | null {
  return restricted.find((row) => row.matches(key))?.name ?? null;
}

/// Ctrl+S is harmless habit: always kept from the browser (the work is saved anyway), reported like the others.
export function alwaysPrevented(name: string): boolean {
  return name === 'Ctrl+S';
}

/// A developer tool that docks takes room on one side only, soon after its key and a loss of focus, at an unchanged
/// zoom. A guess, and reported as such; window sizes alone accuse people who zoom.
export class DevtoolsGuess {
  private keyAt = -Infinity;
  private blurAt = -Infinity;

  sawKey(name: string, at: number): void {
    if (name === 'F12' || name.startsWith('Ctrl+Shift+'))
      this.keyAt = at;
  }

  sawBlur(at: number): void {
    this.blurAt = at;
  }

  /// Sizes are the inner window before and after, in CSS pixels.
  isSuspect(at: number, before: WindowSize, after: WindowSize): boolean {
    const oneSided = (before.width === after.width) !== (before.height === after.height);
    const shrunk = after.width < before.width || after.height < before.height;
    return before.ratio === after.ratio && oneSided && shrunk && at - this.keyAt < 3000 && this.blurAt >= this.keyAt && at - this.blurAt < 3000;
  }
}

export interface WindowSize {
  width: number;
  height: number;
  ratio: number;
}
