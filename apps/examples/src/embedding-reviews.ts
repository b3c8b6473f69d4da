import { Embedding } from '@seqloom/embeddings';
import { Dense, Flatten } from '@seqloom/nn';
import { Sequential } from '@seqloom/train';
import { reviewIds } from './data/reviews.ts';
import type { Listing } from './listing.ts';
import { trainOnReviews } from './review-training.ts';

/** Vectors of 8 numbers for the last 20 words of a review, flattened for one dense layer. */
export const embeddingReviews: Listing = {
  item: '6.7',
  title: 'Embedding and a classifier on 20 words',
  source: 'listings 6.6–6.7',
  trains: true,
  async run(context) {
    const reviews = await context.reviews();
    const { train } = reviewIds(reviews, { maxlen: 20, seed: context.seed });
    const model = new Sequential([
      new Embedding({ inputDim: 10_000, outputDim: 8 }),
      new Flatten(),
      new Dense({ units: 1, activation: 'sigmoid' }),
    ]);
    model.build([null, 20], { seed: context.seed });
    context.print(model.summary());
    const epochs = reviews.long ? 10 : 20;
    const measured = await trainOnReviews(
      model,
      train,
      { name: 'embedding', epochs, batchSize: 32 },
      context,
    );
    const parameters = model.layers.map((layer) => layer.countParams()).join(' / ');
    model.dispose();
    return { ...measured, parameters };
  },
};
