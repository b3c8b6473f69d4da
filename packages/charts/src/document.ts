import { element, escapeText } from './svg.ts';

/** Options that all charts have. */
export interface ChartText {
  /** Heading, drawn and read out by screen readers. */
  readonly title: string;
  /** Text for screen readers. Default: written from the data. */
  readonly description?: string | undefined;
  /**
   * `auto` follows the reader's system and the page's custom properties; `light` and `dark` fix the colours, for
   * programs that support neither, such as SVG editors and converters to PNG. Default `auto`.
   */
  readonly theme?: 'auto' | 'light' | 'dark';
}

/** Six colours with a contrast of at least 4.5 : 1 to their background. */
export const COLORS = {
  light: {
    paper: '#ffffff',
    ink: '#1d2430',
    soft: '#5a6472',
    rule: '#e1e5ea',
    c1: '#0b63b5',
    c2: '#c2410c',
    c3: '#0f766e',
    c4: '#6d28d9',
    c5: '#8a6100',
    c6: '#be185d',
  },
  dark: {
    paper: '#14171c',
    ink: '#e8ebf0',
    soft: '#a3acb8',
    rule: '#2c323b',
    c1: '#6cb2ff',
    c2: '#ff9a5c',
    c3: '#4fd1c0',
    c4: '#bba4ff',
    c5: '#e3c04f',
    c6: '#ff8fc0',
  },
} as const;

/** Custom properties that a page may set on any ancestor, as `--seqloom-paper` and so on. */
function properties(colors: Readonly<Record<string, string>>): string {
  return Object.entries(colors)
    .map(([name, color]) => `--${name}:var(--seqloom-${name},${color})`)
    .join(';');
}

const ADAPTIVE = [
  `.seqloom-chart{${properties(COLORS.light)};width:100%;height:auto;max-width:var(--w)}`,
  `@media (prefers-color-scheme:dark){.seqloom-chart{${properties(COLORS.dark)}}}`,
].join('');

const STYLE = [
  '.seqloom-chart{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}',
  '.seqloom-chart text{fill:var(--ink)}.seqloom-chart .soft{fill:var(--soft)}',
  '.seqloom-chart .title{font-size:15px;font-weight:600}',
  '.seqloom-chart .rule{stroke:var(--rule);stroke-width:1}.seqloom-chart .axis{stroke:var(--soft);stroke-width:1}',
  '.seqloom-chart .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}',
].join('');

/**
 * Wraps drawn parts as a document, for a file of its own or inside a page: it scales to the available width, has a
 * title and a description for screen readers, and needs no script.
 */
export function chartDocument(
  { title, description = '', theme = 'auto' }: ChartText,
  width: number,
  height: number,
  ...parts: readonly string[]
): string {
  // The ids depend on the content, because a page may hold several charts.
  const id = `seqloom-${hash(title + description + parts.join(''))}`;
  const [w, h] = [Math.round(width), Math.round(height)];
  const document = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${w} ${h}`,
      class: 'seqloom-chart',
      ...(theme === 'auto' ? { style: `--w:${w}px` } : { width: w, height: h }),
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-desc`,
    },
    element('title', { id: `${id}-title` }, escapeText(title)),
    element('desc', { id: `${id}-desc` }, escapeText(description)),
    `<style>${theme === 'auto' ? ADAPTIVE : ''}${STYLE}</style>`,
    element('rect', { width: w, height: h, fill: 'var(--paper)' }),
    ...parts,
  );
  if (theme === 'auto') return document;
  const colors: Readonly<Record<string, string>> = COLORS[theme];
  return document.replace(/var\(--(\w+)\)/g, (variable, name: string) => colors[name] ?? variable);
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
