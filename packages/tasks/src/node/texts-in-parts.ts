import { DatasetError, type TextDataset } from '@seqloom/datasets';
import { checkParts, type DividedTexts, divideTexts, type TestPart } from '../texts/divide-texts.ts';
import { fingerprint } from '../texts/fingerprint.ts';
import type { ClassifiedTexts, TextSource } from '../texts/text-source.ts';

/** Texts as they were found, in two parts or to be divided. */
export type FoundTexts =
  | Pick<TextSource, 'classes' | 'train' | 'test'>
  | (Pick<TextDataset, 'texts' | 'labels' | 'classes'> & Partial<Pick<TextDataset, 'parts' | 'report'>>);

/** Texts to be measured on, and how they were chosen, in a sentence. */
export interface MeasuredTexts extends Pick<TextSource, 'train' | 'test'> {
  readonly notice: string;
}

/**
 * Texts to learn from and texts to be measured on.
 *
 * @throws DatasetError when the texts name their parts themselves and another one is wished, or as {@link divideTexts}
 */
export function textsInParts(name: string, found: FoundTexts, part: TestPart | undefined): DividedTexts {
  const own = ownParts(found);
  if (!own) return divideTexts(name, found as TextDataset, part);
  refusePart(name, part);
  checkParts(name, own.train);
  return own;
}

/**
 * The texts of a file that a saved model is measured on: those that the file names, those that `part` names, the test part of the
 * texts that the model was trained on, and all of other texts.
 *
 * @param trainedOn identifies the texts that the model was trained on, where it was cut from them
 * @throws as {@link textsInParts}
 */
export function measuredTexts(
  name: string,
  found: FoundTexts,
  part: TestPart | undefined,
  trainedOn: string | undefined,
): MeasuredTexts {
  const own = ownParts(found);
  const all = own ? joined(own) : (found as TextDataset);
  const count = all.texts.length;
  const whole = (why: string) => ({
    train: NO_TEXTS,
    test: all,
    notice: `measured on all ${count} texts${why}`,
  });
  if (part?.testSize === 1) return whole(': --test-split 1');
  if (own) {
    refusePart(name, part);
    return {
      ...own,
      notice: `measured on the ${own.test.texts.length} of ${count} texts that are for the test`,
    };
  }
  const known = trainedOn === fingerprint(all.texts);
  if (!part && !known)
    return whole(', as the model was trained on others; those that it has seen make the figure too good');
  const { test } = divideTexts(name, found as TextDataset, part);
  const why = part ? '' : ', the test part of the texts that the model was trained on';
  return { train: NO_TEXTS, test, notice: `measured on ${test.texts.length} of ${count} texts${why}` };
}

const NO_TEXTS: ClassifiedTexts = { texts: [], labels: new Int32Array() };

/** The parts that texts were found in, or that a file names; what is not for the test is trained on. */
function ownParts(found: FoundTexts): Pick<TextSource, 'train' | 'test'> | undefined {
  if ('train' in found) return { train: found.train, test: found.test };
  const { texts, labels, parts } = found;
  if (!parts?.includes('test')) return undefined;
  const of = (isTest: boolean): ClassifiedTexts => {
    const rows = Int32Array.from(parts.keys()).filter((row) => (parts[row] === 'test') === isTest);
    return { texts: Array.from(rows, (row) => texts[row]!), labels: rows.map((row) => labels[row]!) };
  };
  return { train: of(false), test: of(true) };
}

function joined({ train, test }: Pick<TextSource, 'train' | 'test'>): ClassifiedTexts {
  return {
    texts: [...train.texts, ...test.texts],
    labels: Int32Array.from([...train.labels, ...test.labels]),
  };
}

function refusePart(name: string, part: TestPart | undefined): void {
  if (!part) return;
  throw new DatasetError(
    name,
    'the data say themselves what is the test part. Leave --test-split and --fold out.',
  );
}
