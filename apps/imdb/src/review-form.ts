import { type NdArray, ndArray } from '@seqloom/datasets';
import { multiHot, padSequences, type Sequence, type Tokenizer } from '@seqloom/text';
import type { InputKind, Recipe, Settings } from './recipe.ts';

/** What {@link ReviewForm.toJSON} writes. */
export interface ReviewFormJSON {
  readonly className: 'ReviewForm';
  readonly recipe: string;
  readonly input: InputKind;
  readonly words: number;
  readonly maxlen: number | null;
  readonly reversed: boolean;
}

/**
 * How reviews become a model's inputs. It lies in the model file beside the tokenizer, so that a file is all that
 * `predict` needs.
 */
export class ReviewForm {
  static readonly className: string = 'ReviewForm';
  readonly className: string = ReviewForm.className;
  readonly recipe: string;
  readonly input: InputKind;
  readonly words: number;
  readonly maxlen: number | undefined;
  readonly reversed: boolean;

  constructor(
    recipe: Pick<Recipe, 'name' | 'input' | 'reversed'>,
    { words, maxlen }: Pick<Settings, 'words' | 'maxlen'>,
  ) {
    this.recipe = recipe.name;
    this.input = recipe.input;
    this.words = words;
    this.maxlen = maxlen;
    this.reversed = recipe.reversed ?? false;
  }

  /** The ids of every text; those rarer than `words` are left out. */
  sequences(tokenizer: Tokenizer, texts: Iterable<string>): Int32Array[] {
    return Array.from(tokenizer.textsToSequencesGenerator(texts), (ids) =>
      Int32Array.from(this.reversed ? ids.reverse() : ids),
    );
  }

  /** The input array of some sequences: `[B, words]` of 0 and 1, or `[B, maxlen]` ids, filled up with 0 in front. */
  inputs(sequences: readonly Sequence[]): NdArray {
    const { data, shape } =
      this.input === 'bag'
        ? multiHot(sequences, this.words)
        : padSequences(sequences, { ...(this.maxlen !== undefined && { maxlen: this.maxlen }) });
    return ndArray(data, shape);
  }

  toJSON(): ReviewFormJSON {
    const { recipe, input, words, reversed } = this;
    return { className: 'ReviewForm', recipe, input, words, maxlen: this.maxlen ?? null, reversed };
  }

  /** @throws TypeError when the data are not a ReviewForm's */
  static fromJSON(json: unknown): ReviewForm {
    const { recipe, input, words, maxlen, reversed } = (json ?? {}) as Partial<ReviewFormJSON>;
    const isLength = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;
    if (
      typeof recipe !== 'string' ||
      (input !== 'bag' && input !== 'ids') ||
      !isLength(words) ||
      !(input === 'bag' ? maxlen === null : isLength(maxlen)) ||
      typeof reversed !== 'boolean'
    ) {
      throw new TypeError(
        `ReviewForm: expected { recipe, input, words, maxlen, reversed }, got ${show(json)}.`,
      );
    }
    return new ReviewForm({ name: recipe, input, reversed }, { words, ...(maxlen && { maxlen }) });
  }
}

function show(json: unknown): string {
  return String(JSON.stringify(json)).slice(0, 200);
}
