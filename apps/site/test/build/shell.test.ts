import { describe, expect, test } from 'vitest';
import { POLICY, withShell } from '../../build/shell.ts';

const PAGE = `<!doctype html><html lang="en"><head><title>Reviews</title><meta name="description" content="d" /></head>
<body><main><p>Text</p></main><script type="module" src="/src/x.ts"></script></body></html>`;
const shell = (path: string) =>
  withShell(PAGE, { path, existing: new Set(['reviews', 'docs']), policy: true });

describe('withShell', () => {
  test('links to the pages that exist, relative to the page', () => {
    const html = shell('docs/layers');
    expect(html).toContain('<a href="../../">Home</a>');
    expect(html).toContain('<a href="../../reviews/">Reviews</a>');
    expect(html).toContain('<a href="../../docs/" aria-current="true">Docs</a>');
    expect(html).not.toContain('Writing');
  });

  test('marks the page itself in the navigation and names it in the title', () => {
    const html = shell('reviews');
    expect(html).toContain('<a href="../reviews/" aria-current="page">Reviews</a>');
    expect(html).toContain('<title>Reviews · Seqloom</title>');
  });

  test('keeps the content in one main part and the scripts after it', () => {
    const html = shell('reviews');
    expect(html.match(/<main/g)).toHaveLength(1);
    expect(html).toContain('<main id="main" tabindex="-1"><p>Text</p></main>');
    expect(html.indexOf('src="/src/x.ts"')).toBeGreaterThan(html.indexOf('</main>'));
  });

  test('refuses a page without a title', () => {
    expect(() =>
      withShell('<head></head><body></body>', { path: 'x', existing: new Set(), policy: true }),
    ).toThrow('page x: expected a head with a title and a body.');
  });
});

test('the policy allows WebAssembly, but neither eval, inline styles nor foreign origins', () => {
  expect(POLICY).toContain("'wasm-unsafe-eval'");
  expect(POLICY).not.toMatch(/'unsafe-eval'|'unsafe-inline'|https?:|\*/);
});
