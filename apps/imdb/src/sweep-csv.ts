import type { TrainingResult } from './train-recipe.ts';

const COLUMNS: readonly (readonly [name: string, of: (result: TrainingResult) => string | number])[] = [
  ['model', ({ model }) => model],
  ['vectors', ({ vectors = '' }) => vectors],
  ['units', ({ settings: { units = '' } }) => units],
  ['train_samples', ({ trainSamples }) => trainSamples],
  ['seed', ({ seed }) => seed],
  ['epochs', ({ epochs }) => epochs],
  ['val_accuracy', ({ valAccuracy }) => valAccuracy],
  ['best_val_accuracy', ({ bestValAccuracy }) => bestValAccuracy],
  ['test_accuracy', ({ testAccuracy }) => testAccuracy],
  ['baseline_accuracy', ({ baselineAccuracy }) => baselineAccuracy],
  ['seconds', ({ seconds }) => seconds],
];

/** The runs of a sweep as RFC 4180 text: a line of names, then a line a run. A number has all its digits. */
export function sweepCSV(results: readonly TrainingResult[]): string {
  const lines = [
    COLUMNS.map(([name]) => name),
    ...results.map((result) => COLUMNS.map(([, of]) => quoted(`${of(result)}`))),
  ];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
