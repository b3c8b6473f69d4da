import { splitPoint } from '@seqloom/arrays';
import { DatasetError } from '@seqloom/datasets';
import { createRandom } from '@seqloom/random';
import { parseStories } from '../questions/parse-stories.ts';
import type { Story, StorySource } from '../questions/story.ts';
import type { NamedData } from '../task.ts';
import { readOwnText } from './read-text-file.ts';

/** Stories that have a name. */
export interface NamedStories extends NamedData {
  find(): Omit<StorySource, 'name' | 'data'>;
}

/** Of a file's stories, the fraction that is kept for the test. */
const TEST_FRACTION = 0.2;
/** Always the same, so that `evaluate` finds the part that `train` left out. */
const SPLIT_SEED = 1;

/**
 * Opens stories: some that have a name, or a file in the form of the bAbI tasks, of which a fifth is kept for the test.
 *
 * @throws DatasetError when there is no such name or path, for a folder, and for a file of another form
 */
export async function openStories(nameOrPath: string, named: readonly NamedStories[]): Promise<StorySource> {
  const entry = named.find(({ word }) => word === nameOrPath);
  if (entry) return { name: entry.name, ...entry.find() };
  const { text, ...about } = await readOwnText(nameOrPath, named);
  return { ...about, ...divided(nameOrPath, parseStories(nameOrPath, text)) };
}

function divided(name: string, stories: readonly Story[]): Pick<StorySource, 'train' | 'test'> {
  const LEAST = 10;
  if (stories.length < LEAST) {
    throw new DatasetError(
      name,
      `there are ${stories.length} questions, expected ${LEAST} or more to keep some for the test.`,
    );
  }
  const order = createRandom(SPLIT_SEED, 'questions').permutation(stories.length);
  const shuffled = Array.from(order, (row) => stories[row]!);
  const cut = splitPoint('questions', 'test', TEST_FRACTION, stories.length);
  const train = shuffled.slice(0, cut);
  const known = new Set(train.map(({ answer }) => answer));
  // an answer that occurs once or twice may be in the test part alone: no model can know it
  return { train, test: shuffled.slice(cut).filter(({ answer }) => known.has(answer)) };
}
