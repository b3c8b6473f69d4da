import { dirname, relative, sep } from 'node:path';
import type { Plugin } from 'vite';
import { withFragments } from './fragments.ts';
import { pageEntries } from './page-entries.ts';
import { withShell } from './shell.ts';

/**
 * Puts the frame of the site around every page.
 *
 * @param root of the site
 */
export function shell(root: string): Plugin {
  let building = false;
  return {
    name: 'seqloom-shell',
    configResolved({ command }) {
      building = command === 'build';
    },
    transformIndexHtml: {
      order: 'pre',
      handler: (html, { filename }) =>
        withShell(withFragments(html, root), {
          path: relative(root, dirname(filename)).split(sep).join('/'),
          existing: new Set(Object.keys(pageEntries(root))),
          policy: building,
        }),
    },
  };
}
