import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import MarkdownIt from 'markdown-it';
import { Slugs } from './slugs.ts';

hljs.registerLanguage('ts', typescript);
hljs.registerLanguage('js', javascript);
hljs.registerLanguage('sh', bash);
hljs.registerLanguage('json', json);
hljs.registerLanguage('html', xml);

/** A heading of a page. */
export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly text: string;
}

/** A piece of a page below one heading, as plain text, for the search. */
export interface Passage {
  readonly id: string;
  readonly heading: string;
  readonly text: string;
  /** Without code and tables. */
  readonly prose: string;
}

/** A Markdown file as a page shows it. */
export interface Rendered {
  readonly html: string;
  readonly headings: readonly Heading[];
  readonly passages: readonly Passage[];
}

/** What a page knows of the others. */
export interface Addresses {
  /** The address of the target of a link. */
  link(target: string): string;
  /** The address of the file of a picture. */
  image(target: string): string;
}

/** What a page collects while it is rendered. */
interface Environment {
  readonly addresses: Addresses;
  readonly slugs: Slugs;
  readonly headings: Heading[];
}

/** One for all pages: it takes a millisecond to make, and a page of the reference renders hundreds of comments. */
const markdownIt = new MarkdownIt({ html: true, linkify: false, typographer: false });
export const { escapeHtml } = markdownIt.utils;

/** Code with the classes of its parts; plain text for a language that is not known. */
function highlight(code: string, language: string): string {
  return hljs.getLanguage(language) ? hljs.highlight(code, { language }).value : escapeHtml(code);
}

/** Code in a box that scrolls. */
function codeBlock(code: string, language: string): string {
  return `<div class="code"><pre tabindex="0"><code>${highlight(code.replace(/\n$/, ''), language)}</code></pre></div>`;
}

const { rules } = markdownIt.renderer;

rules.heading_open = (tokens, i, _options, { slugs, headings }: Environment) => {
  const { tag } = tokens[i]!;
  const text = plainText(tokens[i + 1]!);
  const id = slugs.of(text);
  headings.push({ level: Number(tag.slice(1)), id, text });
  return `<${tag} id="${escapeHtml(id)}">`;
};
rules.fence = (tokens, i) => {
  const { info, content } = tokens[i]!;
  const [language = ''] = info.trim().split(/\s+/);
  return codeBlock(content, language);
};
rules.code_block = (tokens, i) => codeBlock(tokens[i]!.content, '');
// a table that is wider than the screen scrolls, so that a keyboard must reach it
rules.table_open = (tokens, i) =>
  `<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(`Table: ${headCells(tokens.slice(i))}`)}"><table>`;
rules.table_close = () => '</table></div>';
rules.td_open = (tokens, i) => `<td${numberClass(tokens[i]!)}>`;
// an empty head names nothing: it is a cell
const isNamed = (head: Token | undefined) => head?.content !== '';
rules.th_open = (tokens, i) =>
  isNamed(tokens[i + 1]) ? `<th${numberClass(tokens[i]!)} scope="col">` : '<td>';
rules.th_close = (tokens, i) => (isNamed(tokens[i - 1]) ? '</th>' : '</td>');
rules.link_open = (tokens, i, _options, { addresses }: Environment) =>
  `<a href="${escapeHtml(addresses.link(String(tokens[i]!.attrGet('href'))))}">`;
rules.image = (tokens, i, _options, { addresses }: Environment) => {
  const { content } = tokens[i]!;
  const address = addresses.image(String(tokens[i]!.attrGet('src')));
  return `<img src="${escapeHtml(address)}" alt="${escapeHtml(content)}" loading="lazy">`;
};
rules.html_block = rules.html_inline = (tokens, i) => {
  const { content } = tokens[i]!;
  if (content.replace(/<!--[\s\S]*?-->/g, '').trim() !== '')
    throw new Error(`docs: HTML in Markdown is not shown, got ${content.trim().slice(0, 80)}.`);
  return '';
};

/**
 * Renders the Markdown of the repository. HTML in it, but for comments, is refused: pages have a strict policy.
 *
 * @throws Error for HTML, and what `addresses` throws
 */
export function renderMarkdown(markdown: string, addresses: Addresses): Rendered {
  const environment: Environment = { addresses, slugs: new Slugs(), headings: [] };
  const tokens = markdownIt.parse(markdown, environment);
  const html = markdownIt.renderer.render(tokens, markdownIt.options, environment);
  const { headings } = environment;
  return { html, headings, passages: passagesOf(tokens, headings) };
}

type Tokens = ReturnType<MarkdownIt['parse']>;
type Token = Tokens[number];

function numberClass(cell: Token): string {
  return cell.attrGet('style') === 'text-align:right' ? ' class="number"' : '';
}

/** The text of an inline token without marks. */
function plainText({ children, content }: Token): string {
  if (!children) return content;
  return children
    .map((child) =>
      child.type === 'softbreak' ? ' ' : child.type === 'image' ? child.content : child.content,
    )
    .join('');
}

function headCells(tokens: Tokens): string {
  const end = tokens.findIndex(({ type }) => type === 'thead_close');
  return tokens
    .slice(0, end)
    .filter(({ type }) => type === 'inline')
    .map(plainText)
    .filter((text) => text !== '')
    .join(', ');
}

/** The texts between headings, code and tables included. */
function passagesOf(tokens: Tokens, headings: readonly Heading[]): Passage[] {
  const passages: { id: string; heading: string; text: string; prose: string }[] = [];
  let next = 0;
  let inTable = false;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.type === 'heading_open') {
      const { id, text } = headings[next++]!;
      passages.push({ id, heading: text, text: '', prose: '' });
      i++; // its own text is the heading
    } else if (token.type === 'inline' || token.type === 'fence') {
      const passage = passages.at(-1);
      if (!passage) continue;
      const text = token.type === 'fence' ? token.content : plainText(token);
      passage.text += `${text} `;
      if (token.type === 'inline' && !inTable) passage.prose += `${text} `;
    } else if (token.type === 'table_open' || token.type === 'table_close') {
      inTable = token.type === 'table_open';
    }
  }
  return passages;
}
