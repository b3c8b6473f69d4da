import { countText } from '../report/html-page.ts';
import type { TitledTable } from '../run.ts';
import type { SeriesResult } from './run.ts';
import { percent } from './series-texts.ts';

/** The interval around the forecasts, for a report; none where there is none. */
export function intervalTables({
  interval,
  unit,
  model,
  validationSamples,
}: SeriesResult): readonly TitledTable[] {
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

/** `90 % interval`. */
export function intervalName(level: number): string {
  return `${Number((100 * level).toFixed(1))} % interval`;
}

/** `+1.234`, `−1.234`. */
function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
