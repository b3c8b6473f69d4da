import { barsSVG } from '@seqloom/charts';
import type { OptionTable } from '../options/command-option.ts';
import { wordsOf } from '../options/read-options.ts';
import { countText } from '../report/html-page.ts';
import { shellWord } from '../report/shell-word.ts';
import type { ReportTexts, SweepMeasure } from '../task.ts';
import { rowsAhead } from './forecast-task.ts';
import { percent } from './percent.ts';
import { SERIES_RECIPES } from './recipes/catalog.ts';
import type { SeriesResult } from './run.ts';
import type { SeriesChoices } from './series-choices.ts';
import { trainedModels } from './series-texts.ts';

/** What a report says about runs on a series. */
const REPORT: Omit<ReportTexts<SeriesResult>, 'subject' | 'repeat'> = {
  samples: 'windows',
  question: ({ target, task }) =>
    `What will “${target}” be ${rowsAhead(task)} rows after the last one known?`,
  comparison,
  note: ({ baselines }) =>
    `The parts follow one another in time: the past trains, the present chooses the best epoch, the future measures. Skill is how much smaller the error is than persistence's, which forecasts “${baselines[0]!.about}”.`,
  table(results) {
    const { baselines, unit } = results[0]!;
    const persistence = baselines[0]!;
    const suffix = unit === '' ? '' : `, ${unit}`;
    type Measured = Pick<SeriesResult, 'valMae' | 'testMae' | 'testRmse'>;
    const row = (
      name: string,
      { valMae, testMae, testRmse }: Measured,
      parameters: string,
      about: string,
    ) => [
      name,
      testMae.toFixed(3),
      percent(1 - testMae / persistence.testMae),
      valMae.toFixed(3),
      testRmse.toFixed(3),
      parameters,
      about,
    ];
    return {
      heads: [
        'model',
        `test MAE${suffix}`,
        'skill',
        `validation MAE${suffix}`,
        `test RMSE${suffix}`,
        'parameters',
        'what it is',
      ],
      rows: [
        ...trainedModels(results).map((result) =>
          row(result.model, result, countText(result.parameters), titleOf(result.model)),
        ),
        ...baselines.toReversed().map((errors) => row(errors.name, errors, '', errors.about)),
      ],
      baselines: baselines.length,
    };
  },
};

/** What a report says about runs on a series, whose commands take some options. */
export function seriesReport(
  options: OptionTable<SeriesChoices>,
): Omit<ReportTexts<SeriesResult>, 'subject'> {
  return {
    ...REPORT,
    repeat({ where, form = {}, task, settings, unit }) {
      const { target, lookback, step, delay, multiStep, quantiles, known, calendar } = task;
      const choices: Partial<SeriesChoices> = {
        target,
        lookback,
        step,
        delay,
        ...(multiStep && { multiStep }),
        ...(quantiles && { quantiles }),
        ...(known && { known }),
        calendar,
        ...settings,
        ...(unit !== '' && { unit }),
      };
      return [
        ...(where ? [`--where ${shellWord(`${where.column}=${where.value}`)}`] : []),
        ...Object.entries(form).map(([option, value]) =>
          value === true ? `--${option}` : `--${option} ${shellWord(value)}`,
        ),
        ...wordsOf(choices, options, shellWord),
      ];
    },
  };
}

/** What a sweep over a series compares. */
export const SERIES_MEASURE: SweepMeasure<SeriesResult> = {
  test: 'testMae',
  validation: 'valMae',
  label: 'test MAE',
  axis: 'MAE',
  better: 'lower',
  baseline: ({ baselineMae }) => ({ name: 'persistence', value: baselineMae }),
  baselineResult: ({ baselineMae }) => ({ baselineMae }),
  facts: ({ settings }) => (settings?.units === undefined ? {} : { units: settings.units }),
  remark: () => '',
  columns: {
    val_mae: ({ valMae }) => valMae,
    test_mae: ({ testMae }) => testMae,
    test_rmse: ({ testRmse }) => testRmse,
    baseline_mae: ({ baselineMae }) => baselineMae,
  },
};

function comparison(results: readonly SeriesResult[]): string {
  const { testSamples, unit, baselines, baselineMae } = results[0]!;
  return barsSVG({
    title: `Error on ${countText(testSamples)} test windows`,
    label: unit === '' ? 'test MAE' : `test MAE (${unit})`,
    width: 520, // legible on a phone, where the picture shrinks to the screen
    bars: [
      ...trainedModels(results).map(({ model, testMae }) => ({ name: model, value: testMae })),
      ...baselines
        .slice(1)
        .toReversed()
        .map(({ name, testMae }) => ({ name, value: testMae })),
    ],
    baseline: { name: 'persistence', value: baselineMae },
    decimals: 2,
  });
}

function titleOf(model: string): string {
  return SERIES_RECIPES.find(({ name }) => name === model)?.title ?? '';
}
