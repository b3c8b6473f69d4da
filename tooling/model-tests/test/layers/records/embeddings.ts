import { Embedding, EmbeddingBag } from '@seqloom/embeddings';
import type { LayerRecord } from '../record.ts';

export const EMBEDDING_RECORDS: readonly LayerRecord[] = [
  {
    layerClass: Embedding,
    variants: [
      {
        title: 'by default',
        make: () => new Embedding({ inputDim: 7, outputDim: 3 }),
        input: [4],
        ids: 7,
        outputs: [[4, 3]],
        weights: { embeddings: [7, 3] },
        mask: 'passes',
        inputGradient: false,
      },
      {
        title: 'maskZero',
        make: () => new Embedding({ inputDim: 5, outputDim: 2, maskZero: true }),
        input: [4],
        ids: 5,
        outputs: [[4, 2]],
        mask: 'passes',
        inputGradient: false,
      },
    ],
  },
  {
    layerClass: EmbeddingBag,
    variants: [
      {
        title: 'by default',
        make: () => new EmbeddingBag({ inputDim: 7, outputDim: 3 }),
        input: [4],
        ids: 7,
        outputs: [[3]],
        weights: { embeddings: [7, 3] },
        mask: 'used',
        inputGradient: false,
      },
      {
        title: 'sum with maskZero',
        make: () => new EmbeddingBag({ inputDim: 5, outputDim: 1, mode: 'sum', maskZero: true }),
        input: [4],
        ids: 5,
        outputs: [[1]],
        mask: 'used',
        inputGradient: false,
      },
    ],
  },
];
