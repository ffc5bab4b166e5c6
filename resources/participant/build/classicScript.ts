import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { build, transformWithEsbuild, type Plugin } from 'vite';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/// Bundles one entry into a classic ES5 script: the projector page has to draw its table on whatever browser the hall's
/// old television or laptop has, and those ignore `type="module"`.
async function classicScript(entry: string): Promise<string> {
  const bundled = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      target: 'es2017',
      lib: { entry: resolve(root, entry), formats: ['iife'], name: 'MarathonBoard' },
    },
  });
  const [first] = Array.isArray(bundled) ? bundled : [bundled];
  if (first === undefined || !('output' in first))
    throw new Error(`${entry} was not bundled`);
  const old = ts.transpileModule(first.output[0].code, {
    compilerOptions: { target: ts.ScriptTarget.ES5, module: ts.ModuleKind.None },
  });
  const small = await transformWithEsbuild(old.outputText, 'board.js', { minify: true, target: 'es5', sourcemap: false });
  return small.code;
}

/// Puts that script, under a hashed name, at the end of one HTML page.
export function classicScriptPlugin(page: string, entry: string, name: string): Plugin {
  let fileName = '';
  return {
    name: 'marathon-classic-script',
    apply: 'build',
    async buildStart() {
      const code = await classicScript(entry);
      fileName = `assets/${name}-${createHash('sha256').update(code).digest('hex').slice(0, 8)}.js`;
      this.emitFile({ type: 'asset', fileName, source: code });
    },
    transformIndexHtml(_html, context) {
      return context.path.endsWith(page) ? [{ tag: 'script', attrs: { defer: true, src: `/${fileName}` }, injectTo: 'body' }] : [];
    },
  };
}
