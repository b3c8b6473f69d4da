import {
  boolean,
  numberIn,
  type OptionRules,
  optional,
  type Resolved,
  resolveOptions,
} from '@seqloom/options';
import type { Curves } from './curves.ts';
import { brief } from './line-chart.ts';
import { painter, type TerminalOptions } from './terminal.ts';
import { extent, tickLabels } from './ticks.ts';

/** Options of {@link curvesText}. */
export interface CurvesTextOptions extends TerminalOptions {
  /** Columns of the plot without its labels. Default 60. */
  readonly width?: number;
  /** Rows of the plot. Default 10. */
  readonly height?: number;
}

const RULES: OptionRules<CurvesTextOptions> = {
  width: numberIn({ min: 2, integer: true }, 60),
  height: numberIn({ min: 2, integer: true }, 10),
  color: optional(boolean()),
};

/**
 * Training curves for a terminal: `•` for training, a line for validation, so that they differ without colours too.
 *
 * @throws RangeError when there is no finite value and for a size below 2; TypeError for an option of the wrong type.
 * @example
 * console.log(curvesText(curvesOf(history)));
 */
export function curvesText(curves: readonly Curves[], options: CurvesTextOptions = {}): string {
  const resolved = resolveOptions('curvesText', options, RULES);
  return curves.map((entry) => drawCurves(entry, resolved)).join('\n\n');
}

function drawCurves(
  { name, training, validation = [], baseline }: Curves,
  options: Resolved<CurvesTextOptions>,
): string {
  const { width, height } = options;
  const paint = painter(options);
  const found = extent([...training, ...validation, ...(baseline ? [baseline.value] : [])]);
  if (!found)
    throw new RangeError(`curvesText: "${name}" has no finite value. Give at least one number to draw.`);
  const [low, high] = found[1] > found[0] ? found : [found[0] - 0.5, found[0] + 0.5];
  const epochs = Math.max(training.length, validation.length);
  const rowOf = (value: number): number => Math.round(((high - value) / (high - low)) * (height - 1));
  const columnOf = (epoch: number): number =>
    epochs > 1 ? Math.round((epoch * (width - 1)) / (epochs - 1)) : 0;

  const grid = Array.from({ length: height }, () => Array.from({ length: width }, () => ' '));
  const put = (row: number, column: number, text: string): void => {
    grid[row]![column] = text;
  };
  if (baseline) for (let x = 0; x < width; x += 2) put(rowOf(baseline.value), x, paint('dim', '╌'));
  let before: number | undefined;
  for (let x = 0; x < width; x++) {
    const row = rowOf(between(validation, epochs > 1 ? (x * (epochs - 1)) / (width - 1) : x));
    if (Number.isNaN(row)) {
      before = undefined;
      continue;
    }
    // The strokes from the row of the last column to this one.
    if (before === undefined || before === row) put(row, x, paint('yellow', '─'));
    else {
      const up = row < before;
      put(before, x, paint('yellow', up ? '╯' : '╮'));
      put(row, x, paint('yellow', up ? '╭' : '╰'));
      for (let y = Math.min(row, before) + 1; y < Math.max(row, before); y++) put(y, x, paint('yellow', '│'));
    }
    before = row;
  }
  for (const [epoch, value] of training.entries()) {
    if (Number.isFinite(value)) put(rowOf(value), columnOf(epoch), paint('blue', '•'));
  }

  const levels = grid.map((_, row) => high - (row * (high - low)) / (height - 1));
  const labels = tickLabels(levels.map((level) => Number(level.toPrecision(3))));
  const margin = Math.max(...labels.map((label) => label.length));
  const body = grid.map((row, i) => `${labels[i]!.padStart(margin)} ┤${row.join('')}`.trimEnd());
  const axis = `${' '.repeat(margin)} └${'─'.repeat(width)}`;
  const last = String(epochs);
  const numbers = `${' '.repeat(margin + 2)}1${epochs > 1 ? last.padStart(width - 1) : ''}  epoch`;
  const key = [
    `${paint('blue', '•')} training ${lastOf(training)}`,
    ...(validation.length > 0 ? [`${paint('yellow', '─')} validation ${lastOf(validation)}`] : []),
    ...(baseline ? [`${paint('dim', '╌')} ${baseline.name} ${brief(baseline.value)}`] : []),
  ].join('   ');
  return [name, ...body, axis, numbers, `${' '.repeat(margin + 2)}${key}`].join('\n');
}

/** The linear interpolation between two epochs; NaN beyond the ends. */
function between(values: readonly number[], place: number): number {
  const left = Math.floor(place);
  const [a, b] = [values[left], values[Math.min(left + 1, values.length - 1)]];
  if (a === undefined || b === undefined) return Number.NaN;
  return left === place ? a : a + (b - a) * (place - left);
}

function lastOf(values: readonly number[]): string {
  const last = values.at(-1);
  return last === undefined ? '' : brief(last);
}
