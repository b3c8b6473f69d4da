import { Embedding } from '@seqloom/embeddings';
import { Dense, type Layer } from '@seqloom/nn';
import type { Recipe } from '../recipe.ts';

/** What a recurrent recipe says for itself. */
interface RecurrentReview extends Pick<Recipe, 'name' | 'title' | 'source' | 'reversed'> {
  /** The layer that turns a sequence of vectors into one. */
  readonly recurrent: (units: number) => Layer;
}

/** The frame that the chapter keeps for every recurrent model on reviews (listing 6.23): only the layer changes. */
export function recurrentReview({ recurrent, ...about }: RecurrentReview): Recipe {
  return {
    ...about,
    input: 'ids',
    defaults: {
      words: 10_000,
      maxlen: 500,
      units: 32,
      epochs: 10,
      batchSize: 128,
      learningRate: 0.001,
      validationSplit: 0.2,
    },
    bundled: { maxlen: 60, epochs: 10, batchSize: 16 },
    layers: ({ words, units }) => [
      new Embedding({ inputDim: words, outputDim: 32 }),
      recurrent(units!),
      new Dense({ units: 1, activation: 'sigmoid' }),
    ],
  };
}
