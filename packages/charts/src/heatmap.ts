import {
  boolean,
  formatValue,
  list,
  type OptionRules,
  optional,
  positive,
  type Resolved,
  resolveOptions,
  rule,
  text,
} from '@seqloom/options';
import { CHART_TEXT_RULES } from './chart-rules.ts';
import { type ChartText, chartDocument } from './document.ts';
import { brief } from './line-chart.ts';
import { element, escapeText, textAt, textWidth } from './svg.ts';
import { extent } from './ticks.ts';

/** Options of {@link heatmapSVG}. */
export interface HeatmapOptions extends ChartText {
  /** `values[row][column]`, rows from the top; all rows of the same length. */
  readonly values: readonly ArrayLike<number>[];
  /** One label per row. */
  readonly rows?: readonly string[] | undefined;
  /** One label per column; rotated when they would overlap. */
  readonly columns?: readonly string[] | undefined;
  readonly rowLabel?: string | undefined;
  readonly columnLabel?: string | undefined;
  /**
   * The values without colour and with full colour. Values below zero have a second colour, symmetric about zero.
   * Default: 0 and 1 when all values lie between them, so that charts of gates or fractions can be compared; otherwise
   * from the data.
   */
  readonly range?: readonly [low: number, high: number] | undefined;
  /** Whether each cell shows its number. Default false. */
  readonly numbers?: boolean;
  /** Chart units. Default 720. */
  readonly width?: number;
}

const RULES: OptionRules<HeatmapOptions> = {
  ...CHART_TEXT_RULES,
  values: list(),
  rows: optional(list<readonly string[]>()),
  columns: optional(list<readonly string[]>()),
  rowLabel: optional(text()),
  columnLabel: optional(text()),
  range: optional(rule<readonly [number, number]>(checkRange)),
  numbers: boolean(false),
  width: positive(720),
};

function checkRange(owner: string, option: string, value: unknown): void {
  if (Array.isArray(value) && value.length === 2 && value.every(Number.isFinite)) return;
  throw new TypeError(`${owner}: ${option} must be two finite numbers, got ${formatValue(value)}.`);
}

/**
 * A matrix as coloured cells, as an SVG string: a confusion matrix, or the gates of a recurrent layer over the
 * words of a text. Colours begin at that of the background, so that the chart is legible in light and dark.
 *
 * @throws RangeError when the rows have different lengths, labels do not fit them, or nothing is finite.
 * @example
 * heatmapSVG({ title: 'Confusion', values: [[11000, 1500], [1200, 11300]], rows: ['neg', 'pos'],
 *   columns: ['neg', 'pos'], rowLabel: 'truth', columnLabel: 'prediction', numbers: true });
 */
export function heatmapSVG(options: HeatmapOptions): string {
  const resolved = resolveOptions('heatmapSVG', options, RULES);
  const { title, values, rows = [], columns = [], rowLabel, columnLabel, numbers, width } = resolved;
  checkLengths(resolved);
  const across = values[0]!.length;
  const found = extent(values.flatMap((row) => Array.from(row)));
  if (!found) throw new RangeError('heatmapSVG: no value is finite. Give at least one number to draw.');
  const withinUnit = found[0] >= 0 && found[1] <= 1;
  const [low, high] = resolved.range ?? (withinUnit ? [0, 1] : [Math.min(0, found[0]), found[1]]);
  const full = low < 0 ? Math.max(-low, high) : high - low || 1;
  /** The strength of the colour, 0 … 1; negative for the second colour. */
  const strength = (value: number): number =>
    low < 0 ? clamp(value / full, -1, 1) : clamp((value - low) / full, 0, 1);

  const rowLabels =
    Math.min(180, Math.max(0, ...rows.map((label) => textWidth(label)))) + (rows.length > 0 ? 8 : 0);
  const left = 16 + rowLabels + (rowLabel && rows.length === 0 ? 4 : 0);
  const cell = Math.min((width - left - 16) / across, numbers ? 110 : 48);
  const tall = Math.min(Math.max(cell, numbers ? 26 : 8), numbers ? 56 : 24);
  const longest = Math.max(0, ...columns.map((label) => textWidth(label)));
  const turned = longest > cell - 4;
  const labelHeight = columns.length === 0 ? 0 : turned ? Math.min(120, longest * 0.72) + 12 : 18;
  const top = 44 + (rowLabel ? 18 : 0);
  const bottom = top + tall * values.length;

  const parts = [textAt(16, 26, title, { class: 'title' })];
  if (rowLabel) parts.push(textAt(16, 52, `${rowLabel} ↓`, { class: 'soft' }));
  for (const [i, row] of values.entries()) {
    if (rows[i] !== undefined) {
      parts.push(
        textAt(left - 8, top + tall * (i + 0.5) + 4, rows[i], { class: 'soft', 'text-anchor': 'end' }),
      );
    }
    for (let j = 0; j < across; j++) {
      parts.push(drawCell(row[j]!, strength(row[j]!), left + j * cell, top + i * tall, cell, tall, numbers));
    }
  }
  const everyColumn = Math.ceil(14 / cell); // rotated labels need 14 units each
  for (const [j, label] of columns.entries()) {
    if (turned && j % everyColumn !== 0) continue;
    const x = left + (j + 0.5) * cell;
    const turn = turned ? `rotate(-45 ${x + 4} ${bottom + 12})` : undefined;
    parts.push(
      textAt(turned ? x + 4 : x, bottom + (turned ? 12 : 16), label, {
        class: 'soft',
        'text-anchor': turned ? 'end' : 'middle',
        transform: turn,
      }),
    );
  }
  let height = bottom + labelHeight;
  if (columnLabel) {
    height += 20;
    parts.push(
      textAt(left + (cell * across) / 2, height - 4, `${columnLabel} →`, {
        class: 'soft',
        'text-anchor': 'middle',
      }),
    );
  }
  parts.push(drawScale(left, height + 14, low < 0 ? -full : low, low < 0 ? full : high, strength));
  const description =
    resolved.description ??
    `${values.length} rows × ${across} columns, values from ${brief(found[0])} to ${brief(found[1])}`;
  return chartDocument({ ...resolved, description }, width, height + 44, ...parts);
}

function checkLengths({ values, rows, columns }: Resolved<HeatmapOptions>): void {
  const across = values[0]?.length ?? 0;
  if (across === 0)
    throw new RangeError('heatmapSVG: the matrix is empty. Give at least one row with one value.');
  for (const [i, row] of values.entries()) {
    if (row.length !== across) {
      throw new RangeError(
        `heatmapSVG: row ${i} has ${row.length} values and row 0 has ${across}. Give rows of one length.`,
      );
    }
  }
  if (rows && rows.length !== values.length) {
    throw new RangeError(
      `heatmapSVG: ${rows.length} row labels for ${values.length} rows. Give one per row.`,
    );
  }
  if (columns && columns.length !== across) {
    throw new RangeError(
      `heatmapSVG: ${columns.length} column labels for ${across} columns. Give one per column.`,
    );
  }
}

function drawCell(
  value: number,
  strength: number,
  x: number,
  y: number,
  width: number,
  height: number,
  numbers: boolean,
): string {
  const gap = Math.min(1, width * 0.1);
  const drawn = element(
    'rect',
    {
      x,
      y,
      width: width - gap,
      height: height - gap,
      fill: strength < 0 ? 'var(--c2)' : 'var(--c1)',
      'fill-opacity': Number.isFinite(value) ? 0.06 + 0.94 * Math.abs(strength) : 0,
    },
    element('title', {}, escapeText(brief(value))),
  );
  if (!numbers) return drawn;
  const color = Math.abs(strength) > 0.55 ? 'fill:var(--paper)' : 'fill:var(--ink)';
  return (
    drawn + textAt(x + width / 2, y + height / 2 + 4, brief(value), { 'text-anchor': 'middle', style: color })
  );
}

/** The key: a strip from the lowest to the highest value. */
function drawScale(
  left: number,
  top: number,
  low: number,
  high: number,
  strength: (value: number) => number,
): string {
  const steps = 24;
  let drawn = '';
  for (let i = 0; i < steps; i++) {
    const part = strength(low + ((high - low) * (i + 0.5)) / steps);
    drawn += element('rect', {
      x: left + i * 6,
      y: top,
      width: 6,
      height: 10,
      fill: part < 0 ? 'var(--c2)' : 'var(--c1)',
      'fill-opacity': 0.06 + 0.94 * Math.abs(part),
    });
  }
  return (
    drawn +
    textAt(left, top + 24, brief(low).replace('-', '−'), { class: 'soft' }) +
    textAt(left + steps * 6, top + 24, brief(high), { class: 'soft', 'text-anchor': 'end' })
  );
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
