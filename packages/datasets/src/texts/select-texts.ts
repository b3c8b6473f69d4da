import { DatasetError } from '@seqloom/archives';
import type { TextDataset, TextPart } from './text-dataset.ts';

/** Texts with labels, however they were made: a `TextDataset`, a part of one, or lists of your own. */
export interface LabelledRows {
  readonly texts: readonly string[];
  /** `[N]`, values 0 … classes − 1. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
}

/** Some of the texts of a data set, in its order. */
export interface SelectedTexts extends LabelledRows {
  /** `[N]`: the place of each text in the data set, from 0. */
  readonly rows: Int32Array;
}

/** The texts at the given places. */
export function selectTexts({ texts, labels, classes }: LabelledRows, rows: Int32Array): SelectedTexts {
  return {
    texts: Array.from(rows, (row) => texts[row]!),
    labels: rows.map((row) => labels[row]!),
    classes,
    rows,
  };
}

/**
 * The parts that a file itself has, by its column `split` or its folders `train` and `test`.
 *
 * @throws DatasetError when the file has none; divide it with {@link trainTestSplit} then
 * @example
 * const { train, test } = textParts(await readLabelledTexts(file));
 */
export function textParts(dataset: TextDataset): Readonly<Partial<Record<TextPart, SelectedTexts>>> {
  const { parts } = dataset;
  if (!parts) {
    throw new DatasetError(
      dataset.report.name,
      'it has no parts: no column split and no folders train and test. Divide it with trainTestSplit.',
    );
  }
  const places = new Map<TextPart, number[]>();
  for (const [row, part] of parts.entries()) {
    const rows = places.get(part) ?? [];
    rows.push(row);
    places.set(part, rows);
  }
  return Object.fromEntries(
    [...places].map(([part, rows]) => [part, selectTexts(dataset, Int32Array.from(rows))]),
  );
}
