import { liveTensors, registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { GlobalMaxPooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Dense, type Layer } from '@seqloom/nn';
import { Bidirectional, GRU, LSTM } from '@seqloom/recurrent';
import { TextForm, type TextModel } from '@seqloom/tasks';
import { Tokenizer } from '@seqloom/text';
import { Sequential } from '@seqloom/train';
import { expect, test } from 'vitest';
import { wordGates } from '../../../src/pages/reviews/word-gates.ts';

registerBackend(wasmBackend());
await selectBackend({ threads: 1 });

const TEXT = 'a good film, unheard, a bad one';

/** A model over the words of the text but `unheard`, with the given layers between the word vectors and the answer. */
function modelOf(layers: readonly Layer[], { masked = false, reversed = false } = {}): TextModel {
  const tokenizer = new Tokenizer({ numWords: 10 });
  tokenizer.fitOnTexts([TEXT.replace('unheard, ', '')]);
  const model = new Sequential([
    new Embedding({ inputDim: 10, outputDim: 3, maskZero: masked }),
    ...layers,
    new Dense({ units: 1 }),
  ]);
  model.build([null, 8], { seed: 1 });
  const form = new TextForm(
    { name: 'x', input: 'ids', reversed },
    { words: 10, maxlen: 8 },
    ['n', 'p'],
    undefined,
    {
      masked,
    },
  );
  return { model, tokenizer, form };
}

/** Sets all weights to 0, then the bias of the LSTM. */
async function setBias(model: TextModel['model'], bias: readonly number[]): Promise<void> {
  const weights = await model.getWeights();
  model.setWeights(
    weights.map(({ name, data, shape }) => ({
      name,
      shape,
      data:
        shape[0] === bias.length && shape.length === 1
          ? Float32Array.from(bias)
          : new Float32Array(data.length),
    })),
  );
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

test('the gates of an LSTM are the means of its units; a word that is not known has none', async () => {
  const before = liveTensors();
  const parts = modelOf([new LSTM({ units: 2 })]);
  // gates i f g o, two units each; with no weights a gate is the sigmoid of its bias
  await setBias(parts.model, [0, 2, 1, 3, 0, 0, -1, -2]);
  const gates = await wordGates(parts, TEXT);
  expect(gates!.layer).toBe('LSTM');
  const means = {
    'input gate': (sigmoid(0) + sigmoid(2)) / 2,
    'forget gate': (sigmoid(1) + sigmoid(3)) / 2,
    'output gate': (sigmoid(-1) + sigmoid(-2)) / 2,
  };
  expect(gates!.rows.map(({ name }) => name)).toEqual(Object.keys(means));
  for (const { name, values } of gates!.rows) {
    // a good film, unheard, a bad one
    expect(values.map((value) => value === null)).toEqual([false, false, false, true, false, false, false]);
    for (const value of values)
      if (value !== null) expect(value).toBeCloseTo(means[name as keyof typeof means], 5);
  }
  parts.model.dispose();
  expect(liveTensors()).toBe(before);
});

test('of pooled values each word has the fraction that comes from it; both directions have gates', async () => {
  const layer = new Bidirectional({ layer: new GRU({ units: 8, returnSequences: true }) });
  const parts = modelOf([layer, new GlobalMaxPooling1D()], { masked: true });
  const gates = await wordGates(parts, TEXT);
  const [pooled, ...rows] = gates!.rows;
  expect(pooled!.about).toContain('of the 16 largest values');
  expect(pooled!.values[3]).toBe(null);
  const sum = pooled!.values.reduce((total: number, value) => total + (value ?? 0), 0);
  expect(sum).toBeCloseTo(1, 12);
  for (const value of pooled!.values) if (value !== null) expect((value * 16) % 1).toBe(0);
  expect(rows.map(({ name }) => name)).toEqual([
    'update gate, forwards',
    'reset gate, forwards',
    'update gate, backwards',
    'reset gate, backwards',
  ]);
  parts.model.dispose();
});

test('a model that reads from the end has its numbers at the right words', async () => {
  const forwards = modelOf([new GRU({ units: 3 })]);
  const backwards = modelOf([new GRU({ units: 3 })], { reversed: true });
  backwards.model.setWeights(await forwards.model.getWeights());
  const text = 'a good film';
  const values = async (parts: TextModel, of: string) => (await wordGates(parts, of))!.rows[0]!.values;
  // reading "a good film" from its end is reading "film good a"
  expect((await values(backwards, text)).toReversed()).toEqual(await values(forwards, 'film good a'));
  forwards.model.dispose();
  backwards.model.dispose();
});

test('a network without gates for single words has none', async () => {
  const parts = modelOf([new GlobalMaxPooling1D()]);
  expect(await wordGates(parts, TEXT)).toBe(undefined);
  expect(await wordGates(parts, '')).toBe(undefined);
  parts.model.dispose();
});
