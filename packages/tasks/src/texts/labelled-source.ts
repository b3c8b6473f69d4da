import { type Label, LabelEncoder, textKey } from '@seqloom/datasets';
import { formatValue } from '@seqloom/options';
import { checkParts, divideTexts } from './divide-texts.ts';
import type { ClassifiedTexts, TextSource } from './text-source.ts';

/** Texts with a label each. */
export interface TextsWithLabels {
  readonly texts: readonly string[];
  /** One for each text: words, numbers or booleans. */
  readonly labels: readonly Label[] | Int32Array | Uint8Array;
}

/** Options of {@link labelledSource}. */
export interface LabelledSourceOptions extends TextsWithLabels {
  /** What numbered labels stand for, as data sets have them: `classes[labels[i]]`. Default: labels stand for themselves. */
  readonly classes?: readonly string[] | undefined;
  /** Texts to measure on. Default: a part of `texts`. */
  readonly test?: TextsWithLabels | undefined;
  /** The fraction of `texts` that is measured on and not learned from, above 0 and below 1. Default 0.2. */
  readonly testSize?: number | undefined;
  /** `[N]`: what each text belongs to, such as its author. Texts of one group are all learned from or all measured on. */
  readonly groups?: readonly (string | number)[] | undefined;
}

/**
 * Labelled texts as a source of runs: divided where they have no test part, and without copies of test texts among those that are
 * learned from. It is what {@link classifyTexts} trains on.
 *
 * @param owner what messages begin with
 * @throws RangeError for no texts, an empty one, a text without a label, or one class; DatasetError when too few are left to learn from
 */
export function labelledSource(
  owner: string,
  { texts, labels: given, classes: names, test, testSize, groups }: LabelledSourceOptions,
): TextSource {
  checkLabelled(owner, '', { texts, labels: given });
  if (test) checkLabelled(owner, 'test.', test);
  const labels = namedLabels(owner, '', given, names);
  if (groups && groups.length !== texts.length) {
    throw new RangeError(
      `${owner}: expected a group for each of the ${texts.length} texts, got ${groups.length}.`,
    );
  }
  const encoder = new LabelEncoder(labels);
  const { classes } = encoder;
  if (classes.length < 2) {
    throw new RangeError(
      `${owner}: labels has one class, ${JSON.stringify(classes[0])}, expected two or more. Add texts of another class.`,
    );
  }
  const all = { texts, labels: encoder.encode(labels), classes };
  if (!test) {
    const part = testSize === undefined ? {} : { testSize };
    return { name: 'texts', classes, ...divideTexts('texts', all, part, groups) };
  }
  const measured = {
    texts: test.texts,
    labels: encoder.encode(namedLabels(owner, 'test.', test.labels, names)),
  };
  const train = without(all, measured);
  checkParts('texts', train);
  return { name: 'texts', classes, train, test: measured };
}

/** Labels as what they stand for. */
function namedLabels(
  owner: string,
  prefix: string,
  labels: TextsWithLabels['labels'],
  names: readonly string[] | undefined,
): readonly Label[] {
  if (!names) return Array.from<Label>(labels);
  return Array.from<Label, string>(labels, (label, i) => {
    const name = names[Number(label)];
    if (name !== undefined) return name;
    throw new RangeError(
      `${owner}: ${prefix}labels[${i}] must be an integer from 0 to ${names.length - 1}, the place of one of the classes, got ${formatValue(label)}.`,
    );
  });
}

/** The training texts without those that are measured on, which would be known by heart. */
function without(all: ClassifiedTexts, measured: ClassifiedTexts): ClassifiedTexts {
  const tests = new Set(measured.texts.map(textKey));
  const rows = Int32Array.from(all.texts.keys()).filter((row) => !tests.has(textKey(all.texts[row]!)));
  return { texts: Array.from(rows, (row) => all.texts[row]!), labels: rows.map((row) => all.labels[row]!) };
}

function checkLabelled(owner: string, prefix: string, { texts, labels }: TextsWithLabels): void {
  if (texts.length === 0)
    throw new RangeError(`${owner}: ${prefix}texts is empty. Give texts with a label each.`);
  if (labels.length !== texts.length) {
    throw new RangeError(
      `${owner}: expected a label for each text, got ${labels.length} ${prefix}labels for ${texts.length} ${prefix}texts.`,
    );
  }
  for (const [i, each] of texts.entries()) {
    if (typeof each !== 'string')
      throw new TypeError(`${owner}: ${prefix}texts[${i}] must be a text, got ${formatValue(each)}.`);
    if (each.trim() === '')
      throw new RangeError(`${owner}: ${prefix}texts[${i}] is empty. Leave it out, with its label.`);
  }
}
