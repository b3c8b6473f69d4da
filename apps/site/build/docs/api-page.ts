import type { ApiEntry, ApiField, ApiMember } from './api-data.ts';
import { groupBy } from './group-by.ts';
import {
  type Addresses,
  escapeHtml,
  type Heading,
  type Passage,
  type Rendered,
  renderMarkdown,
} from './markdown.ts';

const HOST = 'https://github.com/seqloom/seqloom/blob/main/';

/** Where every exported name is described: below `docs`, `api/nn/#Dense`. */
export type ApiIndex = ReadonlyMap<string, string>;

/** The places of all names; a name that several packages declare belongs to the first. */
export function apiIndex(entries: readonly ApiEntry[]): ApiIndex {
  const index = new Map<string, string>();
  for (const { folder, members } of entries)
    for (const { name } of members) if (!index.has(name)) index.set(name, `api/${folder}/#${name}`);
  return index;
}

/**
 * The reference of a package: its entries, their exports, with signatures whose names lead to their descriptions.
 *
 * @param entries of one package, the main one first
 */
export function apiPage(entries: readonly ApiEntry[], index: ApiIndex): Rendered {
  const [main] = entries;
  const taken = new Set<string>();
  const headings: Heading[] = [];
  const passages: Passage[] = [];
  const parts = [`<h1>${escapeHtml(main!.name)}: API</h1>`];
  for (const { name, members, passedOn } of entries) {
    const id = `entry-${name.replace(/[^\w]+/g, '-')}`;
    headings.push({ level: 2, id, text: name });
    parts.push(`<h2 id="${id}">${escapeHtml(name)}</h2>`);
    for (const member of members) {
      const anchor = taken.has(member.name) ? `${id}-${member.name}` : member.name;
      taken.add(anchor);
      headings.push({ level: 3, id: anchor, text: member.name });
      const prose = `${member.kind} ${firstSentence(member.doc)}`;
      passages.push({ id: anchor, heading: member.name, text: prose, prose });
      parts.push(memberHtml(member, anchor, index));
    }
    if (passedOn.length > 0) parts.push(passedOnHtml(passedOn, index));
  }
  return { html: parts.join('\n'), headings, passages };
}

function memberHtml(member: ApiMember, id: string, index: ApiIndex): string {
  const { name, kind, source, signatures, doc, parameters, fields = [] } = member;
  const above =
    member.extends === undefined
      ? ''
      : ` <span class="soft">extends ${typeHtml(member.extends, index)}</span>`;
  const code = signatures.map((signature) => typeHtml(signature, index)).join('\n');
  return `<section class="member">
<h3 id="${escapeHtml(id)}"><code>${escapeHtml(name)}</code> <span class="kind">${kind}</span>${above}</h3>
${code === '' ? '' : `<pre class="signature" tabindex="0"><code>${code}</code></pre>`}
${docHtml(doc, index)}
${parameters.length === 0 ? '' : `<dl>${parameters.map((one) => `<dt><code>${escapeHtml(one.name)}</code></dt><dd>${docHtml(one.doc, index)}</dd>`).join('')}</dl>`}
${fieldsHtml(name, fields, index)}
${source === undefined ? '' : `<p class="source"><a href="${HOST}${escapeHtml(source)}">${escapeHtml(source.split('#')[0]!)}</a></p>`}
</section>`;
}

function fieldsHtml(owner: string, fields: readonly ApiField[], index: ApiIndex): string {
  if (fields.length === 0) return '';
  const rows = fields.map(
    ({ name, type, optional, call, doc }) =>
      `<tr><td><code>${escapeHtml(name)}${optional ? '?' : ''}${call ? '()' : ''}</code></td><td><code>${typeHtml(type, index)}</code></td><td>${docHtml(doc, index)}</td></tr>`,
  );
  return `<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(`Members of ${owner}`)}"><table class="fields"><thead><tr><th scope="col">name</th><th scope="col">type</th><th scope="col">what it is</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function passedOnHtml(passedOn: ApiEntry['passedOn'], index: ApiIndex): string {
  const bySource = groupBy(passedOn, ({ from }) => from);
  const lines = [...bySource].map(
    ([from, names]) =>
      `<li>${escapeHtml(from)}: ${names.map(({ name }) => `<code>${typeHtml(name, index)}</code>`).join(', ')}</li>`,
  );
  return `<p>Also exports, from</p><ul>${lines.join('')}</ul>`;
}

/** Types and signatures, in which names that are described somewhere are links; those of parameters and within quotes are not. */
function typeHtml(text: string, index: ApiIndex): string {
  return text.replace(/[A-Za-z_$][\w$]*|[^A-Za-z_$]+/g, (part, offset: number) => {
    const isName =
      !/["']$/.test(text.slice(0, offset)) && !/^(?:\??:|["'])/.test(text.slice(offset + part.length));
    const place = isName ? index.get(part) : undefined;
    return place === undefined ? escapeHtml(part) : `<a href="../../${place}">${escapeHtml(part)}</a>`;
  });
}

function docHtml(doc: string, index: ApiIndex): string {
  if (doc === '') return '';
  const addresses: Addresses = {
    link(target) {
      if (!target.startsWith('api:')) return target;
      const [name = ''] = target.slice(4).split('.');
      return index.has(name) ? `../../${index.get(name)}` : '#main';
    },
    image: (target) => target,
  };
  return renderMarkdown(doc, addresses).html;
}

function firstSentence(doc: string): string {
  return doc.split(/(?<=\.)\s/)[0]!.replace(/[`*]|\[([^\]]*)\]\([^)]*\)/g, '$1');
}
