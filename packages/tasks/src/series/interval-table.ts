import { countText } from '../report/html-page.ts';
import type { TitledTable } from '../run.ts';
import { percent } from './percent.ts';
import type { QuantileRange, SeriesResult } from './run.ts';

/** The interval around the forecasts, for a report; none where there is none. */
export function intervalTables({
  interval,
  unit,
  model,
  validationSamples,
  quantiles,
}: SeriesResult): readonly TitledTable[] {
  if (quantiles) return [quantileTable(model, quantiles, unit)];
  if (!interval) return [];
  const { level, low, high, testCoverage } = interval;
  const suffix = unit === '' ? '' : `, ${unit}`;
  return [
    {
      title: intervalName(level),
      note:
        'From the errors on the validation part (split conformal): so many of the windows that come later are expected within, if they are ' +
        'like those of the validation part. The test part shows how far that holds.',
      heads: [
        'model',
        `lower end${suffix}`,
        `upper end${suffix}`,
        `width${suffix}`,
        'held on the test part',
        'made from',
      ],
      rows: [
        [
          model,
          signed(low),
          signed(high),
          (high - low).toFixed(3),
          percent(testCoverage),
          `${countText(validationSamples)} errors`,
        ],
      ],
    },
  ];
}

/** How well the quantiles of a model hold. */
function quantileTable(model: string, range: QuantileRange, unit: string): TitledTable {
  const { levels, level, validationCoverage, testCoverage, testWidth } = range;
  return {
    title: intervalName(level),
    note:
      `Between the quantiles ${levels[0]} and ${levels.at(-1)}, which the network forecasts with the others. It has learned them on the training part; the share ` +
      'that they hold of later parts shows how far they can be relied on.',
    heads: [
      'model',
      'held on the validation part',
      'held on the test part',
      `mean width${unit === '' ? '' : `, ${unit}`}`,
    ],
    rows: [[model, percent(validationCoverage), percent(testCoverage), testWidth.toFixed(3)]],
  };
}

/** `90 % interval`. */
export function intervalName(level: number): string {
  return `${Number((100 * level).toFixed(1))} % interval`;
}

/** `+1.234`, `−1.234`. */
function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
