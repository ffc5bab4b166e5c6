import type { Extension } from '@codemirror/state';

/// The grammar of each contest language, loaded when first needed. A language without a row is edited as plain text.
const loaders: Record<string, () => Promise<Extension>> = {
  c: async () => (await import('@codemirror/lang-cpp')).cpp(),
  cpp: async () => (await import('@codemirror/lang-cpp')).cpp(),
  python: async () => (await import('@codemirror/lang-python')).python(),
  java: async () => (await import('@codemirror/lang-java')).java(),
  javascript: async () => (await import('@codemirror/lang-javascript')).javascript(),
};

export function grammarOf(language: string): Promise<Extension> {
  return loaders[language]?.() ?? Promise.resolve([]);
}

export function indentOf(language: string): string {
  return language === 'javascript' ? '  ' : '    ';
}
