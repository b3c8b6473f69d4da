import { Embedding } from '@seqloom/embeddings';
import type { Layer } from '@seqloom/nn';
import type { TextRecipe } from '../recipe.ts';

/** What a recurrent recipe says for itself. */
interface RecurrentText extends Pick<TextRecipe, 'name' | 'title' | 'source' | 'reversed'> {
  /** The layer that turns a sequence of vectors into one. */
  readonly recurrent: (options: { readonly units: number; readonly returnSequences: boolean }) => Layer;
}

/** The frame that the chapter keeps for every recurrent model on reviews (listing 6.23): only the layer changes. */
export function recurrentText({ recurrent, ...about }: RecurrentText): TextRecipe {
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
    takes: ['maxlen', 'units', 'layers', 'embeddingSize'],
    few: { maxlen: 60, epochs: 10, batchSize: 16 },
    layers: ({ words, units, layers = 1, embeddingSize = 32 }) => [
      new Embedding({ inputDim: words, outputDim: embeddingSize }),
      ...Array.from({ length: layers }, (_, i) =>
        recurrent({ units: units!, returnSequences: i < layers - 1 }),
      ),
    ],
  };
}
