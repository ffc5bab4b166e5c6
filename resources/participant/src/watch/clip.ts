import { sha256Hex } from '../core/sha256';

/// Tells text that was already in the contest (own code, statement, samples) from text that came from outside. Only the
/// latter is an incident; moving one's own lines about never is.
const keptTexts = 20;
const keptVersions = 60;
export const headLength = 200;
export const bulkLength = 30;

const normalised = (text: string) => text.replace(/\r\n?/g, '\n');

export interface ClipEvidence {
  len: number;
  lines: number;
  sha256: string;
  head: string;
}

export function evidenceOf(text: string): ClipEvidence {
  const plain = normalised(text);
  return { len: plain.length, lines: plain.split('\n').length, sha256: sha256Hex(plain), head: plain.slice(0, headLength) };
}

export class PasteClassifier {
  private copied: string[] = [];
  private versions: string[] = [];

  /// A text cut or copied inside our editor, or from the statement and the samples.
  rememberCopy(text: string): void {
    this.copied = [normalised(text), ...this.copied.filter((known) => known !== normalised(text))].slice(0, keptTexts);
  }

  /// A current or earlier version of the participant's own program, or a program that was given.
  rememberVersion(source: string): void {
    const plain = normalised(source);
    if (this.versions[0] !== plain)
      this.versions = [plain, ...this.versions].slice(0, keptVersions);
  }

  classify(text: string): 'internal' | 'external' {
    const plain = normalised(text);
    if (plain.trim() === '')
      return 'internal';
    const own = this.copied.some((known) => known === plain || known.trim() === plain.trim());
    return own || this.versions.some((version) => version.includes(plain)) ? 'internal' : 'external';
  }
}

/// One change of the editor's document, as CodeMirror describes it.
export interface EditFacts {
  userEvent: string | null;
  inserted: number;
  composing: boolean;
  ours: boolean;
}

/// Text that was not typed: much in one step of "typing", or a change without any user event (a script).
export function classifyEdit(edit: EditFacts): 'edit.bulk' | 'edit.program' | null {
  if (edit.ours || edit.inserted === 0)
    return null;
  const event = edit.userEvent;
  if (event === null)
    return 'edit.program';
  if (edit.composing || event.startsWith('input.type.compose') || event.startsWith('input.complete'))
    return null;
  return event.startsWith('input.type') && edit.inserted > bulkLength ? 'edit.bulk' : null;
}
