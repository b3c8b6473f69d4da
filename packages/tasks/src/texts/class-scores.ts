/** How well one class is told from the others. */
export interface ClassScore {
  readonly label: string;
  /** Texts of the class. */
  readonly samples: number;
  /** Of the texts that got the label, the fraction that is of the class; 0 where none got it. */
  readonly precision: number;
  /** Of the texts of the class, the fraction that got the label; 0 where there are none. */
  readonly recall: number;
  /** The harmonic mean of both. */
  readonly f1: number;
}

/** Scores over all classes. */
export interface ClassScores {
  /** F1 from the counts of all classes together; with one label a text it equals the accuracy. */
  readonly microF1: number;
  /** The mean F1 of the classes that texts have or were given. */
  readonly macroF1: number;
  readonly perClass: readonly ClassScore[];
}

/** Scores of the answers, a class for each text. */
export function classScores(
  given: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: readonly string[],
): ClassScores {
  const count = classes.length;
  const [hits, answers, truths] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (let row = 0; row < labels.length; row++) {
    const said = given[row]!;
    const true_ = labels[row]!;
    answers[said]!++;
    truths[true_]!++;
    if (said === true_) hits[true_]!++;
  }
  const perClass = classes.map((label, i) => {
    const precision = ratio(hits[i]!, answers[i]!);
    const recall = ratio(hits[i]!, truths[i]!);
    return {
      label,
      samples: truths[i]!,
      precision,
      recall,
      f1: ratio(2 * precision * recall, precision + recall),
    };
  });
  const all = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  return {
    microF1: ratio(2 * all(hits), all(answers) + all(truths)),
    macroF1: mean(perClass.filter((_, i) => truths[i]! + answers[i]! > 0).map(({ f1 }) => f1)),
    perClass,
  };
}

/** The most probable class of each text: `[N, C]` → `[N]`. */
export function mostProbableClasses(probabilities: ArrayLike<number>, classes: number): Int32Array {
  const count = probabilities.length / classes;
  return Int32Array.from({ length: count }, (_, row) => mostProbable(probabilities, row * classes, classes));
}

/** The place of the largest of some numbers, from 0; of equal ones the first. */
export function mostProbable(values: ArrayLike<number>, start: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (values[start + i]! > values[start + best]!) best = i;
  return best;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
