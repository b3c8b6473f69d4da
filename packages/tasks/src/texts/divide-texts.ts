import { DatasetError, kFold, type LabelledRows, trainTestSplit } from '@seqloom/datasets';
import { fingerprint } from './fingerprint.ts';
import type { ClassifiedTexts, TextSource } from './text-source.ts';

/** The texts that are measured on: a fraction, or one of several parts. */
export interface TestPart {
  readonly testSize?: number;
  /** From 0. */
  readonly fold?: number;
  readonly folds?: number;
}

/** How texts were divided, for whoever has the same texts again. */
export interface Division {
  /** Identifies the texts. */
  readonly texts: string;
  /** What was measured on; absent where groups of texts decided it, and in older files. */
  readonly part?: TestPart | undefined;
}

/** Texts in two parts, and how we cut them where we did. */
export type DividedTexts = Pick<TextSource, 'train' | 'test' | 'divided'>;

/** The part that is measured on where it is not said. */
const TEST_SPLIT = 0.2;
/** Fewer leave nothing to validate with. */
const LEAST_TRAIN = 4;
/** Always the same, so that `evaluate` finds the part that `train` left out. */
const SPLIT_SEED = 1;

/**
 * Keeps some texts to be measured on, each class in proportion, copies of a text and texts of a group together.
 *
 * @param name what messages call the texts
 * @throws DatasetError when too few are left, or of one class only
 */
export function divideTexts(
  name: string,
  dataset: LabelledRows,
  part: TestPart = {},
  groups?: readonly (string | number)[],
): DividedTexts {
  const { folds, fold, testSize = TEST_SPLIT } = part;
  const options = { seed: SPLIT_SEED, ...(groups && { groups }) };
  try {
    const split =
      folds === undefined
        ? trainTestSplit(dataset, { testSize, ...options })
        : kFold(dataset, { folds, ...options })[fold!]!;
    checkParts(name, split.train);
    if (split.train.texts.length < LEAST_TRAIN) {
      const wish = `expected ${LEAST_TRAIN} or more beside the test part`;
      throw new DatasetError(name, `there are ${split.train.texts.length} texts to train on, ${wish}.`);
    }
    const cut = folds === undefined ? { testSize } : { fold: fold!, folds };
    return { ...split, divided: { texts: fingerprint(dataset.texts), ...(!groups && { part: cut }) } };
  } catch (cause) {
    if (cause instanceof DatasetError || !(cause instanceof RangeError)) throw cause;
    throw new DatasetError(name, 'there are too few texts to keep some of them for the test. Give more.', {
      cause,
    });
  }
}

/** @throws DatasetError for texts of which nothing can be learned */
export function checkParts(name: string, train: ClassifiedTexts): void {
  if (new Set(train.labels).size < 2) {
    throw new DatasetError(name, 'the texts to train on have one class only, expected two or more.');
  }
}
