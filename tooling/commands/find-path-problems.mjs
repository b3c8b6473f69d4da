import { posix } from 'node:path';

const LINK = /\]\(([^)\s]+)\)/g;
const CODE = /`([^`\n]+)`/g;
/** A source file that a page may name by the end of its path: `engine/raw.ts`. */
const PATH_END = /^[\w-][\w.-]*(?:\/[\w.-]+)+\.(?:ts|mjs|py|c|h)$/;

/**
 * One sentence for every file or folder that a page names and that does not exist: targets of links, and code that is a path.
 *
 * A path from the root begins with one of its folders. `<name>` stands for any name and ends what is checked; `*` too. The end
 * of a path, with a folder, is enough for a source file.
 *
 * @param {string} page path of the Markdown file
 * @param {string[]} files all files of the repository, from its root
 */
export function findPathProblems(page, markdown, files) {
  const known = new Set(files);
  for (const file of files) {
    for (let dir = posix.dirname(file); dir !== '.'; dir = posix.dirname(dir)) known.add(dir);
  }
  const roots = new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/')[0]));
  const missing = (path) => {
    const fixed = path.replace(/[<*{].*$/, '');
    // What stands before a placeholder may end within a name: the folder above it is checked.
    const place = (fixed === path ? path : fixed.slice(0, fixed.lastIndexOf('/') + 1)).replace(/\/$/, '');
    return place !== '' && !known.has(place);
  };

  const problems = [];
  for (const [i, text] of markdown.split('\n').entries()) {
    const report = (path) => problems.push(`${page}:${i + 1}: names ${path}, which does not exist.`);
    for (const [, target] of text.matchAll(LINK)) {
      const [path] = target.split('#');
      if (path === '' || /^[a-z]+:/.test(path)) continue;
      if (missing(posix.join(posix.dirname(page), path))) report(target);
    }
    for (const [, code] of text.matchAll(CODE)) {
      for (const path of code.split(' ')) {
        if (/^(?:\.\/)?[\w.<>*{},/-]+$/.test(path) === false || path.includes('/dist/')) continue;
        const fromRoot = path.includes('/') && roots.has(path.split('/')[0]);
        if (fromRoot ? missing(path) : PATH_END.test(path) && !endsOne(path, files)) report(path);
      }
    }
  }
  return problems;
}

const endsOne = (path, files) => files.some((file) => file === path || file.endsWith(`/${path}`));
