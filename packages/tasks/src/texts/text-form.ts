import { type NdArray, ndArray } from '@seqloom/datasets';
import {
  multiHot,
  padSequences,
  type Sequence,
  type Text,
  type Tokenizer,
  type TokenSpan,
} from '@seqloom/text';
import { characterGrams, logFrequencies } from './character-grams.ts';
import type { Division, TestPart } from './divide-texts.ts';
import type { InputKind, TextRecipe, TextSettings } from './recipe.ts';
import { wordGrams, wordPlaces, wordsOf } from './word-grams.ts';

/** What {@link TextForm.toJSON} writes. */
export interface TextFormJSON {
  readonly className: 'TextForm';
  readonly recipe: string;
  readonly input: InputKind;
  readonly words: number;
  readonly maxlen: number | null;
  /** The longest n-grams of words, where they are the inputs. */
  readonly ngrams?: number;
  readonly reversed: boolean;
  /** The label of each class; files without it tell bad reviews from good ones. */
  readonly classes?: readonly string[];
  /** Identifies the texts of which a part was cut off to measure on, and that part. */
  readonly divided?: string;
  readonly testPart?: TestPart;
  readonly masked?: true;
  readonly straight?: true;
  readonly marks?: true;
}

/** How a model reads texts that differ in length and in how they are typed. */
export interface ReadingOptions {
  /** Whether the network skips padding, so that texts are filled up to the longest of a batch and not to `maxlen`. Default false. */
  readonly masked?: boolean;
  /** Whether typographic apostrophes become straight ones before a text is cut into words. Default false. */
  readonly straight?: boolean;
}

const INPUTS: readonly InputKind[] = ['bag', 'grams', 'ngrams', 'ids'];

/** Lengths of batches are multiples of it, so that few of them differ. */
const LENGTH_STEP = 32;

/**
 * How texts become a model's inputs, and which label each class has. It lies in the model file beside the tokenizer, so that a file is all that
 * `predict` needs.
 */
export class TextForm {
  static readonly className: string = 'TextForm';
  readonly className: string = TextForm.className;
  readonly recipe: string;
  readonly input: InputKind;
  readonly words: number;
  readonly maxlen: number | undefined;
  readonly ngrams: number | undefined;
  readonly reversed: boolean;
  readonly classes: readonly string[];
  readonly divided: Division | undefined;
  readonly masked: boolean;
  readonly straight: boolean;
  /** Whether the marks . ! ? are words of n-grams. */
  readonly marks: boolean;

  constructor(
    recipe: Pick<TextRecipe, 'name' | 'input' | 'reversed' | 'marks'>,
    { words, maxlen, ngrams }: Pick<TextSettings, 'words' | 'maxlen' | 'ngrams'>,
    classes: readonly string[] = ['negative', 'positive'],
    divided?: Division,
    { masked = false, straight = false }: ReadingOptions = {},
  ) {
    this.recipe = recipe.name;
    this.input = recipe.input;
    this.words = words;
    this.maxlen = maxlen;
    this.ngrams = ngrams;
    this.reversed = recipe.reversed ?? false;
    this.classes = classes;
    this.divided = divided;
    this.masked = masked;
    this.straight = straight;
    this.marks = recipe.marks ?? false;
  }

  /** What a tokenizer is given for a text: the text, or the n-grams of its characters or words. */
  tokens(text: string): Text {
    const typed = this.typed(text);
    // a form of n-grams has a longest one
    if (this.input === 'ngrams') return wordGrams(wordsOf(typed, this.marks), this.ngrams!);
    return this.input === 'grams' ? characterGrams(typed) : typed;
  }

  /** The words that a text is cut into, in lower case, with their places in it. */
  wordsIn(text: string): TokenSpan[] {
    return wordPlaces(this.typed(text), this.marks);
  }

  /** The ids of every text; those rarer than `words` are left out. */
  sequences(tokenizer: Tokenizer, texts: Iterable<string>): Int32Array[] {
    const tokens = Array.from(texts, (text) => this.tokens(text));
    return Array.from(tokenizer.textsToSequencesGenerator(tokens), (ids) => this.directed(ids));
  }

  /** A text as its words are cut from, of the same length. */
  typed(text: string): string {
    return this.straight ? text.replaceAll('’', "'") : text;
  }

  /** The ids of a text in the direction in which the model reads them. */
  directed(ids: readonly number[]): Int32Array {
    return Int32Array.from(this.reversed ? ids.toReversed() : ids);
  }

  /**
   * The input array of some sequences: `[B, words]` of 0 and 1 or of frequencies, or ids, filled up with 0 in front, `[B, maxlen]` or as long as
   * the longest sequence.
   */
  inputs(sequences: readonly Sequence[]): NdArray {
    const { data, shape } =
      this.input === 'bag'
        ? multiHot(sequences, this.words)
        : this.input === 'grams'
          ? logFrequencies(sequences, this.words)
          : padSequences(sequences, { maxlen: this.#lengthFor(sequences) });
    return ndArray(data, shape);
  }

  #lengthFor(sequences: readonly Sequence[]): number {
    const most = this.maxlen ?? Number.POSITIVE_INFINITY;
    if (!this.masked && this.maxlen !== undefined) return most;
    const longest = sequences.reduce((length, sequence) => Math.max(length, sequence.length), 1);
    return Math.min(most, Math.ceil(longest / LENGTH_STEP) * LENGTH_STEP);
  }

  toJSON(): TextFormJSON {
    const { recipe, input, words, ngrams, reversed, classes, divided, masked, straight, marks } = this;
    return {
      className: 'TextForm',
      recipe,
      input,
      words,
      maxlen: this.maxlen ?? null,
      ...(ngrams !== undefined && { ngrams }),
      reversed,
      classes,
      ...(divided && { divided: divided.texts }),
      ...(divided?.part && { testPart: divided.part }),
      ...(masked && { masked }),
      ...(straight && { straight }),
      ...(marks && { marks }),
    };
  }

  /** @throws TypeError when the data are not a TextForm's */
  static fromJSON(json: unknown): TextForm {
    const { recipe, input, words, maxlen, ngrams, reversed, classes, divided, testPart, ...reading } =
      (json ?? {}) as Partial<TextFormJSON>;
    const { masked, straight, marks } = reading;
    const isLength = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;
    if (
      typeof recipe !== 'string' ||
      !INPUTS.includes(input as InputKind) ||
      !isLength(words) ||
      !(input === 'ids' ? isLength(maxlen) : maxlen === null) ||
      !(input === 'ngrams' ? isLength(ngrams) : ngrams === undefined) ||
      typeof reversed !== 'boolean' ||
      !(classes === undefined || areClasses(classes)) ||
      !(divided === undefined || typeof divided === 'string') ||
      !(testPart === undefined || isTestPart(testPart)) ||
      !(masked === undefined || masked === true) ||
      !(straight === undefined || straight === true) ||
      !(marks === undefined || marks === true)
    ) {
      throw new TypeError(
        `TextForm: expected { recipe, input, words, maxlen, reversed, classes }, got ${show(json)}.`,
      );
    }
    return new TextForm(
      { name: recipe, input: input as InputKind, reversed, marks: marks === true },
      { words, ...(maxlen && { maxlen }), ...(ngrams && { ngrams }) },
      classes,
      divided === undefined ? undefined : { texts: divided, part: testPart },
      { masked: masked === true, straight: straight === true },
    );
  }
}

function isTestPart(value: unknown): value is TestPart {
  const { testSize, fold, folds } = (value ?? {}) as Partial<TestPart>;
  if (folds === undefined) return typeof testSize === 'number' && testSize > 0 && testSize < 1;
  return Number.isInteger(folds) && Number.isInteger(fold) && fold! >= 0 && fold! < folds;
}

function areClasses(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 1 && value.every((label) => typeof label === 'string');
}

function show(json: unknown): string {
  return String(JSON.stringify(json)).slice(0, 200);
}
