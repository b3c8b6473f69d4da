import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import { SEARCH_OPTIONS, type SearchDocument } from '../../src/pages/docs/search-options.ts';
import type { ApiEntry } from './api-data.ts';
import { apiIndex, apiPage } from './api-page.ts';
import { findLinkProblems } from './check-links.ts';
import { type DocsPage, docsMain, type NavigationGroup } from './docs-page.ts';
import { groupBy } from './group-by.ts';
import { escapeHtml, renderMarkdown } from './markdown.ts';
import { docsGroups } from './page-list.ts';
import { imageName, repositoryAddresses } from './repository-addresses.ts';

/** The documentation as files of the site, all below `docs`. */
export interface BuiltDocs {
  /** `main` is what stands in `<main>`. */
  readonly pages: readonly { readonly path: string; readonly title: string; readonly main: string }[];
  /** Pictures and the index of the search. */
  readonly files: readonly { readonly name: string; readonly content: string | Uint8Array }[];
  /** A line for each link, picture and anchor that leads nowhere. */
  readonly problems: readonly string[];
}

/**
 * Makes the documentation of the Markdown files of the repository and of the doc comments.
 *
 * @param repository its root
 * @param api what `tooling/api-reference` took from the sources; empty leaves the reference out
 * @throws Error for Markdown with HTML in it
 */
export function buildDocs(repository: string, api: readonly ApiEntry[]): BuiltDocs {
  const groups = docsGroups(repository).map(({ title, pages }) => ({
    title,
    pages: pages.filter(({ file }) => existsSync(join(repository, file))),
  }));
  const sources = groups.flatMap(({ pages }) => pages);
  const addresses = repositoryAddresses(repository, new Map(sources.map(({ file, path }) => [file, path])));
  const written: DocsPage[] = sources.map(({ file, path, title }) => ({
    path,
    title,
    rendered: renderMarkdown(readFileSync(join(repository, file), 'utf8'), addresses.of(file, path)),
  }));
  const index = apiIndex(api);
  const reference: DocsPage[] = [...groupBy(api, ({ folder }) => folder)].map(([folder, entries]) => ({
    path: `api/${folder}`,
    title: entries[0]!.name,
    rendered: apiPage(entries, index),
  }));
  reference.sort((a, b) => a.title.localeCompare(b.title, 'en'));
  const navigation: NavigationGroup[] = [
    ...groups,
    ...(reference.length > 0 ? [{ title: 'API reference', pages: reference }] : []),
  ];
  const pages = [firstPage(navigation), ...written, ...reference].map((page) => ({
    ...page,
    main: docsMain(page, navigation),
  }));
  return {
    pages,
    problems: [...addresses.problems, ...findLinkProblems(pages)],
    files: [
      ...[...addresses.images].map((file) => ({
        name: `images/${imageName(file)}`,
        content: new Uint8Array(readFileSync(join(repository, file))),
      })),
      { name: 'search.json', content: searchIndex([...written, ...reference]) },
    ],
  };
}

/** The list of all pages. */
function firstPage(navigation: readonly NavigationGroup[]): DocsPage {
  const lists = navigation.map(
    ({ title, pages }) =>
      `<section class="panel"><h2>${escapeHtml(title)}</h2><ul>${pages.map((page) => `<li><a href="${page.path}/">${escapeHtml(page.title)}</a></li>`).join('')}</ul></section>`,
  );
  const html = `<h1>Documentation</h1>
<p class="lead">Guides with code that is run by the tests, a page for each package, and what every export does.</p>
<div class="columns">${lists.join('')}</div>`;
  return { path: '', title: 'Docs', rendered: { html, headings: [], passages: [] } };
}

const EXCERPT = 160;

function searchIndex(pages: readonly DocsPage[]): string {
  const documents: SearchDocument[] = pages
    .flatMap(({ path, title, rendered }) =>
      rendered.passages.map(({ id, heading, text, prose }) => ({
        address: `${path}/#${id}`,
        page: path.startsWith('api/') ? `${title}, API` : title,
        heading,
        text: `${heading} ${text}`,
        excerpt: prose.replace(/\s+/g, ' ').trim().slice(0, EXCERPT),
      })),
    )
    .map((document, id) => ({ id, ...document }));
  const search = new MiniSearch<SearchDocument>(SEARCH_OPTIONS);
  search.addAll(documents);
  return JSON.stringify(search);
}
