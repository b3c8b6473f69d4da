import { Embedding } from '@seqloom/embeddings';
import { Dense, Dropout, type Layer } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import type { WritingRecipe, WritingSettings } from './writing-types.ts';

/** What `train --model` takes. */
export const WRITING_RECIPES: readonly WritingRecipe[] = [
  {
    name: 'characters',
    title: 'LSTM that writes letter by letter',
    source: 'applications, writing letter by letter',
    unit: 'characters',
    defaults: {
      vocabulary: 200,
      context: 100,
      embeddingSize: 32,
      units: 128,
      layers: 1,
      dropout: 0,
      epochs: 12,
      batchSize: 16,
      learningRate: 0.005,
    },
  },
  {
    name: 'words',
    title: 'LSTM that writes word by word',
    source: 'applications, writing word by word',
    unit: 'words',
    defaults: {
      vocabulary: 4000,
      context: 35,
      embeddingSize: 96,
      units: 128,
      layers: 1,
      dropout: 0.5,
      epochs: 10,
      batchSize: 16,
      learningRate: 0.002,
    },
  },
];

/** Layers that say after every token how likely each is next. */
export function writingLayers(
  { embeddingSize, units, layers, dropout }: WritingSettings,
  vocabulary: number,
): readonly Layer[] {
  return [
    new Embedding({ inputDim: vocabulary, outputDim: embeddingSize }),
    ...Array.from({ length: layers }, () => [
      new Dropout({ rate: dropout }),
      new LSTM({ units, returnSequences: true }),
    ]).flat(),
    new Dropout({ rate: dropout }),
    new Dense({ units: vocabulary, activation: 'softmax' }),
  ];
}
