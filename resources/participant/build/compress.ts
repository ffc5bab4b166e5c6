import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/// Writes .br and .gz beside every asset, so that the server never compresses. HTML is left out: it gets a new nonce
/// with each answer.
export function compressPlugin(): Plugin {
  let folder = '';
  return {
    name: 'marathon-compress',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir, config.build.assetsDir);
    },
    closeBundle() {
      for (const name of readdirSync(folder)) {
        if (/\.(br|gz)$/.test(name))
          continue;
        const file = join(folder, name);
        const bytes = readFileSync(file);
        const parameters = {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        };
        writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: parameters }));
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}
