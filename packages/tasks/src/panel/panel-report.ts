import { curvesOf, curvesSVG, lineChartSVG, tableText } from '@seqloom/charts';
import { wordsOf } from '../options/read-options.ts';
import { epochProgress, type ProgressTexts } from '../progress.ts';
import { curvesTable } from '../report/curves-table.ts';
import { factsOf } from '../report/facts.ts';
import { countText } from '../report/html-page.ts';
import { modelsChart } from '../report/models-table.ts';
import { shellWord } from '../report/shell-word.ts';
import type { Chart, RunDetails } from '../run.ts';
import type { ReportTexts, SweepMeasure } from '../task.ts';
import { PANEL_CHOICES, PANEL_RECIPES } from './panel-choices.ts';
import type { PanelPlan, PanelResult } from './panel-types.ts';

/** How a run reads while it lasts. */
export const PANEL_PROGRESS: ProgressTexts<PanelPlan> = {
  opening: ({ model, dataset, series, trainSamples, settings }) => {
    const { horizon, lookback, season } = settings;
    return [
      `${model} on ${dataset}: ${series} series, ${trainSamples} windows train, the ${horizon} values before the test part validate`,
      `${horizon} values from ${lookback} in seasons of ${season}, one network for all series`,
    ].join('\n');
  },
  ...epochProgress(({ loss, valLoss }) => [`loss ${loss!.toFixed(4)}`, `val loss ${valLoss!.toFixed(4)}`]),
};

const COLUMNS = [
  { name: 'model' },
  { name: 'validation MASE', decimals: 3 },
  { name: 'test MASE', decimals: 3 },
  { name: 'test sMAPE', decimals: 2 },
];

/** The comparison with simple rules, for a person. */
export function panelResultText(result: PanelResult): string {
  const rows = [
    [result.model, result.valMase, result.testMase, result.testSmape],
    ...result.baselines
      .toReversed()
      .map(({ name, valMase, testMase, testSmape }) => [name, valMase, testMase, testSmape]),
  ];
  const change = 100 * (result.testMase / result.baselineMase - 1);
  return [
    tableText(COLUMNS, rows, { baselineRow: rows.length - 1 }),
    '',
    `means over ${result.series} series; the MASE is ${Math.abs(change).toFixed(1)} % ${change < 0 ? 'smaller' : 'larger'} than that of the seasonal naive forecast`,
  ].join('\n');
}

/** What a report says about runs. */
export const PANEL_REPORT: ReportTexts<PanelResult> = {
  subject: 'Many series',
  samples: 'windows',
  question: ({ settings, series }) => `What are the next ${settings.horizon} values of ${series} series?`,
  comparison: (results) =>
    modelsChart(results, {
      title: `Error on ${countText(results[0]!.series)} series`,
      label: 'test MASE',
      value: ({ testMase }) => testMase,
      baseline: { name: 'seasonal naive', value: results[0]!.baselineMase },
    }),
  note: () =>
    'The last values of each series test, those before them choose the best epoch. MASE divides the error of a series by how far the seasonal naive forecast was off on its training part.',
  table: (results) => ({
    heads: ['model', 'test MASE', 'test sMAPE', 'validation MASE', 'parameters', 'what it is'],
    rows: [
      ...results.map((result) => [
        result.model,
        result.testMase.toFixed(3),
        result.testSmape.toFixed(2),
        result.valMase.toFixed(3),
        countText(result.parameters),
        PANEL_RECIPES.find(({ name }) => name === result.model)?.title ?? '',
      ]),
      ...results[0]!.baselines
        .toReversed()
        .map(({ name, about, valMase, testMase, testSmape }) => [
          name,
          testMase.toFixed(3),
          testSmape.toFixed(2),
          valMase.toFixed(3),
          '0',
          about,
        ]),
    ],
    baselines: results[0]!.baselines.length,
  }),
  repeat: ({ settings, words = [] }) => [...words, ...wordsOf(settings, PANEL_CHOICES, shellWord)],
};

/** What a sweep compares. */
export const PANEL_MEASURE: SweepMeasure<PanelResult> = {
  test: 'testMase',
  validation: 'valMase',
  label: 'test MASE',
  axis: 'MASE',
  better: 'lower',
  baseline: ({ baselineMase }) => ({ name: 'seasonal naive', value: baselineMase }),
  baselineResult: ({ baselineMase }) => ({ baselineMase }),
  facts: ({ settings: { units } }) => ({ units }),
  remark: ({ testSmape }) => `sMAPE ${testSmape.toFixed(2)}`,
  columns: {
    test_mase: ({ testMase }) => testMase,
    test_smape: ({ testSmape }) => testSmape,
    val_mase: ({ valMase }) => valMase,
    baseline_mase: ({ baselineMase }) => baselineMase,
  },
};

/** The settings and the data of a run. */
export function panelDetails({ settings, dataset, frequency, series, ...counts }: PanelResult): RunDetails {
  return {
    settings: factsOf({
      ...settings,
      loss: 'mae',
      optimizer: 'adam, down to 0 along a cosine, gradients of norm 1',
    }),
    data: [
      ['name', dataset],
      ...(frequency === undefined ? [] : [['frequency', frequency] as const]),
      ['series', countText(series)],
      ['windows to learn from', countText(counts.trainSamples)],
      ['values that validate and test', `${countText(settings.horizon)} of each series, twice`],
    ],
  };
}

/** Curves, and the error of each step beside the seasonal naive forecast. */
export function panelCharts({ model, dataset, history, steps, baselines }: PanelResult): Chart[] {
  const curves = curvesOf(history);
  const [naive] = baselines;
  const numbers = steps.map((_, i) => i + 1);
  return [
    {
      file: 'curves.svg',
      svg: curvesSVG(curves, { title: `${model} on ${dataset}`, columns: 1 }),
      table: curvesTable(curves),
    },
    {
      file: 'error-by-step.svg',
      svg: lineChartSVG({
        title: 'Error by step',
        width: 520,
        xAxis: { label: 'step', kind: 'count' },
        yAxis: { label: 'MASE', includes: [0] },
        series: [
          { name: model, x: numbers, y: steps },
          { name: naive!.name, x: numbers, y: naive!.steps },
        ],
      }),
      table: {
        heads: ['step', model, naive!.name],
        rows: steps.map((error, i) => [String(i + 1), error.toFixed(3), naive!.steps[i]!.toFixed(3)]),
      },
    },
  ];
}
