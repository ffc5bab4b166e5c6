import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const prefix = 'icon:';
const require = createRequire(import.meta.url);

/// `import bell from 'icon:bell'` gives the inside of lucide's drawing as a string: only the icons in use are shipped.
export function iconsPlugin(): Plugin {
  return {
    name: 'marathon-icons',
    enforce: 'pre',
    resolveId(id) {
      return id.startsWith(prefix) ? `\0${id}` : undefined;
    },
    load(id) {
      if (!id.startsWith(`\0${prefix}`))
        return undefined;
      const file = require.resolve(`lucide-static/icons/${id.slice(prefix.length + 1)}.svg`);
      const inside = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(readFileSync(file, 'utf8'))?.[1];
      if (inside === undefined)
        throw new Error(`${file} is not a drawing`);
      return `export default ${JSON.stringify(inside.replace(/\s+/g, ' ').replace(/> </g, '><').trim())};`;
    },
  };
}
