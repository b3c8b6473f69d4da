import { GlobalMaxPooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import {
  Add,
  Average,
  Concatenate,
  Dense,
  Dot,
  Flatten,
  Masking,
  Maximum,
  Minimum,
  Multiply,
  RepeatVector,
  Reshape,
  Subtract,
  type SymbolicTensor,
} from '@seqloom/nn';
import { Bidirectional, GRU, LSTM } from '@seqloom/recurrent';
import { input, Model, Sequential } from '@seqloom/train';
import type { ModelPlan } from '../model-cases.ts';

const ids = (padding?: 'pre' | 'post' | 'any') => ({ shape: [null], ids: 20, padding });
const embedding = (maskZero = true) => new Embedding({ inputDim: 20, outputDim: 4, maskZero });

/** Models of several inputs and outputs, with layers that are used twice and models within. */
export const BRANCHED_MODELS: Readonly<Record<string, ModelPlan>> = {
  'answers to questions about a text': {
    inputs: { text: ids('pre'), question: ids('post') },
    make() {
      const [text, question] = [input([null], { name: 'text' }), input([null], { name: 'question' })];
      const sides = [
        new LSTM({ units: 4 }).apply(embedding().apply(text)),
        new LSTM({ units: 2 }).apply(embedding().apply(question)),
      ];
      const joined = new Concatenate().apply(sides);
      return new Model({
        inputs: [text, question],
        outputs: new Dense({ units: 5, activation: 'softmax' }).apply(joined),
      });
    },
  },
  'age, income and gender': {
    inputs: { posts: ids() },
    make() {
      const posts = input([null], { name: 'posts' });
      const read = new GlobalMaxPooling1D().apply(embedding(false).apply(posts));
      const outputs = [
        new Dense({ units: 1, name: 'age' }).apply(read),
        new Dense({ units: 3, name: 'income', activation: 'softmax' }).apply(read),
        new Dense({ units: 1, name: 'gender', activation: 'sigmoid' }).apply(read),
      ];
      return new Model({ inputs: posts, outputs });
    },
  },
  'two sentences, one LSTM': {
    inputs: { left: ids('pre'), right: ids('any') },
    make() {
      const inputs = [input([null], { name: 'left' }), input([null], { name: 'right' })];
      const [words, lstm] = [embedding(), new LSTM({ units: 3 })];
      const sides = inputs.map((x) => lstm.apply(words.apply(x)));
      const alike = new Dot({ axes: 1, normalize: true }).apply(sides);
      const apart = new Subtract().apply(sides);
      return new Model({ inputs, outputs: [alike, apart] });
    },
  },
  'a stack in a model in a stack': {
    inputs: { input: { shape: [null, 4], padding: 'any' } },
    make() {
      const x = input([null, 4], { name: 'inner' });
      const stack = new Sequential([new Dense({ units: 4, activation: 'tanh' }), new Dense({ units: 4 })]);
      const graph = new Model({ inputs: x, outputs: new Add().apply([x, stack.apply(x), stack.apply(x)]) });
      return new Sequential([new Masking(), graph, new LSTM({ units: 3 })]);
    },
  },
  'one model, twice': {
    inputs: { a: ids('pre'), b: ids('post') },
    make() {
      const reader = new Sequential([embedding(), new GRU({ units: 3 })]);
      const inputs = [input([null], { name: 'a' }), input([null], { name: 'b' })];
      const read = inputs.map((x) => reader.apply(x));
      return new Model({ inputs, outputs: new Maximum().apply(read) });
    },
  },
  'merges of sequences with gaps': {
    inputs: { a: { shape: [null, 3], padding: 'any' }, b: { shape: [null, 3], padding: 'pre' } },
    make() {
      const inputs = [input([null, 3], { name: 'a' }), input([null, 3], { name: 'b' })];
      const counted = inputs.map((x) => new Masking().apply(x));
      const merges = [new Add(), new Average(), new Multiply(), new Maximum(), new Minimum(), new Subtract()];
      const merged = merges.map((layer) => layer.apply(counted));
      const steps = new Concatenate({ axis: 1 }).apply(counted);
      const lasts = [...merged, steps].map((each) => new LSTM({ units: 2 }).apply(each));
      return new Model({ inputs, outputs: [...merged, ...lasts] });
    },
  },
  'ranks that differ': {
    inputs: { x: { shape: [null, 3], padding: 'any' }, scale: { shape: [3] } },
    make() {
      const [x, scale] = [input([null, 3], { name: 'x' }), input([3], { name: 'scale' })];
      const counted = new Masking().apply(x);
      return new Model({
        inputs: [x, scale],
        outputs: [new Multiply().apply([counted, scale]), new Maximum().apply([scale, counted])],
      });
    },
  },
  'both directions apart, with states': {
    inputs: { x: { shape: [null, 3], padding: 'any' } },
    make() {
      const x = input([null, 3], { name: 'x' });
      const layer = new Bidirectional({
        layer: new LSTM({ units: 2, returnState: true, returnSequences: true }),
        mergeMode: 'none',
      });
      const [one, other, ...states] = layer.apply(new Masking().apply(x)) as readonly SymbolicTensor[];
      const again = new Bidirectional({ layer: new LSTM({ units: 2 }) }).apply(one!, {
        initialState: states,
      });
      return new Model({ inputs: x, outputs: [one!, other!, ...states, again as SymbolicTensor] });
    },
  },
  'several quantiles of several hours': {
    inputs: { input: { shape: [null, 4] } },
    make: () =>
      new Sequential([
        new GRU({ units: 4 }),
        new Dense({ units: 6 }),
        new Reshape({ targetShape: [2, 3] }),
        new Flatten(),
        new RepeatVector({ n: 3 }),
      ]),
  },
};
