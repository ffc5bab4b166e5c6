import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/// The shared table of colours (tokens.json) and the page's own code colours (syntax.json) as CSS custom properties, so
/// that no style sheet spells a colour. Light is the default; dark follows the system unless the reader chose.
export type Table = Record<string, { light: string; dark: string }>;

export function readTable(name: string): Table {
  return JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')) as Table;
}

function block(table: Table, prefix: string, scheme: 'light' | 'dark'): string {
  return Object.entries(table)
    .map(([name, row]) => `--${prefix}${name}:${row[scheme]};`)
    .join('');
}

/// What stands on the accent colour: white in light, near-black in dark (4.5 : 1 in both, tested).
export const onAccent = { light: '#FFFFFF', dark: '#10131A' };

export function tokensCss(): string {
  const tokens = readTable('tokens.json');
  const syntax = readTable('syntax.json');
  const rules = (scheme: 'light' | 'dark') =>
    `color-scheme:${scheme};${block(tokens, '', scheme)}${block(syntax, 'code-', scheme)}--on-accent:${onAccent[scheme]};`;
  return [
    `:root{${rules('light')}}`,
    `@media (prefers-color-scheme: dark){:root:not([data-theme="light"]){${rules('dark')}}}`,
    `:root[data-theme="dark"]{${rules('dark')}}`,
  ].join('\n');
}

export function tokensPlugin(): Plugin {
  return {
    name: 'marathon-tokens',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/tokens.css'))
        return undefined;
      return code.replace('@tokens;', tokensCss());
    },
  };
}
