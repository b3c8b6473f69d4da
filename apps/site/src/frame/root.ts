/** The address of the site's root, from any of its pages. */
export function siteRoot(): URL {
  return new URL(document.documentElement.dataset.root ?? './', location.href);
}
