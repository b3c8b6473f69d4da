import { Embedding } from '@seqloom/embeddings';
import { Dense, type Layer } from '@seqloom/nn';
import { Sequential } from '@seqloom/train';
import { type ReviewIdsOptions, reviewIds } from './data/reviews.ts';
import type { Facts, ListingContext } from './listing.ts';
import { trainOnReviews } from './review-training.ts';

/**
 * Listings 6.22 and 6.23: the last 500 words of each review, vectors of 32 numbers, a layer that makes one vector of a
 * sequence, and the answer. The chapter keeps this frame for every recurrent model on reviews.
 */
export async function trainRecurrent(
  name: string,
  layer: Layer,
  context: ListingContext,
  { reversed = false }: Pick<ReviewIdsOptions, 'reversed'> = {},
): Promise<Facts> {
  const reviews = await context.reviews();
  // the bundled reviews have 40 words each
  const { maxlen, batchSize } = reviews.long
    ? { maxlen: 500, batchSize: 128 }
    : { maxlen: 60, batchSize: 16 };
  const { train } = reviewIds(reviews, { maxlen, seed: context.seed, reversed });
  context.print(`input_train shape: (${train.inputs.shape.join(', ')})`);
  const model = new Sequential([
    new Embedding({ inputDim: 10_000, outputDim: 32 }),
    layer,
    new Dense({ units: 1, activation: 'sigmoid' }),
  ]);
  const measured = await trainOnReviews(model, train, { name, epochs: 10, batchSize }, context);
  model.dispose();
  return { ...measured, shape: `(${train.inputs.shape.join(', ')})` };
}
