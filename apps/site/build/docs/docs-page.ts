import { escapeHtml, type Rendered } from './markdown.ts';

/** An entry of the navigation of the documentation. */
export interface NavigationGroup {
  readonly title: string;
  readonly pages: readonly { readonly path: string; readonly title: string }[];
}

/** A page of the documentation, without the frame of the site. */
export interface DocsPage {
  /** The folder below `docs`; '' is the first page. */
  readonly path: string;
  readonly title: string;
  readonly rendered: Rendered;
}

/** What stands in `<main>`: search and navigation, the text, the headings of the page. */
export function docsMain({ path, rendered }: DocsPage, navigation: readonly NavigationGroup[]): string {
  const up = path === '' ? '' : '../'.repeat(path.split('/').length);
  const outline = rendered.headings.filter(
    ({ level }) => level === 2 || (level === 3 && path.startsWith('api/')),
  );
  const index = path === '';
  return `<div class="docs${index ? ' docs-index' : ''}">
<div class="docs-side">
<form class="docs-search" id="docs-search" data-docs="${up || './'}" role="search"><label for="docs-query">Search the documentation</label><input id="docs-query" type="search" autocomplete="off" spellcheck="false"><p id="docs-search-status" class="soft" role="status"></p><ol id="docs-results" hidden></ol></form>
<details class="docs-navigation" open><summary>All pages</summary><nav aria-label="Documentation">${navigation.map((group) => groupHtml(group, path, up)).join('')}</nav></details>
</div>
<article class="docs-text">${rendered.html}</article>
${outline.length > 1 ? outlineHtml(outline) : ''}
</div>`;
}

function groupHtml({ title, pages }: NavigationGroup, current: string, up: string): string {
  const items = pages.map(({ path, title: name }) => {
    const mark = path === current ? ' aria-current="page"' : '';
    return `<li><a href="${up}${path}/"${mark}>${escapeHtml(name)}</a></li>`;
  });
  return `<p class="docs-group">${escapeHtml(title)}</p><ul>${items.join('')}</ul>`;
}

function outlineHtml(outline: Rendered['headings']): string {
  const items = outline.map(
    ({ id, text, level }) =>
      `<li${level === 3 ? ' class="deep"' : ''}><a href="#${escapeHtml(id)}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="docs-outline" aria-label="On this page"><p class="docs-group">On this page</p><ul>${items.join('')}</ul></nav>`;
}
