import { sliceRows } from '@seqloom/arrays';
import { Embedding, embeddingMatrix } from '@seqloom/embeddings';
import { Dense, Flatten } from '@seqloom/nn';
import { evaluate, fit, loadWeights, Sequential, saveWeights } from '@seqloom/train';
import { type ReviewIds, reviewIds } from './data/reviews.ts';
import type { Facts, Listing, ListingContext } from './listing.ts';
import { drawn, epochLines } from './review-training.ts';

/** The network of listing 6.12; with a matrix its vectors are GloVe's and frozen (6.13), otherwise learned (6.16). */
function network(weights?: Float32Array): Sequential {
  return new Sequential([
    new Embedding({ inputDim: 10_000, outputDim: 100, ...(weights && { weights, trainable: false }) }),
    new Flatten(),
    new Dense({ units: 32, activation: 'relu' }),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ]);
}

/** Trains on the first 200 reviews and validates on the next 10,000, or on all others where there are fewer. */
async function trainOnFew(
  model: Sequential,
  { train }: ReviewIds,
  name: string,
  { print, picture, seed }: ListingContext,
): Promise<Facts> {
  model.build([null, 100], { seed });
  print(model.summary());
  const history = await fit(model, sliceRows(train, 0, 200), {
    optimizer: 'rmsprop',
    loss: 'binaryCrossentropy',
    metrics: ['accuracy'],
    epochs: 10,
    batchSize: 32,
    validation: sliceRows(train, 200, Math.min(10_200, train.targets.shape[0]!)),
    seed,
    callbacks: [epochLines(print, 10)],
  });
  return drawn(name, history.series, picture);
}

/** Two hundred labelled reviews, and vectors that have read billions of words. */
export const frozenGlove: Listing = {
  item: '6.14',
  title: 'GloVe frozen, 200 reviews; its weights on the test reviews',
  source: 'listings 6.12–6.15 and 6.17–6.18',
  trains: true,
  async run(context) {
    const ids = reviewIds(await context.reviews(), { maxlen: 100, seed: context.seed });
    const glove = await context.vectors();
    const { weights } = embeddingMatrix(ids.tokenizer.wordIndex, glove, { inputDim: 10_000 });
    const model = network(weights);
    const measured = await trainOnFew(model, ids, 'glove', context);
    const parameters = model.layers.map((layer) => layer.countParams()).join(' / ');
    const saved = await saveWeights(model);
    model.dispose();

    // listing 6.18: another copy of the network, with the weights that were saved
    const copy = network();
    copy.build([null, 100], { seed: context.seed });
    loadWeights(copy, saved);
    const { accuracy } = await evaluate(copy, ids.test, {
      loss: 'binaryCrossentropy',
      metrics: ['accuracy'],
    });
    copy.dispose();
    context.print(`test accuracy ${accuracy.toFixed(4)}`);
    return { ...measured, parameters, test: accuracy };
  },
};

/** The same network with vectors of its own: 200 reviews are too few to learn them. */
export const learnedVectors: Listing = {
  item: '6.16',
  title: 'the same network without pretrained vectors',
  source: 'listing 6.16',
  trains: true,
  async run(context) {
    const ids = reviewIds(await context.reviews(), { maxlen: 100, seed: context.seed });
    const model = network();
    const measured = await trainOnFew(model, ids, 'learned', context);
    model.dispose();
    return measured;
  },
};
