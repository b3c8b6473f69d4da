import { element, escapeText } from './svg.ts';

/** What every chart is told about itself. */
export interface ChartText {
  /** Heading, drawn and read out. */
  readonly title: string;
  /** What the picture shows, for those who do not see it. Each chart writes one from its data when absent. */
  readonly description?: string;
}

/**
 * Colours as custom properties. A page may set `--seqloom-…` on any ancestor; otherwise the system's light or
 * dark scheme decides. The series colours keep ≥ 3 : 1 contrast on their paper and differ in lightness too.
 */
const STYLE = `
.seqloom-chart{--paper:var(--seqloom-paper,#fff);--ink:var(--seqloom-ink,#1d2430);--soft:var(--seqloom-soft,#5a6472);--rule:var(--seqloom-rule,#e1e5ea);
--c1:var(--seqloom-c1,#0b63b5);--c2:var(--seqloom-c2,#c2410c);--c3:var(--seqloom-c3,#0f766e);--c4:var(--seqloom-c4,#6d28d9);--c5:var(--seqloom-c5,#8a6100);--c6:var(--seqloom-c6,#be185d);
font:12px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;width:100%;height:auto;max-width:var(--w)}
@media (prefers-color-scheme:dark){.seqloom-chart{--paper:var(--seqloom-paper,#14171c);--ink:var(--seqloom-ink,#e8ebf0);--soft:var(--seqloom-soft,#a3acb8);--rule:var(--seqloom-rule,#2c323b);
--c1:var(--seqloom-c1,#6cb2ff);--c2:var(--seqloom-c2,#ff9a5c);--c3:var(--seqloom-c3,#4fd1c0);--c4:var(--seqloom-c4,#bba4ff);--c5:var(--seqloom-c5,#e3c04f);--c6:var(--seqloom-c6,#ff8fc0)}}
.seqloom-chart text{fill:var(--ink)}.seqloom-chart .soft{fill:var(--soft)}.seqloom-chart .title{font-size:15px;font-weight:600}
.seqloom-chart .rule{stroke:var(--rule);stroke-width:1}.seqloom-chart .axis{stroke:var(--soft);stroke-width:1}
.seqloom-chart .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
`.replaceAll('\n', '');

/**
 * Wraps drawn parts as a document that stands alone as a file and inside a page: it scales to the width it is
 * given, has a title and a description for screen readers, and needs no script.
 */
export function chartDocument(
  { title, description = '' }: ChartText,
  width: number,
  height: number,
  ...parts: readonly string[]
): string {
  // several charts may share a page, so the ids hang on the content
  const id = `seqloom-${hash(title + description + parts.join(''))}`;
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${Math.round(width)} ${Math.round(height)}`,
      class: 'seqloom-chart',
      style: `--w:${Math.round(width)}px`,
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-desc`,
    },
    element('title', { id: `${id}-title` }, escapeText(title)),
    element('desc', { id: `${id}-desc` }, escapeText(description)),
    `<style>${STYLE}</style>`,
    element('rect', { width: Math.round(width), height: Math.round(height), fill: 'var(--paper)' }),
    ...parts,
  );
}

/** FNV-1a, 32 bits. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(36);
}

/** The colour of series `index`, from 0; the six colours repeat. */
export function seriesColor(index: number): string {
  return `var(--c${(index % 6) + 1})`;
}
