import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { ISOLATION } from './headers.ts';
import { POLICY } from './shell.ts';

/**
 * Data and models: fetched when a page asks for them, and kept from then on. Everything else is kept at the first visit, also
 * what the search of the documentation reads.
 */
const DATA = /^(?!docs\/).*\.(?:csv|tsv|txt|json|gz|zip|bin|safetensors)$/;

const WORKER = 'sw.js';

/**
 * Builds the service worker, which knows the files of the site.
 *
 * @param root of the site
 */
export function serviceWorker(root: string): Plugin {
  return {
    name: 'seqloom-service-worker',
    apply: 'build',
    enforce: 'post',
    buildStart() {
      this.emitFile({
        type: 'chunk',
        id: join(root, 'src', 'service-worker', 'service-worker.ts'),
        fileName: WORKER,
      });
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== 'chunk') throw new Error(`service worker: the bundle has no ${WORKER}.`);
        if (worker.imports.length > 0)
          throw new Error(`service worker: imports ${worker.imports.join(', ')}; it must be one file.`);
        const contents = new Map<string, string | Uint8Array>(publicFiles(root));
        for (const [name, output] of Object.entries(bundle)) {
          if (name !== WORKER && !name.endsWith('.map'))
            contents.set(name, output.type === 'chunk' ? output.code : output.source);
        }
        worker.code = worker.code.replaceAll('__SITE_FILES__', JSON.stringify(siteFiles(contents)));
      },
    },
  };
}

/** What the service worker has to know of the files. */
function siteFiles(contents: ReadonlyMap<string, string | Uint8Array>): object {
  const names = [...contents.keys()].sort();
  const hash = createHash('sha256');
  for (const name of names) hash.update(`${name}\0`).update(contents.get(name)!).update('\0');
  return {
    version: hash.digest('hex').slice(0, 12),
    files: names.filter((name) => !DATA.test(name)),
    data: names.filter((name) => DATA.test(name)),
    headers: {
      ...ISOLATION,
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Content-Security-Policy': POLICY,
    },
  };
}

function publicFiles(root: string): [string, Uint8Array][] {
  const folder = join(root, 'public');
  return readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]);
}
