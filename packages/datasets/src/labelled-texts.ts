import { DatasetError } from '@seqloom/archives';
import {
  checkOneOf,
  checkTexts,
  limit,
  type OptionRules,
  type Resolved,
  rule,
  texts,
} from '@seqloom/options';

/** Texts with the number of the class each belongs to. */
export interface LabelledTexts {
  /** The texts, class by class. */
  readonly texts: readonly string[];
  /** `labels[i]` is the class of `texts[i]`, an index into `labelNames`. Values 0 … classes − 1. */
  readonly labels: Uint8Array;
  /** The names of the classes. */
  readonly labelNames: readonly string[];
}

/** The two parts IMDB comes in. */
export type ReviewSplit = 'train' | 'test';

/** Which texts to read. */
export interface ReadReviewsOptions<Split extends ReviewSplit = ReviewSplit> {
  /** The parts to keep in memory; the others are passed over. Default both. */
  readonly splits?: readonly Split[];
  /** The folders that are the classes, in the order of their numbers. Default `['neg', 'pos']`. */
  readonly labels?: readonly string[];
  /**
   * How many bytes the wanted texts may have in all, so that a small archive cannot fill the memory; each text counts
   * 128 bytes more. Default 1 GiB.
   */
  readonly maxBytes?: number;
}

/** Where a text belongs: its part, its class, its file name. */
export interface TextPlace {
  readonly split: ReviewSplit;
  readonly label: number;
  readonly name: string;
}

const LARGEST_TEXT = 16 * 1024 * 1024;
const DEFAULT_MAX_BYTES = 2 ** 30;
/** What a string and its name take beside the characters. */
const BYTES_PER_TEXT = 128;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Decodes the bytes of one text.
 *
 * @throws DatasetError when they are empty, not UTF-8 or too many.
 */
export function decodeText(bytes: Uint8Array, file: string): string {
  if (bytes.length === 0)
    throw new DatasetError(file, 'the file is empty. Delete it or fetch the data again.');
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new DatasetError(file, 'the file is not UTF-8 text. Convert it or fetch the data again.', {
      cause,
    });
  }
}

const SPLITS: readonly ReviewSplit[] = ['train', 'test'];

/** The rules of {@link ReadReviewsOptions}. */
export const READ_REVIEWS_RULES: OptionRules<ReadReviewsOptions> = {
  splits: rule<readonly ReviewSplit[]>(checkSplits, SPLITS),
  labels: texts(['neg', 'pos']),
  maxBytes: limit(DEFAULT_MAX_BYTES),
};

function checkSplits(owner: string, option: string, value: unknown): void {
  checkTexts(owner, option, value);
  for (const split of value) checkOneOf(owner, option, split, SPLITS);
}

/** Collects texts in any order and returns them class by class, sorted by the bytes of their file names. */
export class TextCollector {
  readonly splits: readonly ReviewSplit[];
  readonly labels: readonly string[];
  readonly #maxBytes: number;
  #bytes = 0;
  readonly #buckets = new Map<string, { name: string; text: string }[]>();

  constructor({ splits, labels, maxBytes }: Resolved<ReadReviewsOptions>) {
    this.#maxBytes = maxBytes;
    this.splits = splits;
    this.labels = labels;
    for (const split of this.splits) {
      for (let label = 0; label < labels.length; label++) this.#buckets.set(`${split}/${label}`, []);
    }
  }

  /** The place of a path such as `aclImdb/train/pos/0_9.txt`, or undefined when it is not wanted. */
  placeOf(path: string): TextPlace | undefined {
    const [name, folder, split] = path.split('/').reverse();
    if (!name?.endsWith('.txt') || name.startsWith('.')) return undefined; // `._0_9.txt`: what macOS adds
    const label = this.labels.indexOf(folder ?? '');
    const wanted = this.splits.find((candidate) => candidate === split);
    return label >= 0 && wanted ? { split: wanted, label, name } : undefined;
  }

  /**
   * Counts the bytes of a text before it is read.
   *
   * @throws DatasetError when it is larger than any review can be (16 MB), or all texts are larger than `maxBytes`
   */
  reserve(size: number, file: string): void {
    if (size > LARGEST_TEXT) {
      throw new DatasetError(
        file,
        `the file has ${size} bytes, more than a text may have (${LARGEST_TEXT}). Remove it.`,
      );
    }
    this.#bytes += size + BYTES_PER_TEXT;
    if (this.#bytes <= this.#maxBytes) return;
    throw new DatasetError(file, `the texts take more than ${this.#maxBytes} bytes in all.`, {
      wayOut: { option: 'maxBytes', advice: 'Set maxBytes to read more.' },
    });
  }

  add({ split, label, name }: TextPlace, text: string): void {
    this.#buckets.get(`${split}/${label}`)?.push({ name, text });
  }

  /** @throws DatasetError when a class of a wanted part has no texts. */
  finish(file: string): Readonly<Record<string, LabelledTexts>> {
    return Object.fromEntries(this.splits.map((split) => [split, this.#finishSplit(split, file)]));
  }

  #finishSplit(split: ReviewSplit, file: string): LabelledTexts {
    const texts: string[] = [];
    const labels: number[] = [];
    for (let label = 0; label < this.labels.length; label++) {
      const bucket = this.#buckets.get(`${split}/${label}`) ?? [];
      if (bucket.length === 0) {
        throw new DatasetError(
          file,
          `no texts in ${split}/${this.labels[label]}. Expected ${this.labels.map((name) => `${split}/${name}/*.txt`).join(' and ')}, as in the IMDB archive's folder aclImdb.`,
        );
      }
      bucket.sort((a, b) => compareBytes(a.name, b.name));
      for (const { text } of bucket) {
        texts.push(text);
        labels.push(label);
      }
    }
    return { texts, labels: Uint8Array.from(labels), labelNames: this.labels };
  }
}

/** Orders names as their UTF-8 bytes do; plain `<` compares UTF-16 units, which differ beyond U+FFFF. */
function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
