import { DatasetError, type TextDataset, textKey } from '@seqloom/datasets';
import {
  checkParts,
  type DividedTexts,
  type Division,
  divideTexts,
  type TestPart,
} from '../texts/divide-texts.ts';
import { fingerprint } from '../texts/fingerprint.ts';
import type { ClassifiedTexts, TextSource } from '../texts/text-source.ts';

/** Texts as they were found, in two parts or to be divided. */
export type FoundTexts =
  | Pick<TextSource, 'classes' | 'train' | 'test' | 'openUnlabelled'>
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
 * @param trainedOn how the texts that the model was trained on were divided, where we did it
 * @throws as {@link textsInParts}
 */
export function measuredTexts(
  name: string,
  found: FoundTexts,
  part: TestPart | undefined,
  trainedOn: Division | undefined,
): MeasuredTexts {
  const own = ownParts(found);
  const all = own ? joined(own) : (found as TextDataset);
  const count = all.texts.length;
  const learned = own ? undefined : learnedTexts(name, found as TextDataset, trainedOn);
  const measured = (test: ClassifiedTexts, why: string): MeasuredTexts => {
    const part =
      test.texts.length === count ? `all ${count} texts` : `${test.texts.length} of ${count} texts`;
    return { train: NO_TEXTS, test, notice: `measured on ${part}${why}${overlapText(test, learned)}` };
  };
  if (part?.testSize === 1) return measured(all, ': --test-split 1');
  if (own) {
    refusePart(name, part);
    return {
      ...own,
      notice: `measured on the ${own.test.texts.length} of ${count} texts that are for the test`,
    };
  }
  if (part) return measured(divideTexts(name, found as TextDataset, part).test, '');
  if (!learned) {
    return measured(
      all,
      ', as the model was trained on others; those that it has seen make the figure too good',
    );
  }
  if (learned === 'unknown') return measured(all, '');
  const { test } = divideTexts(name, found as TextDataset, trainedOn!.part);
  return measured(test, ', the test part of the texts that the model was trained on');
}

/**
 * The texts among these that a model has learned from; `unknown` where it has learned from some that its file does not name, and undefined
 * where it was trained on other texts.
 */
function learnedTexts(
  name: string,
  found: TextDataset,
  trainedOn: Division | undefined,
): ReadonlySet<string> | 'unknown' | undefined {
  if (trainedOn?.texts !== fingerprint(found.texts)) return undefined;
  if (!trainedOn.part) return 'unknown';
  return new Set(divideTexts(name, found, trainedOn.part).train.texts.map(textKey));
}

/** How many of the texts that are measured on the model has learned from, where there are some. */
function overlapText(test: ClassifiedTexts, learned: ReturnType<typeof learnedTexts>): string {
  if (!learned) return '';
  const advice = 'the figure is too good';
  if (learned === 'unknown') return `, some of which the model has learned from: ${advice}`;
  const seen = test.texts.filter((text) => learned.has(textKey(text))).length;
  return seen === 0 ? '' : `, ${seen} of which the model has learned from: ${advice}`;
}

const NO_TEXTS: ClassifiedTexts = { texts: [], labels: new Int32Array() };

/** Whether texts say themselves which of them are for the test. */
export function nameTheirParts(found: FoundTexts): boolean {
  return ownParts(found) !== undefined;
}

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
