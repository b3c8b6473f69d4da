import { boolean, formatValue, type OptionRules, resolveOptions } from '@seqloom/options';
import { orderClasses } from './classes.ts';

/** What a label may be; `1` and `'1'` are the same one. */
export type Label = string | number | boolean;

/** Options of a {@link LabelEncoder}. */
export interface LabelEncoderOptions {
  /** Whether the classes are put in order; otherwise they are in that of their first label. Default true. */
  readonly sort?: boolean;
}

const RULES: OptionRules<LabelEncoderOptions> = { sort: boolean(true) };

/**
 * Numbers labels: in the order of numbers where all are numbers, otherwise by code points, the same on every machine.
 *
 * @throws TypeError for a label that is not a text, a number or a boolean; RangeError for an empty text or NaN
 *
 * **Source**: `LabelEncoder` of scikit-learn.
 * @example
 * const encoder = new LabelEncoder(['spam', 'ham', 'spam']);
 * encoder.classes; // ['ham', 'spam']
 * encoder.encode(['spam']); // Int32Array [1]
 */
export class LabelEncoder {
  /** The label of each number. */
  readonly classes: readonly string[];
  readonly #numbers: ReadonlyMap<string, number>;

  constructor(labels: Iterable<Label>, options: LabelEncoderOptions = {}) {
    const { sort } = resolveOptions('LabelEncoder', options, RULES);
    const { spelled, found } = orderClasses(texts(labels));
    this.classes = sort ? found : [...new Set(spelled)];
    this.#numbers = new Map(this.classes.map((label, number) => [label, number]));
  }

  /**
   * The number of each label, `[N]`, values 0 … classes − 1.
   *
   * @throws RangeError for a label that the encoder has not seen; TypeError as the constructor
   */
  encode(labels: Iterable<Label>): Int32Array {
    return Int32Array.from(texts(labels), (label, i) => {
      const number = this.#numbers.get(label) ?? this.#numbers.get(String(Number(label)));
      if (number !== undefined) return number;
      throw new RangeError(
        `LabelEncoder: labels[${i}] is ${formatValue(label)}, expected one of ${this.classes.map((known) => formatValue(known)).join(', ')}.`,
      );
    });
  }

  /**
   * The label of each number.
   *
   * @throws RangeError for a number that is not one of a class
   */
  decode(numbers: Iterable<number>): string[] {
    return Array.from(numbers, (number, i) => {
      const label = this.classes[number];
      if (label !== undefined) return label;
      throw new RangeError(
        `LabelEncoder: numbers[${i}] must be an integer from 0 to ${this.classes.length - 1}, got ${formatValue(number)}.`,
      );
    });
  }
}

function texts(labels: Iterable<Label>): string[] {
  return Array.from(labels, (label, i) => {
    const kind = typeof label;
    if (kind !== 'string' && kind !== 'number' && kind !== 'boolean') {
      throw new TypeError(
        `LabelEncoder: labels[${i}] must be a text, a number or a boolean, got ${formatValue(label)}.`,
      );
    }
    if (label === '' || Number.isNaN(label)) {
      throw new RangeError(
        `LabelEncoder: labels[${i}] is ${formatValue(label)}. Leave it out, with its text.`,
      );
    }
    return String(label);
  });
}
