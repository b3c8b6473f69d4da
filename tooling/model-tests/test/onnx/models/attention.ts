import {
  AdditiveAttention,
  Attention,
  MultiHeadAttention,
  PositionEmbedding,
  SinePositionEncoding,
} from '@seqloom/attention';
import { GlobalAveragePooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import {
  Add,
  Concatenate,
  Dense,
  Dot,
  LayerNormalization,
  Permute,
  Softmax,
  type SymbolicTensor,
} from '@seqloom/nn';
import { Bidirectional, GRU, LSTM } from '@seqloom/recurrent';
import { input, Model } from '@seqloom/train';
import type { ModelPlan } from '../model-cases.ts';

const ids = (padding?: 'pre' | 'post' | 'any') => ({ shape: [null], ids: 20, padding });
const embed = (x: SymbolicTensor, outputDim = 4) =>
  new Embedding({ inputDim: 20, outputDim, maskZero: true }).apply(x);

/** A block of a transformer: attention and two dense layers, each with a way around it. */
function block(x: SymbolicTensor, attended: SymbolicTensor): SymbolicTensor {
  const one = new LayerNormalization().apply(new Add().apply([x, attended]));
  const inner = new Dense({ units: 6, activation: 'gelu' }).apply(one);
  return new LayerNormalization({ epsilon: 1e-6 }).apply(
    new Add().apply([one, new Dense({ units: 4 }).apply(inner)]),
  );
}

/** Models that look at steps by attention. */
export const ATTENTION_MODELS: Readonly<Record<string, ModelPlan>> = {
  'a transformer that reads': {
    inputs: { words: ids('post') },
    make() {
      const words = input([null], { name: 'words' });
      const vectors = embed(words);
      const placed = new Add().apply([vectors, new PositionEmbedding({ sequenceLength: 9 }).apply(vectors)]);
      const heads = new MultiHeadAttention({ numHeads: 2, keyDim: 3 });
      const read = block(placed, heads.apply([placed, placed]));
      const pooled = new GlobalAveragePooling1D().apply(read);
      return new Model({
        inputs: words,
        outputs: new Dense({ units: 3, activation: 'softmax' }).apply(pooled),
      });
    },
  },
  'a transformer that writes': {
    inputs: { source: ids('post'), target: ids('post') },
    make() {
      const [source, target] = [input([null], { name: 'source' }), input([null], { name: 'target' })];
      const placed = [source, target].map((x) => {
        const vectors = embed(x);
        return new Add().apply([vectors, new SinePositionEncoding().apply(vectors)]);
      }) as [SymbolicTensor, SymbolicTensor];
      const heads = () => new MultiHeadAttention({ numHeads: 2, keyDim: 2 });
      const read = block(placed[0], heads().apply([placed[0], placed[0]]));
      const causal = new MultiHeadAttention({ numHeads: 2, keyDim: 2, useCausalMask: true });
      const own = block(placed[1], causal.apply([placed[1], placed[1]]));
      const outputs = new Dense({ units: 5, activation: 'softmax' }).apply(
        block(own, heads().apply([own, read])),
      );
      return new Model({ inputs: [source, target], outputs });
    },
  },
  'attention with a mask of pairs': {
    inputs: { x: { shape: [5, 4] }, pairs: { shape: [5, 5], bits: true } },
    make() {
      const [x, pairs] = [input([5, 4], { name: 'x' }), input([5, 5], { name: 'pairs' })];
      const heads = new MultiHeadAttention({ numHeads: 2, keyDim: 2, useGate: true });
      return new Model({ inputs: [x, pairs], outputs: heads.apply([x, x], { attentionMask: pairs }) });
    },
    lengths: [5],
  },
  'translation, LSTM': {
    inputs: { source: ids('pre'), target: ids('post') },
    make() {
      const [source, target] = [input([null], { name: 'source' }), input([null], { name: 'target' })];
      const encoder = new LSTM({ units: 4, returnState: true });
      const [, h, c] = encoder.apply(embed(source)) as readonly SymbolicTensor[];
      const decoder = new LSTM({ units: 4, returnSequences: true });
      const written = decoder.apply(embed(target), { initialState: [h!, c!] });
      return new Model({
        inputs: [source, target],
        outputs: new Dense({ units: 6, activation: 'softmax' }).apply(written),
      });
    },
  },
  'translation, GRU with attention': {
    inputs: { source: ids('any'), target: ids('post') },
    make() {
      const [source, target] = [input([null], { name: 'source' }), input([null], { name: 'target' })];
      const reader = new Bidirectional({
        layer: new GRU({ units: 2, returnSequences: true, returnState: true }),
      });
      const [read, one, other] = reader.apply(embed(source)) as unknown as readonly SymbolicTensor[];
      const initialState = [new Concatenate().apply([one!, other!])];
      const writer = new GRU({ units: 4, returnSequences: true });
      const written = writer.apply(embed(target), { initialState }) as SymbolicTensor;
      const seen = new AdditiveAttention().apply([written, read!]);
      const dotted = new Attention({ useScale: true }).apply([written, read!]);
      const all = new Concatenate().apply([written, seen, dotted]);
      return new Model({
        inputs: [source, target],
        outputs: new Dense({ units: 6, activation: 'softmax' }).apply(all),
      });
    },
  },
  'a memory network': {
    inputs: {
      story: { shape: [6], ids: 20, padding: 'pre' },
      question: { shape: [3], ids: 20, padding: 'pre' },
    },
    make() {
      const [story, question] = [input([6], { name: 'story' }), input([3], { name: 'question' })];
      const asked = embed(question);
      const match = new Softmax().apply(new Dot({ axes: 2 }).apply([embed(story), asked]));
      const response = new Permute({ dims: [2, 1] }).apply(new Add().apply([match, embed(story, 3)]));
      const answer = new LSTM({ units: 4 }).apply(new Concatenate().apply([response, asked]));
      return new Model({
        inputs: [story, question],
        outputs: new Dense({ units: 5, activation: 'softmax' }).apply(answer),
      });
    },
    lengths: [6],
  },
};
