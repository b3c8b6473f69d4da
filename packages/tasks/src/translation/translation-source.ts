import { DatasetError } from '@seqloom/datasets';
import { createRandom } from '@seqloom/random';
import type { AnySource } from '../task-types.ts';
import type { SentencePair } from './parse-pairs.ts';
import { sentenceWords } from './sentence-words.ts';

/** A sentence with all of its translations. */
export interface TranslatedSentence {
  readonly source: string;
  readonly targets: readonly string[];
}

/** Sentences in three parts. Sentences that are the same in English are in the same part. */
export interface TranslationSource extends AnySource {
  readonly train: readonly TranslatedSentence[];
  readonly validation: readonly TranslatedSentence[];
  readonly test: readonly TranslatedSentence[];
}

/** The parts that are held out. */
const [VALIDATION_SHARE, TEST_SHARE] = [0.05, 0.1];
/** Fewer leave nothing to learn from. */
const LEAST = 40;
/** Always the same, so that `evaluate` finds the sentences that `train` left out. */
const SPLIT_SEED = 1;

/**
 * Groups pairs by their sentence, letters of either size and spacing aside, and divides the sentences at random.
 *
 * @throws DatasetError when there are too few
 */
export function divideSentences(
  file: string,
  pairs: readonly SentencePair[],
): Pick<TranslationSource, 'train' | 'validation' | 'test'> {
  const bySentence = new Map<string, { source: string; targets: string[] }>();
  for (const { source, target } of pairs) {
    const key = sentenceWords(source).join(' ');
    const known = bySentence.get(key);
    if (!known) bySentence.set(key, { source, targets: [target] });
    else if (!known.targets.includes(target)) known.targets.push(target);
  }
  const sentences = createRandom(SPLIT_SEED, 'translation/split').shuffle([...bySentence.values()]);
  if (sentences.length < LEAST) {
    throw new DatasetError(
      file,
      `has ${sentences.length} different sentences, expected at least ${LEAST}. Add pairs.`,
    );
  }
  const test = Math.round(sentences.length * TEST_SHARE);
  const held = test + Math.round(sentences.length * VALIDATION_SHARE);
  return {
    test: sentences.slice(0, test),
    validation: sentences.slice(test, held),
    train: sentences.slice(held),
  };
}
