/** The address of the site's root, from any of its pages. */
export function siteRoot(): URL {
  return new URL(document.documentElement.dataset.root ?? './', location.href);
}

/** The address of a page by its folder: `reviews`, `docs/layers`; '' is the home page. */
export function pageAddress(path: string): string {
  return new URL(path === '' ? '.' : `${path}/`, siteRoot()).href;
}
