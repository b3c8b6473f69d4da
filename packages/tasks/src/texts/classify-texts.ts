import { ready } from '@seqloom/backend';
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
import { type ApiWords, inApiWords } from '../options/api-words.ts';
import { choicesRule } from '../options/choices-rule.ts';
import { type AnyOptionTable, flagOf } from '../options/command-option.ts';
import type { EpochReport } from '../progress.ts';
import { trainChosen } from '../train-chosen.ts';
import { anyTextsTask } from './any-texts-task.ts';
import { type LabelledSourceOptions, labelledSource, type TextsWithLabels } from './labelled-source.ts';
import { TEXT_CHOICES } from './text-choices.ts';
import { TextClassifier } from './text-classifier.ts';
import type { TextChoices } from './text-types.ts';

/** Options of {@link classifyTexts}. */
export interface ClassifyTextsOptions extends LabelledSourceOptions {
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
  return inApiWords(OWNER, WORDS, async () => {
    const source = { ...labelledSource(OWNER, settings), openVectors: openNoVectors };
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
  });
}

/** What its errors call what commands on texts take as options. */
const WORDS: ApiWords = Object.entries(TEXT_CHOICES as unknown as AnyOptionTable)
  .map(([name, option]) => [`--${flagOf(name, option)}`, `settings.${name}`] as const)
  .sort(([a], [b]) => b.length - a.length);

async function openNoVectors(): Promise<never> {
  throw new RangeError(
    `${OWNER}: this model begins with word vectors of a file, which are not read here. Give another model, or use openTexts and trainTask of seqloom/tasks.`,
  );
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
