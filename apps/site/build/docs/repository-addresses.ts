import { existsSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import type { Addresses } from './markdown.ts';

/** Where the files of the repository are that are no pages. */
const HOST = 'https://github.com/seqloom/seqloom';

/** Where links of Markdown files lead on the site. */
export interface RepositoryAddresses {
  /** Of a Markdown file, for the page that it becomes. */
  of(file: string, path: string): Addresses;
  /** Pictures that pages show, from the root of the repository. */
  readonly images: ReadonlySet<string>;
  /** A line for each link and each picture so far whose file does not exist. */
  readonly problems: readonly string[];
}

/**
 * Resolves links as they stand in the repository: to the pages of the site, to anchors, to pictures, and to files on the host.
 *
 * @param pages folder of a page below `docs` by Markdown file; `README.md` of a folder stands for the folder too
 */
export function repositoryAddresses(
  repository: string,
  pages: ReadonlyMap<string, string>,
): RepositoryAddresses {
  const images = new Set<string>();
  const problems: string[] = [];
  const pageOf = (target: string) =>
    pages.get(target) ?? pages.get(posix.join(target.replace(/\/$/, ''), 'README.md'));
  return {
    images,
    problems,
    of: (file, path) => {
      const up = '../'.repeat(path.split('/').length);
      const resolve = (target: string) => posix.normalize(posix.join(posix.dirname(file), target));
      return {
        link(target) {
          if (/^[a-z]+:/.test(target) || target.startsWith('#')) return target;
          const [name = '', anchor] = target.split('#');
          const full = resolve(decodeURI(name));
          const page = pageOf(full);
          if (page !== undefined) return `${up}${page}/${anchor === undefined ? '' : `#${anchor}`}`;
          const there = posix.join(repository, full);
          if (full.startsWith('..') || !existsSync(there)) {
            problems.push(`${file}: links to ${target}, which does not exist.`);
            return HOST;
          }
          const kind = statSync(there).isDirectory() ? 'tree' : 'blob';
          return `${HOST}/${kind}/main/${full.replace(/\/$/, '')}${anchor === undefined ? '' : `#${anchor}`}`;
        },
        image(target) {
          const full = resolve(decodeURI(target));
          if (existsSync(posix.join(repository, full))) images.add(full);
          else problems.push(`${file}: shows ${target}, which does not exist.`);
          return `${up}images/${imageName(full)}`;
        },
      };
    },
  };
}

/** The name of a picture on the site: `docs/chapter/animals.svg` → `docs-chapter-animals.svg`. */
export function imageName(file: string): string {
  return file.replaceAll('/', '-');
}
