import { DatasetError } from '@seqloom/archives';
import { isNumber } from './column-stats.ts';
import { listed, quoted, WAYS_OUT } from './text-table.ts';

/** The classes of labels, and how they are ordered. */
export interface Classes {
  readonly classes: readonly string[];
  readonly labels: Int32Array;
  readonly order: 'number' | 'text' | 'given';
}

/** What is known of the labels beside themselves. */
export interface LabelSource {
  readonly file: string;
  /** The name of the column. */
  readonly column: string;
  /** The place of each label, such as `line 3`. */
  readonly placeOf: (row: number) => string;
  /** The classes that are asked for. */
  readonly given: readonly string[] | undefined;
}

/**
 * Numbers the labels: in the order that is given, else by number when all are numbers (`1`, `1.0` and `+1` are one class), else by
 * code points, the same on every machine.
 *
 * @throws DatasetError when there are fewer than two classes, when hardly a label comes twice, or one is not among those given
 */
export function numberClasses(raw: readonly string[], source: LabelSource): Classes {
  const { spelled, found, order } = orderClasses(raw);
  const { file, column, given } = source;
  if (given) return { ...withGiven(spelled, given, source), order: 'given' };
  const label = `column ${quoted(column)}`;
  if (found.length < 2) {
    const only = found[0] === undefined ? 'nothing' : quoted(found[0]);
    throw new DatasetError(
      file,
      `${label} has one class, ${only}; a classifier needs two or more. Add texts of another class.`,
    );
  }
  if (found.length === spelled.length || found.length * 2 > spelled.length + 1) {
    throw new DatasetError(
      file,
      `${label} has ${found.length} different labels for ${spelled.length} texts, such as ${listed(found.slice(0, 3))}: it is hardly a class.`,
      { wayOut: WAYS_OUT.label },
    );
  }
  return { classes: found, labels: lookUp(spelled, found), order };
}

/** Labels with one spelling each, the different ones in order, and what the order goes by. */
export function orderClasses(raw: readonly string[]): {
  readonly spelled: readonly string[];
  readonly found: readonly string[];
  readonly order: 'number' | 'text';
} {
  // codes with leading zeros are names
  const byNumber = raw.every((label) => isNumber(label)) && !raw.some((label) => /^[+-]?0\d/.test(label));
  const spelled = byNumber ? raw.map((label) => String(Number(label))) : raw;
  const different = [...new Set(spelled)];
  return byNumber
    ? { spelled, found: different.sort((a, b) => Number(a) - Number(b)), order: 'number' }
    : { spelled, found: different.sort(compareCodePoints), order: 'text' };
}

function withGiven(
  labels: readonly string[],
  given: readonly string[],
  { file, column, placeOf }: LabelSource,
): Pick<Classes, 'classes' | 'labels'> {
  const known = new Set(given);
  const unknown = labels.findIndex((label) => !known.has(label));
  if (unknown >= 0) {
    throw new DatasetError(
      file,
      `${placeOf(unknown)}: label ${quoted(labels[unknown]!)} in column ${quoted(column)} is not one of the classes ${listed(given)}.`,
      { wayOut: WAYS_OUT.classes },
    );
  }
  return { classes: [...given], labels: lookUp(labels, given) };
}

function lookUp(labels: readonly string[], classes: readonly string[]): Int32Array {
  const numbers = new Map(classes.map((name, i) => [name, i]));
  return Int32Array.from(labels, (label) => numbers.get(label)!);
}

/** As bytes of UTF-8 compare; `<` goes by the units of UTF-16. */
function compareCodePoints(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
