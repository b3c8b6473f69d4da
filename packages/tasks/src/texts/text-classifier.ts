import { awaitsBackend, ready } from '@seqloom/backend';
import { type Label, LabelEncoder } from '@seqloom/datasets';
import { formatValue } from '@seqloom/options';
import { load, type SaveOptions, save } from '@seqloom/train';
import { refuseOtherKind } from '../attached-to-file.ts';
import { attachmentsOf } from '../task-of-file.ts';
import { type ClassScores, classScores, mostProbableClasses } from './class-scores.ts';
import { type ExplainTextOptions, explainText, type TextExplanation } from './explain-text.ts';
import { TEXT_LOAD_OPTIONS, textModelOf } from './model-file.ts';
import { idsOf } from './read-texts.ts';
import { scoreTexts } from './score-texts.ts';
import { textProbabilities } from './text-probabilities.ts';
import { majorityAccuracy } from './text-source.ts';
import type { TextModel, TextResult } from './text-types.ts';
import { ANY_TEXTS } from './texts-filing.ts';

/** What a classifier says of a text. */
export interface TextAnswer {
  /** The most probable class. */
  readonly label: string;
  /** Its probability. */
  readonly probability: number;
  /** The probability of every class, by label; they add up to 1. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** How many words of the text the model knows; with none the label says nothing about it. */
  readonly knownWords: number;
}

/** How well a classifier does on texts, beside the answer that is most often right. */
export interface TextEvaluation extends ClassScores {
  readonly samples: number;
  readonly accuracy: number;
  /** Of the majority class of these texts, always. */
  readonly baselineAccuracy: number;
}

/** What {@link TextClassifier.predict} and its like may be told. */
export interface TextCallOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * A model of classes of texts, ready to use: the network, the words it knows, and how texts become its inputs. It is what
 * `classifyTexts` trains and `loadPretrained` opens.
 */
export class TextClassifier {
  /** The network with its tokenizer and form, for the functions of `@seqloom/tasks`. */
  readonly parts: TextModel;
  /** How it was trained and what it reached on texts it has not learned from; undefined for one that was read from a file. */
  readonly result: TextResult | undefined;

  constructor(parts: TextModel, result?: TextResult) {
    this.parts = parts;
    this.result = result;
  }

  /** The labels it tells apart. */
  get classes(): readonly string[] {
    return this.parts.form.classes;
  }

  /** What the answer that is most often right reaches on the test texts. */
  get baseline(): { readonly name: string; readonly accuracy: number } | undefined {
    return this.result && { name: 'majority', accuracy: this.result.baselineAccuracy };
  }

  /**
   * The class of each text.
   *
   * @throws TypeError unless they are texts; the signal's reason when it is aborted
   * @example
   * ```ts
   * const [answer] = await model.predict(['not bad at all']);
   * console.log(answer?.label, answer?.probability);
   * ```
   */
  async predict(texts: readonly string[], { signal }: TextCallOptions = {}): Promise<TextAnswer[]> {
    checkTexts('predict', texts);
    const { classes } = this;
    const scores = await scoreTexts(this.parts, texts, signal);
    return scores.map(({ label, knownWords, probabilities }) => ({
      label,
      probability: probabilities[classes.indexOf(label)]!,
      probabilities: Object.fromEntries(classes.map((name, i) => [name, probabilities[i]!])),
      knownWords,
    }));
  }

  /**
   * Measures the model on labelled texts.
   *
   * @throws TypeError unless texts and labels are arrays; RangeError for a label that the model does not know, or another number of labels than of texts
   */
  async evaluate(
    { texts, labels }: { readonly texts: readonly string[]; readonly labels: readonly Label[] },
    { signal }: TextCallOptions = {},
  ): Promise<TextEvaluation> {
    checkTexts('evaluate', texts);
    if (!Array.isArray(labels))
      throw new TypeError(
        `TextClassifier: evaluate: expected an array of labels, got ${formatValue(labels)}.`,
      );
    if (labels.length !== texts.length || texts.length === 0) {
      throw new RangeError(
        `TextClassifier: evaluate: expected a label for each text, got ${labels.length} labels for ${texts.length} texts.`,
      );
    }
    const { parts, classes } = this;
    const truth = new LabelEncoder(classes, { sort: false }).encode(labels);
    const probabilities = await textProbabilities(parts, idsOf(parts, texts), signal);
    const scores = classScores(mostProbableClasses(probabilities, classes.length), truth, classes);
    return {
      samples: texts.length,
      // with one label a text the two are the same number
      accuracy: scores.microF1,
      baselineAccuracy: majorityAccuracy(truth),
      ...scores,
    };
  }

  /**
   * The influence of every word of a text on the answer.
   *
   * @throws RangeError for a label that the model does not have
   * @example
   * ```ts
   * const { label, words } = await model.explain('not bad at all');
   * for (const { word, influence } of words) console.log(word, influence.toFixed(2), label);
   * ```
   */
  async explain(text: string, options: ExplainTextOptions = {}): Promise<TextExplanation> {
    checkTexts('explain', [text]);
    return explainText(this.parts, text, options);
  }

  /**
   * The model as the bytes of a file, which {@link TextClassifier.load} and the command line read.
   *
   * @param options `dtype: 'int8'` takes a quarter of the bytes
   */
  save(options: Pick<SaveOptions, 'dtype'> = {}): Promise<Uint8Array<ArrayBuffer>> {
    return save(this.parts.model, { ...options, attachments: attachmentsOf(ANY_TEXTS, this.parts) });
  }

  /** Releases the memory of the network. */
  dispose(): void {
    this.parts.model.dispose();
  }

  /**
   * Reads a model that {@link save} or the command line wrote.
   *
   * @throws ModelFileError when the file is damaged or holds something else
   */
  static async load(bytes: Uint8Array): Promise<TextClassifier> {
    refuseOtherKind(bytes, 'texts');
    if (awaitsBackend()) await ready();
    return new TextClassifier(textModelOf(load(bytes, TEXT_LOAD_OPTIONS), 'the file'));
  }
}

function checkTexts(owner: string, texts: readonly unknown[]): void {
  if (!Array.isArray(texts))
    throw new TypeError(`TextClassifier: ${owner}: expected an array of texts, got ${formatValue(texts)}.`);
  const wrong = texts.findIndex((text) => typeof text !== 'string');
  if (wrong < 0) return;
  throw new TypeError(
    `TextClassifier: ${owner}: texts[${wrong}] must be a text, got ${formatValue(texts[wrong])}.`,
  );
}
