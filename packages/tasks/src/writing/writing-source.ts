import { DatasetError } from '@seqloom/datasets';
import type { WritingSource } from './writing-types.ts';

/** The parts that are held out, at the end. */
const [VALIDATION_SHARE, TEST_SHARE] = [0.05, 0.05];

/**
 * Divides a text: the beginning trains, the end is measured on, so that nothing of it has been read.
 *
 * @throws DatasetError for a text without letters
 */
export function divideText(file: string, text: string): Pick<WritingSource, 'train' | 'validation' | 'test'> {
  if (!/\p{L}/u.test(text)) throw new DatasetError(file, 'has no letter. Give a text.');
  const cut = (share: number) => {
    const place = Math.round(text.length * share);
    const space = text.indexOf(' ', place); // no word is cut
    return space < 0 ? place : space;
  };
  const [train, validation] = [cut(1 - VALIDATION_SHARE - TEST_SHARE), cut(1 - TEST_SHARE)];
  return {
    train: text.slice(0, train),
    validation: text.slice(train, validation),
    test: text.slice(validation),
  };
}
