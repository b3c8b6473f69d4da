import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that hold no pages. */
const SKIPPED = new Set(['node_modules', 'dist', 'src', 'build', 'test', 'public']);

/**
 * The pages of the site: every `index.html` below a folder, by its folder's path (`docs/layers`; the home page is `home`).
 *
 * @param root of the site
 */
export function pageEntries(root: string): Record<string, string> {
  return Object.fromEntries(
    findPages(root, '').map((path) => [path === '' ? 'home' : path, join(root, path, 'index.html')]),
  );
}

function findPages(root: string, path: string): string[] {
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    if (entry.isFile()) return entry.name === 'index.html' ? [path] : [];
    const below = path === '' ? entry.name : `${path}/${entry.name}`;
    return entry.isDirectory() && !SKIPPED.has(entry.name) && !entry.name.startsWith('.')
      ? findPages(root, below)
      : [];
  });
}
