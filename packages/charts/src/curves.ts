import { boolean, numberIn, type OptionRules, positiveInteger, resolveOptions } from '@seqloom/options';
import { CHART_TEXT_RULES } from './chart-rules.ts';
import { type ChartText, chartDocument } from './document.ts';
import { brief, drawLinePlot, type Level } from './line-chart.ts';
import { textAt } from './svg.ts';

/** One quantity over the epochs of a training run. */
export interface Curves {
  /** What is measured: `accuracy`, `loss`, `mae`. */
  readonly name: string;
  /** One value per epoch. */
  readonly training: readonly number[];
  /** One value per epoch, on validation data. */
  readonly validation?: readonly number[] | undefined;
  /** A level to compare with, drawn as a dashed line. */
  readonly baseline?: Level | undefined;
}

/** Options of {@link curvesSVG}. */
export interface CurvesOptions extends ChartText {
  /** Quantities side by side; 1 puts them below each other. Default 2. */
  readonly columns?: number;
  /** The number of the first epoch. Default 1. */
  readonly firstEpoch?: number;
  /** Whether all plots have one scale, for one quantity of several runs. Default false. */
  readonly commonScale?: boolean;
}

const RULES: OptionRules<CurvesOptions> = {
  ...CHART_TEXT_RULES,
  columns: positiveInteger(2),
  firstEpoch: numberIn({ integer: true }, 1),
  commonScale: boolean(false),
};

const PANEL = { width: 400, height: 300 };

/**
 * Sorts a training history into curves: `loss` and `val_loss` (or `valLoss`) become one entry, in the order of
 * the history.
 *
 * @example
 * curvesOf({ loss: [0.6, 0.4], valLoss: [0.5, 0.45], accuracy: [0.7, 0.8], valAccuracy: [0.75, 0.78] });
 */
export function curvesOf(history: Readonly<Record<string, readonly number[]>>): Curves[] {
  const values = new Map(Object.entries(history));
  const isValidation = (key: string): boolean => /^val(_|[A-Z])/.test(key);
  return [...values.keys()]
    .filter((key) => !isValidation(key))
    .map((name) => {
      const validation =
        values.get(`val_${name}`) ?? values.get(`val${name[0]?.toUpperCase()}${name.slice(1)}`);
      return { name, training: values.get(name)!, validation };
    });
}

/**
 * Training curves as one SVG string: dots for training, a line for validation, as in the book.
 *
 * @param curves one entry per quantity, each with its own plot
 * @throws RangeError when there is no finite value and for a wrong option; TypeError for an option of the wrong type.
 * Source: listings 6.15 and 6.24.
 * @example
 * const svg = curvesSVG(curvesOf(history), { title: 'LSTM on IMDB' });
 */
export function curvesSVG(curves: readonly Curves[], options: CurvesOptions): string {
  const resolved = resolveOptions('curvesSVG', options, RULES);
  const { columns, firstEpoch, commonScale } = resolved;
  if (curves.length === 0)
    throw new RangeError('curvesSVG: there are no curves. Give at least one quantity.');
  const includes = commonScale
    ? curves.flatMap(({ training, validation = [] }) => [...training, ...validation])
    : [];
  const across = Math.min(columns, curves.length);
  const panels = curves.map(({ name, training, validation, baseline }, i) => {
    const left = (i % across) * PANEL.width + 16;
    const top = Math.floor(i / across) * PANEL.height + 40;
    const epochs = (values: readonly number[]) => values.map((_, epoch) => epoch + firstEpoch);
    return drawLinePlot(
      {
        series: [
          { name: 'training', x: epochs(training), y: training, style: 'dots' },
          ...(validation
            ? [{ name: 'validation', x: epochs(validation), y: validation, style: 'line' as const }]
            : []),
        ],
        levels: baseline ? [baseline] : [],
        xAxis: { label: 'epoch', kind: 'count' },
        yAxis: { label: name, includes },
      },
      { left, top, width: PANEL.width - 32, height: PANEL.height - 16 },
    );
  });
  return chartDocument(
    { ...resolved, description: resolved.description ?? describe(curves) },
    across * PANEL.width,
    Math.ceil(curves.length / across) * PANEL.height + 40,
    textAt(16, 26, resolved.title, { class: 'title' }),
    ...panels,
  );
}

function describe(curves: readonly Curves[]): string {
  return curves
    .flatMap(({ name, training, validation, baseline }) => [
      summary(`training ${name}`, training),
      ...(validation ? [summary(`validation ${name}`, validation)] : []),
      ...(baseline ? [`${baseline.name}: ${brief(baseline.value)}`] : []),
    ])
    .join('; ');
}

function summary(name: string, values: readonly number[]): string {
  if (values.length === 0) return `${name}: no values`;
  return `${name}: ${brief(values[0]!)} in the first of ${values.length} epochs, ${brief(values.at(-1)!)} in the last`;
}
