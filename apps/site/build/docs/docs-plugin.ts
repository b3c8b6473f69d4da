import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import type { ApiEntry } from './api-data.ts';
import { buildDocs } from './build-docs.ts';
import { escapeHtml } from './markdown.ts';

/** Built with the frame; every other page of the documentation is made of it. */
const TEMPLATE = 'docs/index.html';

/**
 * Writes the documentation: static pages in the frame of `docs/index.html`, pictures and the index of the search.
 *
 * @param root of the site
 */
export function docsPages(root: string): Plugin {
  const repository = join(root, '..', '..');
  return {
    name: 'seqloom-docs',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const template = bundle[TEMPLATE];
        if (template?.type !== 'asset') throw new Error(`docs: the bundle has no ${TEMPLATE}.`);
        const api = readApi(join(repository, 'tooling', 'api-reference', 'dist', 'api.json'));
        const frame = String(template.source);
        const { pages, files, problems } = buildDocs(repository, api);
        for (const problem of problems) this.warn(problem); // a test refuses them
        for (const page of pages) {
          const source = inFrame(frame, page);
          if (page.path === '') template.source = source;
          else this.emitFile({ type: 'asset', fileName: `docs/${page.path}/index.html`, source });
        }
        for (const { name, content } of files)
          this.emitFile({ type: 'asset', fileName: `docs/${name}`, source: content });
      },
    },
  };
}

function readApi(file: string): ApiEntry[] {
  if (!existsSync(file))
    throw new Error(`docs: ${file} is missing. Build with pnpm build, which takes the doc comments first.`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The frame around another content: title, description and addresses are those of a page deeper in the site. */
function inFrame(
  frame: string,
  { path, title, main }: { readonly path: string; readonly title: string; readonly main: string },
): string {
  const [head, rest] = splitOnce(frame, /<main[^>]*>/);
  const [, tail] = splitOnce(rest, /(?=<\/main>)/);
  const up = path === '' ? '' : '../'.repeat(path.split('/').length);
  const deeper = (html: string) =>
    html
      .replaceAll('="../', `="${up}../`)
      .replace(' aria-current="page"', path === '' ? '$&' : ' aria-current="true"');
  const named =
    path === '' ? head : head.replace(/<title>[^<]*/, `<title>${escapeHtml(title)} · Docs · Seqloom`);
  return `${deeper(named)}${main}${deeper(tail)}`;
}

function splitOnce(text: string, mark: RegExp): [before: string, after: string] {
  const found = mark.exec(text);
  if (!found) throw new Error(`docs: ${TEMPLATE} has no ${mark.source}.`);
  const end = found.index + found[0].length;
  return [text.slice(0, end), text.slice(end)];
}
