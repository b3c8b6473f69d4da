import { join } from 'node:path';
import { homeNumbers } from './home-numbers.ts';

/** Parts of pages that are written when the site is built, by their name: `<!-- fragment: home-numbers -->`. */
const FRAGMENTS: Readonly<Record<string, (repository: string) => string>> = {
  'home-numbers': homeNumbers,
};

/**
 * Puts in the parts of a page that are written when the site is built.
 *
 * @param root of the site
 * @throws Error for a name that no fragment has
 */
export function withFragments(html: string, root: string): string {
  return html.replace(/<!-- fragment: ([\w-]+) -->/g, (_, name: string) => {
    const write = FRAGMENTS[name];
    if (!write)
      throw new Error(
        `fragments: there is none called ${name}; known: ${Object.keys(FRAGMENTS).join(', ')}.`,
      );
    return write(join(root, '..', '..'));
  });
}
