/** The pages of the navigation, in its order; `path` is the folder of a page. */
export const PAGES = [
  { path: '', title: 'Home' },
  { path: 'reviews', title: 'Reviews' },
  { path: 'series', title: 'Series' },
  { path: 'writing', title: 'Writing' },
  { path: 'words', title: 'Words' },
  { path: 'docs', title: 'Docs' },
] as const;

/** How to get from a page in `path` to the root of the site: `./`, `../`, `../../`. */
export function rootFrom(path: string): string {
  return path === '' ? './' : '../'.repeat(path.split('/').length);
}

/** The relative address of the folder `to` from a page in the folder `from`: the site works below any path of a host. */
export function addressOf(to: string, from: string): string {
  return to === '' ? rootFrom(from) : `${rootFrom(from)}${to}/`;
}
