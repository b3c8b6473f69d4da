import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Written by `packages/backend/bundle-tfjs.mjs`, which has no source file for each. */
const BUNDLED = `tfjs${sep}`;

const WRITTEN = /(?:\.d)?\.ts(?:\.map)?$|\.js(?:\.map)?$/;

/**
 * Files in a package's `dist` that no file in its `src` is the source of. Turbo restores a build over what is there, so that a build
 * from its cache leaves them.
 *
 * @returns paths from the folder of the package, with slashes
 */
export function staleOutput(packageFolder) {
  const dist = join(packageFolder, 'dist');
  if (!existsSync(dist)) return [];
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && WRITTEN.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1))
    .filter((file) => {
      if (file.startsWith(BUNDLED)) return false;
      const source = join(packageFolder, 'src', file.replace(WRITTEN, ''));
      return !['.ts', '.js', '.d.ts'].some((ending) => existsSync(source + ending));
    })
    .map((file) => `dist/${file.split(sep).join('/')}`)
    .sort();
}
