import { createHash } from 'node:crypto';
import { addressOf, PAGES, rootFrom } from '../src/frame/pages.ts';

/** Sets the theme that was chosen before the page is painted. The only script that stands in a page. */
const THEME_SCRIPT = `try{const t=localStorage.getItem('seqloom-theme');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}`;

const hashOf = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/**
 * What pages may load: their own files. `wasm-unsafe-eval` compiles WebAssembly; no text becomes a script. Workers of threads
 * start from a `blob:`.
 */
export const POLICY: string = [
  "default-src 'none'",
  `script-src 'self' 'wasm-unsafe-eval' ${hashOf(THEME_SCRIPT)}`,
  "worker-src 'self' blob:",
  "connect-src 'self' blob: data:",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What a page is made of, before the frame is around it. */
export interface PageParts {
  /** The folder of the page: `reviews`, `docs/layers`; '' is the home page. */
  readonly path: string;
  /** Folders of the navigation that have a page. */
  readonly existing: ReadonlySet<string>;
  /** Whether the content security policy is written: not for Vite's server, whose scripts it would refuse. */
  readonly policy: boolean;
}

/**
 * A page with the frame: head, header with the navigation, `<main>`, footer.
 *
 * @param html with a `<head>` (title, description) and a `<body>` with the content and the scripts of the page
 * @throws Error when the page has no title or no body
 */
export function withShell(html: string, parts: PageParts): string {
  const [, head] = html.match(/<head>([\s\S]*?)<\/head>/) ?? [];
  const [, body] = html.match(/<body>([\s\S]*?)<\/body>/) ?? [];
  const [, title] = head?.match(/<title>([\s\S]*?)<\/title>/) ?? [];
  if (head === undefined || body === undefined || title === undefined)
    throw new Error(`page ${parts.path || '/'}: expected a head with a title and a body.`);
  const [, main] = body.match(/<main[^>]*>([\s\S]*?)<\/main>/) ?? [];
  const scripts = [...body.matchAll(/<script\b[\s\S]*?<\/script>/g)].map(([script]) => script);
  const content = scripts.reduce((rest, script) => rest.replace(script, ''), main ?? body).trim();
  const rest = head.replace(/<title>[\s\S]*?<\/title>/, '').trim();
  const root = rootFrom(parts.path);
  return `<!doctype html>
<html lang="en" data-root="${root}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    ${parts.policy ? `<meta http-equiv="Content-Security-Policy" content="${POLICY}" />` : ''}
    <meta name="color-scheme" content="light dark" />
    <title>${parts.path === '' ? title : `${title} · Seqloom`}</title>
    ${rest}
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <link rel="manifest" href="/site.webmanifest" />
    <script>${THEME_SCRIPT}</script>
    <link rel="stylesheet" href="/src/frame/frame.css" />
  </head>
  <body>
    <a class="skip" href="#main">Skip to the content</a>
    ${header(parts)}
    <main id="main" tabindex="-1">${content}</main>
    ${footer(parts)}
    <script type="module" src="/src/frame/frame.ts"></script>
    ${scripts.join('\n    ')}
  </body>
</html>
`;
}

/** Three threads through a shuttle's path: the mark beside the name. */
const MARK = `<svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M3 7c4 0 5 10 9 10s5-10 9-10M3 12h18M3 17c4 0 5-10 9-10s5 10 9 10"/></svg>`;

function header({ path, existing }: PageParts): string {
  const [section = ''] = path.split('/');
  const links = PAGES.filter((page) => page.path === '' || existing.has(page.path)).map((page) => {
    const current = page.path === path ? 'page' : page.path !== '' && page.path === section ? 'true' : '';
    const mark = current === '' ? '' : ` aria-current="${current}"`;
    return `<li><a href="${addressOf(page.path, path)}"${mark}>${page.title}</a></li>`;
  });
  return `<header class="site-header">
      <a class="brand" href="${rootFrom(path)}">${MARK}<span>Seqloom</span></a>
      <nav aria-label="Pages"><ul>${links.join('')}</ul></nav>
      <button type="button" class="theme" id="theme" hidden></button>
    </header>`;
}

function footer({ path, existing }: PageParts): string {
  const docs = existing.has('docs') ? `<a href="${addressOf('docs', path)}">Documentation</a>` : '';
  return `<footer class="site-footer">
      <p>Everything on this site is computed on your machine. No data leave the page.</p>
      <p id="update" class="update" role="status"></p>
      <p class="links">${docs}<a href="${rootFrom(path)}licences.txt">Licences</a></p>
    </footer>`;
}
