import type { TrainingResult } from './train-recipe.ts';

/** The runs of one setting, which differ in their seed only. */
export interface SweepGroup {
  /** What is compared, in words: the model, and its vectors and units where the sweep varies them. */
  readonly series: string;
  readonly model: string;
  readonly vectors?: string;
  readonly units?: number;
  readonly trainSamples: number;
  readonly runs: number;
  /** Means over the runs, as the next three. */
  readonly testAccuracy: number;
  /** Of the last epoch. */
  readonly valAccuracy: number;
  readonly seconds: number;
  readonly lowestTestAccuracy: number;
  readonly highestTestAccuracy: number;
}

/** Who is ahead at one number of training reviews. */
export interface SweepLeader {
  readonly trainSamples: number;
  readonly series: string;
  readonly testAccuracy: number;
  /** Whether its worst seed beats the best seed of every other setting; never with one seed. */
  readonly clear: boolean;
}

/** Brings the runs of each setting together, in the order in which they came. */
export function summarizeSweep(results: readonly TrainingResult[]): SweepGroup[] {
  const nameOf = seriesNames(results);
  const groups = new Map<string, TrainingResult[]>();
  for (const result of results) {
    const key = JSON.stringify([nameOf(result), result.trainSamples]);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return Array.from(groups.values(), (runs) => {
    const first = runs[0]!;
    const { model, vectors, settings, trainSamples } = first;
    const accuracies = runs.map(({ testAccuracy }) => testAccuracy);
    return {
      series: nameOf(first),
      model,
      ...(vectors !== undefined && { vectors }),
      ...(settings.units !== undefined && { units: settings.units }),
      trainSamples,
      runs: runs.length,
      testAccuracy: mean(accuracies),
      valAccuracy: mean(runs.map(({ valAccuracy }) => valAccuracy)),
      seconds: mean(runs.map(({ seconds }) => seconds)),
      lowestTestAccuracy: Math.min(...accuracies),
      highestTestAccuracy: Math.max(...accuracies),
    };
  });
}

/** The best mean for each number of training reviews that at least two settings were trained with, fewest first. */
export function sweepLeaders(groups: readonly SweepGroup[]): SweepLeader[] {
  const counts = [...new Set(groups.map(({ trainSamples }) => trainSamples))].sort((a, b) => a - b);
  return counts.flatMap((trainSamples) => {
    const rivals = groups.filter((group) => group.trainSamples === trainSamples);
    if (rivals.length < 2) return [];
    const best = rivals.reduce((first, group) => (group.testAccuracy > first.testAccuracy ? group : first));
    const { series, testAccuracy, lowestTestAccuracy, runs } = best;
    const others = rivals.filter((group) => group !== best);
    const clear =
      runs > 1 && others.every(({ highestTestAccuracy }) => highestTestAccuracy < lowestTestAccuracy);
    return [{ trainSamples, series, testAccuracy, clear }];
  });
}

/** `glove`; `glove (glove.6B.txt)` where its vectors vary; `glove, 16 units` where its units do. */
function seriesNames(results: readonly TrainingResult[]): (result: TrainingResult) => string {
  const varies = (model: string, of: (result: TrainingResult) => unknown) =>
    new Set(results.filter((result) => result.model === model).map(of)).size > 1;
  const ofVectors = ({ vectors }: TrainingResult) => vectors;
  const ofUnits = ({ settings }: TrainingResult) => settings.units;
  return (result) => {
    const { model } = result;
    const vectors = varies(model, ofVectors) ? ` (${ofVectors(result)})` : '';
    const units = varies(model, ofUnits) ? `, ${ofUnits(result)} units` : '';
    return `${model}${vectors}${units}`;
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
