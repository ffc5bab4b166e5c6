import type { LocalDraft } from './drafts';

/// The program being written, kept synchronously when the page is hidden or closed: a closing page may not finish a
/// write to its database. It is dropped again by the next ordinary save.
export interface DraftMirror {
  keep(problem: string, draft: LocalDraft): void;
  take(problem: string): LocalDraft | null;
  drop(problem: string): void;
}

export function localMirror(prefix: string): DraftMirror {
  const keyOf = (problem: string) => `${prefix}.${problem}`;
  return {
    keep(problem, draft) {
      try {
        localStorage.setItem(keyOf(problem), JSON.stringify(draft));
      } catch {
        // Full or forbidden: the database still has the text of 300 ms ago.
      }
    },
    take(problem) {
      try {
        const text = localStorage.getItem(keyOf(problem));
        localStorage.removeItem(keyOf(problem));
        return text === null ? null : (JSON.parse(text) as LocalDraft);
      } catch {
        return null;
      }
    },
    drop(problem) {
      try {
        localStorage.removeItem(keyOf(problem));
      } catch {
        // Forbidden: then nothing was kept either.
      }
    },
  };
}
