import { spaced } from '../report/facts.ts';
import type { SweepMeasure } from '../task.ts';
import type { TaskTypes } from '../task-types.ts';
import type { SweepRun } from './run-sweep.ts';

/** The runs of one setting, which differ in their seed only. */
export interface SweepGroup {
  /** What is compared, in words: the model, and the choices that vary for it. */
  readonly series: string;
  readonly model: string;
  readonly trainSamples: number;
  readonly runs: number;
  /** Means over the runs, as the next two. */
  readonly test: number;
  readonly validation: number;
  readonly seconds: number;
  readonly lowest: number;
  readonly highest: number;
  /** What else results say about the setting. */
  readonly facts: object;
}

/** What is best at one number of training samples. */
export interface SweepLeader {
  readonly trainSamples: number;
  readonly series: string;
  readonly test: number;
  /** Whether its worst seed beats the best seed of every other setting; never with one seed. */
  readonly clear: boolean;
}

/** Brings the runs of each setting together, in the order in which they came. */
export function summarizeSweep<T extends TaskTypes>(
  measure: SweepMeasure<T['result']>,
  runs: readonly SweepRun<T>[],
): SweepGroup[] {
  const nameOf = seriesNames(runs);
  const groups = new Map<string, SweepRun<T>[]>();
  for (const run of runs) {
    const key = JSON.stringify([nameOf(run), run.result.trainSamples]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const numberOf = (result: T['result'], name: string) =>
    (result as unknown as Record<string, number>)[name]!;
  return Array.from(groups.values(), (members) => {
    const { result } = members[0]!;
    const mean = (name: string) =>
      members.reduce((sum, member) => sum + numberOf(member.result, name), 0) / members.length;
    const tests = members.map((member) => numberOf(member.result, measure.test));
    return {
      series: nameOf(members[0]!),
      model: result.model,
      trainSamples: result.trainSamples,
      runs: members.length,
      test: mean(measure.test),
      validation: mean(measure.validation),
      seconds: mean('seconds'),
      lowest: Math.min(...tests),
      highest: Math.max(...tests),
      facts: measure.facts(result),
    };
  });
}

/** A group as results say it: `testAccuracy`, `lowestTestAccuracy` in place of `test`, `lowest`. */
export function groupResult<Result>(measure: SweepMeasure<Result>, group: SweepGroup): object {
  const capitalized = measure.test.replace(/^./, (letter) => letter.toUpperCase());
  return {
    series: group.series,
    model: group.model,
    ...group.facts,
    trainSamples: group.trainSamples,
    runs: group.runs,
    [measure.test]: group.test,
    [measure.validation]: group.validation,
    seconds: group.seconds,
    [`lowest${capitalized}`]: group.lowest,
    [`highest${capitalized}`]: group.highest,
  };
}

/** The best mean for each number of training samples that at least two settings were trained with, fewest first. */
export function sweepLeaders<Result>(
  { better }: Pick<SweepMeasure<Result>, 'better'>,
  groups: readonly SweepGroup[],
): SweepLeader[] {
  const beats = (one: number, other: number) => (better === 'higher' ? one > other : one < other);
  const counts = [...new Set(groups.map(({ trainSamples }) => trainSamples))].sort((a, b) => a - b);
  return counts.flatMap((trainSamples) => {
    const rivals = groups.filter((group) => group.trainSamples === trainSamples);
    if (rivals.length < 2) return [];
    const best = rivals.reduce((first, group) => (beats(group.test, first.test) ? group : first));
    const others = rivals.filter((group) => group !== best);
    const [worstOfBest, bestOf] =
      better === 'higher'
        ? [best.lowest, (group: SweepGroup) => group.highest]
        : [best.highest, (group: SweepGroup) => group.lowest];
    const clear = best.runs > 1 && others.every((group) => beats(worstOfBest, bestOf(group)));
    return [{ trainSamples, series: best.series, test: best.test, clear }];
  });
}

/** `glove`; `glove (glove.6B.txt), 16 units` where its vectors and units vary. */
function seriesNames<T extends TaskTypes>(runs: readonly SweepRun<T>[]): (run: SweepRun<T>) => string {
  const chosenValue = ({ setting }: SweepRun<T>, name: string) =>
    (setting.choices as Record<string, unknown>)[name];
  const varies = (model: string, name: string) =>
    new Set(runs.filter(({ result }) => result.model === model).map((run) => chosenValue(run, name))).size >
    1;
  return (run) => {
    const { model } = run.result;
    const names = Object.keys(run.setting.choices).filter((name) => name !== 'trainSamples'); // the axis
    const varied = names.filter((name) => varies(model, name));
    const texts = varied.map((name) => {
      const value = chosenValue(run, name);
      return typeof value === 'string' ? ` (${value})` : `, ${value} ${spaced(name)}`;
    });
    return `${model}${texts.join('')}`;
  };
}
