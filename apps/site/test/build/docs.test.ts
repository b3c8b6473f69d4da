import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ApiEntry } from '../../build/docs/api-data.ts';
import { apiIndex, apiPage } from '../../build/docs/api-page.ts';
import { type BuiltDocs, buildDocs } from '../../build/docs/build-docs.ts';
import { findLinkProblems } from '../../build/docs/check-links.ts';
import { renderMarkdown } from '../../build/docs/markdown.ts';
import { docsGroups } from '../../build/docs/page-list.ts';
import { Slugs } from '../../build/docs/slugs.ts';
import { SEARCH_OPTIONS, type SearchDocument } from '../../src/pages/docs/search-options.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';
const addresses = {
  link: (target: string) => `to:${target}`,
  image: (target: string) => `picture:${target}`,
};

test('headings have the names that GitHub gives them', () => {
  const slugs = new Slugs();
  const names = ['What is refused, and what is answered', 'Use', 'Use', '6.1 Words – `a`'].map((text) =>
    slugs.of(text),
  );
  expect(names).toEqual(['what-is-refused-and-what-is-answered', 'use', 'use-1', '61-words--a']);
});

describe('Markdown', () => {
  test('becomes headings, code with its parts, tables that a keyboard reaches, links and pictures', () => {
    const { html, headings } = renderMarkdown(
      '# A `b`\n\n<!-- not shown -->\n\n```ts continued\nconst a = 1;\n```\n\n| x | |\n|--:|---|\n| 1 | [l](m.md) |\n\n![p & q](p.svg)\n',
      addresses,
    );
    expect(headings).toEqual([{ level: 1, id: 'a-b', text: 'A b' }]);
    expect(html).toContain('<span class="hljs-keyword">const</span>');
    expect(html).toContain('<div class="scroll" tabindex="0" role="group" aria-label="Table: x">');
    expect(html).toContain('<th class="number" scope="col">x</th><td></td>');
    expect(html).toContain('<a href="to:m.md">l</a>');
    expect(html).toContain('<img src="picture:p.svg" alt="p &amp; q" loading="lazy">');
    expect(html).not.toContain('not shown');
    expect(html).not.toContain('style=');
  });

  test('with HTML in it is refused, code with HTML is text', () => {
    expect(() => renderMarkdown(HOSTILE, addresses)).toThrow('HTML in Markdown is not shown');
    expect(renderMarkdown(`\`${HOSTILE}\`\n\n\`\`\`\n${HOSTILE}\n\`\`\`\n`, addresses).html).not.toContain(
      '<img',
    );
  });

  test('has its text by heading, for the search', () => {
    const { passages } = renderMarkdown('## A\n\none `two`\nthree\n\n## B\n\n```sh\nfour\n```\n', addresses);
    expect(passages.map(({ id, text, prose }) => [id, text.trim(), prose.trim()])).toEqual([
      ['a', 'one two three', 'one two three'],
      ['b', 'four', ''],
    ]);
  });
});

test('every Markdown file of docs is a page', () => {
  const root = join(import.meta.dirname, '..', '..', '..', '..');
  const pages = docsGroups(root).flatMap((group) => group.pages.map(({ file }) => file));
  const files = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  expect(pages).toEqual(expect.arrayContaining(files.map((name) => `docs/${name}`)));
});

test('links without a page, anchors that do not exist and names that are used twice are found', () => {
  const pages = [
    { path: '', main: '<a href="a/">ok</a><a href="b/">no</a>' },
    {
      path: 'a',
      main: '<h2 id="x">x</h2><h2 id="x">x</h2><a href="#x">ok</a><a href="../#main">ok</a><a href="#y">no</a>',
    },
    {
      path: 'c/d',
      main: '<a href="../../a/#x">ok</a><a href="../../a/#z">no</a><a href="https://else.where/">ok</a>',
    },
  ];
  expect(findLinkProblems(pages)).toEqual([
    'docs/: b/ leads to docs/b, which does not exist.',
    'docs/a: 2 elements are called x.',
    'docs/a: #y: docs/a has no anchor y.',
    'docs/c/d: ../../a/#z: docs/a has no anchor z.',
  ]);
});

/** A package as the extraction describes it, with names and comments that would be HTML. */
const API: ApiEntry[] = [
  {
    name: '@seqloom/nn',
    folder: 'nn',
    members: [
      {
        name: 'Dense',
        kind: 'class',
        source: 'packages/nn/src/dense.ts#L60',
        signatures: ['new Dense(options: DenseOptions)'],
        doc: `Fully connected \`${HOSTILE}\`.\n\n[\`DenseOptions\`](api:DenseOptions)\n\n\`\`\`ts\nnew Dense({ units: 1 });\n\`\`\``,
        parameters: [],
        extends: 'Layer<Tensor>',
      },
      {
        name: 'DenseOptions',
        kind: 'interface',
        signatures: [],
        doc: '',
        parameters: [],
        fields: [
          { name: HOSTILE, type: `'a' | '${HOSTILE}'`, optional: true, call: false, doc: 'Default `relu`.' },
        ],
      },
    ],
    passedOn: [],
  },
];

describe('the documentation', () => {
  let docs: BuiltDocs;
  beforeAll(() => {
    docs = buildDocs(join(import.meta.dirname, '..', '..', '..', '..'), API);
  });
  const page = (path: string) => docs.pages.find((each) => each.path === path)!.main;

  test('has guides, a page for each package, the reference and the results; all links lead somewhere', () => {
    expect(docs.problems).toEqual([]);
    const paths = docs.pages.map(({ path }) => path);
    for (const path of [
      '',
      'first-model',
      'own-texts',
      'own-series',
      'from-keras',
      'from-tensorflow-js',
      'from-pytorch',
    ])
      expect(paths).toContain(path);
    for (const path of [
      'backends',
      'write-a-backend',
      'chapter-results',
      'speed',
      'results',
      'packages/train',
      'api/nn',
    ])
      expect(paths).toContain(path);
    expect(page('from-pytorch')).toContain('href="../speed/"');
    expect(page('speed')).toContain('src="../images/docs-speed.svg"');
    expect(docs.files.map(({ name }) => name)).toContain('images/docs-speed.svg');
  });

  test('shows no text of others as HTML and has no style of its own', () => {
    expect(page('api/nn')).not.toContain('<img');
    for (const { main } of docs.pages) expect(main).not.toMatch(/<(?:style|script)|<[^>]* (?:style|on\w+)=/);
  });

  test('leads from signatures and comments to the names in them', () => {
    expect(page('api/nn')).toContain('(options: <a href="../../api/nn/#DenseOptions">DenseOptions</a>)');
    expect(page('api/nn')).toContain('<a href="../../api/nn/#DenseOptions"><code>DenseOptions</code></a>');
  });

  test('leads nowhere from the name of a parameter or a text that an export has too', () => {
    const field = { name: 'x', type: "(input: Dense) => 'Dense'", optional: false, call: false, doc: '' };
    const member = { kind: 'function', signatures: [], doc: '', parameters: [] } as const;
    const members = [
      { ...member, name: 'input' },
      { ...member, name: 'Dense', fields: [field] },
    ];
    const entries: readonly ApiEntry[] = [{ name: '@seqloom/nn', folder: 'nn', members, passedOn: [] }];
    expect(apiPage(entries, apiIndex(entries)).html).toContain(
      '<code>(input: <a href="../../api/nn/#Dense">Dense</a>) =&gt; \'Dense\'</code>',
    );
  });

  test('can be searched, also for the parts of names', () => {
    const { content } = docs.files.find(({ name }) => name === 'search.json')!;
    const search = MiniSearch.loadJSON<SearchDocument>(String(content), SEARCH_OPTIONS);
    const found = (query: string) => search.search(query).map(({ address }) => String(address));
    expect(found('Dense')[0]).toBe('api/nn/#Dense');
    expect(found('learning rate scheduler').slice(0, 5)).toContain('from-keras/#callbacks');
    expect(found('persistance').some((address) => address.startsWith('own-series/'))).toBe(true); // misspelt
    expect(found(HOSTILE)).toBeInstanceOf(Array);
  });
});
