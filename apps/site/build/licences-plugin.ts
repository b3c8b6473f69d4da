import { isAbsolute, join } from 'node:path';
import type { Plugin } from 'vite';
import { licencesText } from './licences.ts';

const FILE = 'licences.txt';

/**
 * Plugins that write `licences.txt`: what is in the site, by whom, under which licence. Scripts of workers are bundled apart, so that a
 * plugin of theirs collects what they are made of.
 *
 * @param root of the site
 */
export function licences(root: string): { readonly collect: Plugin; readonly write: Plugin } {
  const repository = join(root, '..', '..');
  const paths = new Set<string>();
  const collect: Plugin['generateBundle'] = (_options, bundle) => {
    for (const output of Object.values(bundle)) {
      const sources = output.type === 'chunk' ? modulesOf(output.modules) : filesOf(output.originalFileNames);
      for (const source of sources) paths.add(source);
    }
  };
  // files are named from the root of the site, modules by their whole path
  const filesOf = (names: readonly string[]) =>
    names.map((name) => (isAbsolute(name) ? name : join(root, name)));
  return {
    collect: { name: 'seqloom-licences-of-workers', apply: 'build', generateBundle: collect },
    write: {
      name: 'seqloom-licences',
      apply: 'build',
      generateBundle: {
        order: 'post',
        handler(options, bundle, isWrite) {
          collect.call(this, options, bundle, isWrite);
          this.emitFile({ type: 'asset', fileName: FILE, source: licencesText(paths, repository) });
        },
      },
    },
  };
}

/** The modules of which something is left in a script. */
function modulesOf(modules: Readonly<Record<string, { readonly renderedLength: number }>>): string[] {
  return Object.entries(modules)
    .filter(([, { renderedLength }]) => renderedLength > 0)
    .map(([id]) => id.split('?')[0]!);
}
