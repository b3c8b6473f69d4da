import { posix } from 'node:path';

/** A page with its content. */
export interface LinkedPage {
  /** The folder below `docs`. */
  readonly path: string;
  readonly main: string;
}

/** One line for each link within the documentation whose page or anchor does not exist, and for each name of an anchor that is used twice. */
export function findLinkProblems(pages: readonly LinkedPage[]): string[] {
  const anchors = new Map(pages.map(({ path, main }) => [path, idsOf(main)]));
  const problems: string[] = [];
  for (const { path, main } of pages) {
    const ids = idsOf(main);
    for (const id of new Set(ids)) {
      const count = ids.filter((one) => one === id).length;
      if (count > 1) problems.push(`docs/${path}: ${count} elements are called ${id}.`);
    }
    for (const href of hrefsOf(main)) {
      if (/^[a-z]+:/.test(href)) continue;
      const [name = '', anchor] = href.split('#');
      const target =
        name === ''
          ? path
          : posix
              .join(path, name)
              .replace(/^\.?\/?/, '')
              .replace(/\/$/, '');
      const known = anchors.get(target);
      if (!known) problems.push(`docs/${path}: ${href} leads to docs/${target}, which does not exist.`);
      else if (anchor !== undefined && anchor !== 'main' && !known.includes(decodeURIComponent(anchor)))
        problems.push(`docs/${path}: ${href}: docs/${target} has no anchor ${anchor}.`);
    }
  }
  return problems;
}

const idsOf = (html: string) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => plainText(id!));
const hrefsOf = (html: string) =>
  [...html.matchAll(/<a href="([^"]+)"/g)].map(([, href]) => plainText(href!));

/** What attributes hold. */
function plainText(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
