import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { classicScriptPlugin } from './build/classicScript';
import { compressPlugin } from './build/compress';
import { iconsPlugin } from './build/icons';
import { tokensPlugin } from './build/tokens';

const page = (name: string) => resolve(dirname(fileURLToPath(import.meta.url)), name);

/// Packages all call their file index.js: a chunk is named after the package that most of it comes from.
function chunkName(chunk: { name: string; moduleIds: string[] }): string {
  const owner = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(chunk.moduleIds.at(-1) ?? '')?.[1];
  const name = chunk.name === 'index' || chunk.name === 'dist' ? owner?.replace('@', '').replace('/', '-') ?? chunk.name : chunk.name;
  return `assets/${name}-[hash].js`;
}

export default defineConfig({
  plugins: [tokensPlugin(), iconsPlugin(), classicScriptPlugin('leaderboard.html', 'leaderboard/board.ts', 'board'), compressPlugin()],
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    reportCompressedSize: false,
    rollupOptions: {
      input: { page: page('index.html'), leaderboard: page('leaderboard.html') },
      output: { chunkFileNames: chunkName, entryFileNames: 'assets/[name]-[hash].js' },
    },
  },
  // By number: a bare system may have no name for its own address.
  server: { host: '127.0.0.1' },
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/support/plainReporter.ts'],
  },
});
