import {
  AdditiveAttention,
  Attention,
  MultiHeadAttention,
  PositionEmbedding,
  SinePositionEncoding,
} from '@seqloom/attention';
import type { LayerRecord } from '../record.ts';

/** Of several inputs each: query, value and sometimes a key, of 4 steps. */
const INPUTS = { pair: { input: [4, 6], split: [3, 3] }, three: { input: [4, 8], split: [3, 2, 3] } };

export const ATTENTION_RECORDS: readonly LayerRecord[] = [
  {
    layerClass: Attention,
    refused: [
      [null, 6],
      [null, 4, null],
    ],
    variants: [
      {
        title: 'by default',
        make: () => new Attention(),
        ...INPUTS.pair,
        outputs: [[4, 3]],
        weights: {},
        mask: 'passes',
      },
      {
        title: 'causal, scaled, with a key',
        make: () => new Attention({ useScale: true, useCausalMask: true }),
        ...INPUTS.three,
        outputs: [[4, 2]],
        weights: { scale: [] },
        mask: 'passes',
      },
      {
        title: 'of sums, with dropout',
        make: () => new Attention({ scoreMode: 'concat', useScale: true, dropout: 0.4 }),
        ...INPUTS.pair,
        outputs: [[4, 3]],
        weights: { scale: [], concatScoreWeight: [] },
        mask: 'passes',
        random: true,
      },
    ],
  },
  {
    layerClass: AdditiveAttention,
    refused: [
      [null, 6],
      [null, 4, null],
    ],
    variants: [
      {
        title: 'by default',
        make: () => new AdditiveAttention(),
        ...INPUTS.pair,
        outputs: [[4, 3]],
        weights: { scale: [3] },
        mask: 'passes',
      },
      {
        title: 'causal, without a scale, with a key',
        make: () => new AdditiveAttention({ useScale: false, useCausalMask: true, dropout: 0.3 }),
        ...INPUTS.three,
        outputs: [[4, 2]],
        weights: {},
        mask: 'passes',
        random: true,
      },
    ],
  },
  {
    layerClass: MultiHeadAttention,
    fixedWidth: true,
    refused: [
      [null, 6],
      [null, 4, null],
    ],
    variants: [
      {
        title: 'two heads',
        make: () => new MultiHeadAttention({ numHeads: 2, keyDim: 2 }),
        ...INPUTS.pair,
        outputs: [[4, 3]],
        mask: 'passes',
      },
      {
        title: 'causal with a gate, sizes of its own and a key',
        make: () =>
          new MultiHeadAttention({
            numHeads: 2,
            keyDim: 3,
            valueDim: 1,
            outputShape: 2,
            useBias: false,
            useGate: true,
            useCausalMask: true,
          }),
        ...INPUTS.three,
        outputs: [[4, 2]],
        mask: 'passes',
      },
      {
        title: 'with dropout',
        make: () => new MultiHeadAttention({ numHeads: 1, keyDim: 2, dropout: 0.4 }),
        ...INPUTS.pair,
        outputs: [[4, 3]],
        mask: 'passes',
        random: true,
      },
    ],
  },
  {
    layerClass: PositionEmbedding,
    fixedWidth: true,
    refused: [
      [null, 3],
      [null, 7, 3],
      [null, 4, null],
    ],
    variants: [
      {
        title: 'of more positions than steps',
        make: () => new PositionEmbedding({ sequenceLength: 6 }),
        input: [4, 3],
        outputs: [[4, 3]],
        weights: { embeddings: [6, 3] },
        mask: 'passes',
        inputGradient: false,
      },
    ],
  },
  {
    layerClass: SinePositionEncoding,
    refused: [[null, 3]],
    variants: [
      {
        title: 'by default',
        make: () => new SinePositionEncoding(),
        input: [4, 5],
        outputs: [[4, 5]],
        weights: {},
        mask: 'passes',
        inputGradient: false,
      },
    ],
  },
];
