import type { LabelledSequences } from './prepare-texts.ts';
import type { FeatureRows } from './recipe.ts';

/**
 * How much more often each feature occurs in texts of a class than in the others: `r = ln((p / Σp) / (q / Σq))`, where p counts the texts
 * of the class that have the feature and q the others, both plus 1. Two classes have one column, of the second; more have one each.
 * Row 0, padding, is 0.
 *
 * They are divided by the root of the mean number of features of a text: naive Bayes takes features for independent, and its sums are too
 * large by more the more features there are.
 *
 * @param sequences the features of each text, each once
 * @param features ids run from 0 to this number, exclusive
 *
 * **Source**: Wang and Manning, _Baselines and Bigrams: Simple, Good Sentiment and Topic Classification_, 2012, with α = 1.
 */
export function logCountRatios(
  { inputs, targets }: LabelledSequences,
  { features, classes }: { readonly features: number; readonly classes: number },
): FeatureRows {
  const counts = new Float64Array(features * classes).fill(1, classes);
  for (const [row, ids] of inputs.entries()) {
    const label = targets!.data[row]!;
    for (const id of ids) counts[id * classes + label]!++;
  }
  const totals = new Float64Array(classes);
  for (let i = 0; i < counts.length; i++) totals[i % classes]! += counts[i]!;
  const all = totals.reduce((sum, total) => sum + total, 0);
  const occurrences = inputs.reduce((sum, ids) => sum + ids.length, 0);
  const scale = 1 / Math.sqrt(Math.max(1, occurrences / inputs.length));
  const first = classes === 2 ? 1 : 0;
  const columns = classes - first;
  const weights = new Float32Array(features * columns);
  for (let id = 1; id < features; id++) {
    const row = counts.subarray(id * classes, (id + 1) * classes);
    const sum = row.reduce((total, count) => total + count, 0);
    for (let column = 0; column < columns; column++) {
      const inside = row[first + column]!;
      const total = totals[first + column]!;
      weights[id * columns + column] = scale * Math.log(inside / total / ((sum - inside) / (all - total)));
    }
  }
  return { weights, inputDim: features, outputDim: columns };
}
