import { signal } from '@preact/signals';
import type { CodeEditor as Editor } from './editor';

/// Fetches the editor's own files when they are first needed, or ahead of time from the waiting room.
type Module = { CodeEditor: typeof Editor };

export const editorState = signal<'idle' | 'loading' | 'ready' | 'failed'>('idle');
let module: Promise<Module> | null = null;

export function loadEditor(): Promise<Module> {
  if (module === null) {
    editorState.value = 'loading';
    module = import('./editor');
    module.then(
      () => { editorState.value = 'ready'; },
      () => { editorState.value = 'failed'; module = null; },
    );
  }
  return module;
}

const preloadWithinMs = 20_000;

/// A hall's pages enter the waiting room together: the download is spread over 20 s.
export function preloadEditor(languages: string[]): () => void {
  const timer = setTimeout(() => {
    void loadEditor()
      .then(() => import('./languages'))
      .then(({ grammarOf }) => Promise.all(languages.map(grammarOf)))
      .catch(() => undefined);
  }, Math.random() * preloadWithinMs);
  return () => clearTimeout(timer);
}

/// The nonce of this answer's policy, which CodeMirror's style sheet needs.
export function cspNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}
