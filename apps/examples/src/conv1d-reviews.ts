import { Conv1D, GlobalMaxPooling1D, MaxPooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Dense } from '@seqloom/nn';
import { fit, rmsprop, Sequential } from '@seqloom/train';
import { reviewIds } from './data/reviews.ts';
import type { Listing } from './listing.ts';
import { drawn, epochLines } from './review-training.ts';

/** Patterns of seven words wherever they stand, and patterns of these patterns. */
export const conv1dReviews: Listing = {
  item: '6.46',
  title: 'Conv1D twice, with pooling, on reviews',
  source: 'listings 6.45–6.46',
  trains: true,
  async run({ reviews, print, picture, seed }) {
    const data = await reviews();
    const { maxlen, batchSize, learningRate } = data.long
      ? { maxlen: 500, batchSize: 128, learningRate: 1e-4 }
      : { maxlen: 120, batchSize: 32, learningRate: 1e-3 };
    const { train } = reviewIds(data, { maxlen, seed });
    const model = new Sequential([
      new Embedding({ inputDim: 10_000, outputDim: 128 }),
      new Conv1D({ filters: 32, kernelSize: 7, activation: 'relu' }),
      new MaxPooling1D({ poolSize: 5 }),
      new Conv1D({ filters: 32, kernelSize: 7, activation: 'relu' }),
      new GlobalMaxPooling1D(),
      new Dense({ units: 1, activation: 'sigmoid' }),
    ]);
    // The Keras of the book added 1e-7 after the root. Inside it, 1e-7 outweighs the gradients of the embedding.
    const optimizer = rmsprop({ learningRate, epsilon: 1e-14 });
    const history = await fit(model, train, {
      optimizer,
      loss: 'binaryCrossentropy',
      metrics: ['accuracy'],
      epochs: 10,
      batchSize,
      validationSplit: 0.2,
      seed,
      callbacks: [epochLines(print, 10)],
    });
    optimizer.dispose();
    model.dispose();
    return drawn('conv1d', history.series, picture);
  },
};
