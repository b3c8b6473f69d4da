import { ready } from '@seqloom/backend';
import { type Label, LabelEncoder, textKey } from '@seqloom/datasets';
import {
  abortSignal,
  count,
  formatValue,
  functionOf,
  list,
  numberIn,
  type OptionRules,
  optional,
  resolveOptions,
  rule,
  text,
  texts,
} from '@seqloom/options';
import { choicesRule } from '../options/choices-rule.ts';
import type { EpochReport } from '../progress.ts';
import { trainChosen } from '../train-chosen.ts';
import { anyTextsTask } from './any-texts-task.ts';
import { checkParts, divideTexts } from './divide-texts.ts';
import { TEXT_CHOICES } from './text-choices.ts';
import { TextClassifier } from './text-classifier.ts';
import type { ClassifiedTexts, TextSource } from './text-source.ts';
import type { TextChoices } from './text-types.ts';

/** Texts with a label each. */
export interface TextsWithLabels {
  readonly texts: readonly string[];
  /** One for each text: words, numbers or booleans. */
  readonly labels: readonly Label[] | Int32Array | Uint8Array;
}

/** Options of {@link classifyTexts}. */
export interface ClassifyTextsOptions extends TextsWithLabels {
  /** What numbered labels stand for, as data sets have them: `classes[labels[i]]`. Default: labels stand for themselves. */
  readonly classes?: readonly string[] | undefined;
  /** Texts to measure on. Default: a part of `texts`. */
  readonly test?: TextsWithLabels | undefined;
  /** The fraction of `texts` that is measured on and not learned from, above 0 and below 1. Default 0.2. */
  readonly testSize?: number | undefined;
  /** `[N]`: what each text belongs to, such as its author. Texts of one group are all learned from or all measured on. */
  readonly groups?: readonly (string | number)[] | undefined;
  /** A recipe such as `bag`, `average`, `lstm` or `conv1d`. Default: by the number of texts. */
  readonly model?: string | undefined;
  /** Numbers of the recipe that take the place of those chosen by the number of texts: `{ epochs: 10, words: 5000 }`. */
  readonly settings?: Partial<TextChoices>;
  /** Decides initial weights, order, dropout and which texts validate. Default 1. */
  readonly seed?: number;
  /** Told after every epoch. */
  readonly onEpoch?: ((epoch: EpochReport) => void) | undefined;
  /** Ends the training after the step it is in. */
  readonly signal?: AbortSignal | undefined;
}

const OWNER = 'classifyTexts';

const RULES: OptionRules<ClassifyTextsOptions> = {
  texts: list<readonly string[]>(),
  labels: rule<TextsWithLabels['labels']>(checkLabels),
  classes: optional(texts()),
  test: optional(rule<TextsWithLabels>(checkTest)),
  testSize: optional(numberIn({ above: 0, below: 1 })),
  groups: optional(list<readonly (string | number)[]>()),
  model: optional(text()),
  settings: choicesRule(TEXT_CHOICES),
  seed: count(1),
  onEpoch: optional(functionOf<(epoch: EpochReport) => void>()),
  signal: optional(abortSignal()),
};

/**
 * Learns to tell classes of texts apart, measures that on texts it has not learned from, and returns the model with the result.
 *
 * A fifth of the texts is kept for the test, each class in proportion; copies of a text, and texts of one group, are never on both
 * sides. The vocabulary is that of the training texts alone. The model and its numbers go by how many texts there are, and are in
 * the result. The same texts, options and seed give the same model, to the last bit.
 *
 * @throws RangeError for no texts, an empty one, a text without a label, or one class; DatasetError when too few are left to
 * learn from; the signal's reason when it is aborted
 *
 * @example
 * ```ts
 * const model = await classifyTexts({ texts, labels });
 * console.log(model.result?.testAccuracy, model.result?.baselineAccuracy);
 * const [answer] = await model.predict(['Where is my parcel?']);
 * console.log(answer.label, answer.probability);
 * ```
 */
export async function classifyTexts(options: ClassifyTextsOptions): Promise<TextClassifier> {
  const settings = resolveOptions<ClassifyTextsOptions>(OWNER, options, RULES);
  const { model, seed, signal, onEpoch, settings: choices } = settings;
  const source = sourceOf(settings);
  const trained = await trainChosen(anyTextsTask, {
    backend: await ready(),
    source,
    model,
    option: `${OWNER}: model`,
    choices,
    seed,
    signal,
    ...(onEpoch && { progress: { onEpoch } }),
  });
  return new TextClassifier(trained.model, trained.result);
}

function sourceOf({
  texts,
  labels: given,
  classes: names,
  test,
  testSize,
  groups,
}: ClassifyTextsOptions): TextSource {
  checkLabelled('', { texts, labels: given });
  if (test) checkLabelled('test.', test);
  const labels = namedLabels('', given, names);
  if (groups && groups.length !== texts.length) {
    throw new RangeError(
      `${OWNER}: expected a group for each of the ${texts.length} texts, got ${groups.length}.`,
    );
  }
  const encoder = new LabelEncoder(labels);
  const { classes } = encoder;
  if (classes.length < 2) {
    throw new RangeError(
      `${OWNER}: labels has one class, ${JSON.stringify(classes[0])}, expected two or more. Add texts of another class.`,
    );
  }
  const all = { texts, labels: encoder.encode(labels), classes };
  if (!test) {
    const part = testSize === undefined ? {} : { testSize };
    return { name: 'texts', classes, ...divideTexts('texts', all, part, groups) };
  }
  const measured = { texts: test.texts, labels: encoder.encode(namedLabels('test.', test.labels, names)) };
  const train = without(all, measured);
  checkParts('texts', train);
  return { name: 'texts', classes, train, test: measured };
}

/** Labels as what they stand for. */
function namedLabels(
  prefix: string,
  labels: TextsWithLabels['labels'],
  names: readonly string[] | undefined,
): readonly Label[] {
  if (!names) return Array.from<Label>(labels);
  return Array.from<Label, string>(labels, (label, i) => {
    const name = names[Number(label)];
    if (name !== undefined) return name;
    throw new RangeError(
      `${OWNER}: ${prefix}labels[${i}] must be an integer from 0 to ${names.length - 1}, the place of one of the classes, got ${formatValue(label)}.`,
    );
  });
}

/** The training texts without those that are measured on, which would be known by heart. */
function without(all: ClassifiedTexts, measured: ClassifiedTexts): ClassifiedTexts {
  const tests = new Set(measured.texts.map(textKey));
  const rows = Int32Array.from(all.texts.keys()).filter((row) => !tests.has(textKey(all.texts[row]!)));
  return { texts: Array.from(rows, (row) => all.texts[row]!), labels: rows.map((row) => all.labels[row]!) };
}

function checkLabelled(prefix: string, { texts, labels }: TextsWithLabels): void {
  if (texts.length === 0)
    throw new RangeError(`${OWNER}: ${prefix}texts is empty. Give texts with a label each.`);
  if (labels.length !== texts.length) {
    throw new RangeError(
      `${OWNER}: expected a label for each text, got ${labels.length} ${prefix}labels for ${texts.length} ${prefix}texts.`,
    );
  }
  for (const [i, each] of texts.entries()) {
    if (typeof each !== 'string')
      throw new TypeError(`${OWNER}: ${prefix}texts[${i}] must be a text, got ${typeof each}.`);
    if (each.trim() === '')
      throw new RangeError(`${OWNER}: ${prefix}texts[${i}] is empty. Leave it out, with its label.`);
  }
}

function checkLabels(owner: string, option: string, value: unknown): void {
  if (isLabels(value)) return;
  throw new TypeError(`${owner}: ${option} must be an array, got ${formatValue(value)}.`);
}

function isLabels(value: unknown): boolean {
  return Array.isArray(value) || value instanceof Int32Array || value instanceof Uint8Array;
}

function checkTest(owner: string, option: string, value: unknown): void {
  const { texts, labels } = (value ?? {}) as Partial<TextsWithLabels>;
  if (Array.isArray(texts) && isLabels(labels)) return;
  throw new TypeError(`${owner}: ${option} must be { texts, labels }, two arrays.`);
}
