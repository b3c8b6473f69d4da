import { MultiHeadAttention } from '@seqloom/attention';
import { liveTensors } from '@seqloom/backend';
import { cpuBackend, startBackend } from '@seqloom/backend-testkit';
import { BatchNormalization, Dense, Flatten, LayerNormalization } from '@seqloom/nn';
import { Bidirectional, GRU, LSTM, SimpleRNN } from '@seqloom/recurrent';
import { encodeSafetensors, type SafeTensor, SafetensorsError } from '@seqloom/safetensors';
import { expect, test } from 'vitest';
import { loadStateDict, type NamedModules, StateDictError, saveStateDict } from '../src/index.ts';

startBackend(cpuBackend());

const f32 = (shape: readonly number[], values?: readonly number[]): SafeTensor => ({
  dtype: 'F32',
  shape,
  data: values ? Float32Array.from(values) : new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5),
});
const file = (tensors: Readonly<Record<string, SafeTensor>>) => encodeSafetensors(Object.entries(tensors));
const dense = () => new Dense({ units: 2 }).build([null, 3]);
const linear = { 'head.weight': f32([2, 3], [1, 2, 3, 4, 5, 6]), 'head.bias': f32([2], [7, 8]) };

test('a matrix is transposed', async () => {
  const head = dense();
  loadStateDict({ head }, file(linear));
  const [kernel, bias] = await head.getWeights();
  expect([...kernel!.data]).toEqual([1, 4, 2, 5, 3, 6]);
  expect([...bias!.data]).toEqual([7, 8]);
});

/** The message of a refusal, after which no weight has changed and no tensor is left. */
async function refusal(modules: NamedModules, bytes: Uint8Array, options = {}): Promise<string> {
  const before = [await saveStateDict(modules).catch(() => undefined), liveTensors()];
  let message = '';
  try {
    loadStateDict(modules, bytes, options);
  } catch (error) {
    expect(error).toBeInstanceOf(StateDictError);
    message = (error as Error).message;
  }
  expect([await saveStateDict(modules).catch(() => undefined), liveTensors()]).toEqual(before);
  return message;
}

test('names that are missing or superfluous are named', async () => {
  const { 'head.bias': _, ...rest } = linear;
  expect(await refusal({ head: dense() }, file(rest))).toBe('state_dict: it lacks "head.bias".');
  expect(await refusal({ head: dense() }, file({ ...rest, 'tail.bias': f32([2]) }))).toBe(
    'state_dict: it lacks "head.bias"; no layer takes its "tail.bias".',
  );
  const more = file({ ...linear, 'tail.weight': f32([1]) });
  expect(await refusal({ head: dense() }, more)).toBe(
    'state_dict: no layer takes its "tail.weight". With strict: false, tensors of other modules are passed over.',
  );
  loadStateDict({ head: dense() }, more, { strict: false });
  // A tensor of a module that is asked for is never passed over.
  const odd = file({ ...linear, 'head.weight_g': f32([1]) });
  expect(await refusal({ head: dense() }, odd, { strict: false })).toBe(
    'state_dict: no layer takes its "head.weight_g".',
  );
});

test('of a module on its own, the tensors with its names are asked for', async () => {
  const lstm = () => new LSTM({ units: 2 }).build([null, null, 3]);
  const layer = (i: number, features: number) => ({
    [`weight_ih_l${i}`]: f32([8, features]),
    [`weight_hh_l${i}`]: f32([8, 2]),
    [`bias_ih_l${i}`]: f32([8]),
    [`bias_hh_l${i}`]: f32([8]),
  });
  const two = file({ ...layer(0, 3), ...layer(1, 2) });
  expect(await refusal({ '': lstm() }, two, { strict: false })).toBe(
    'state_dict: no layer takes its "bias_hh_l1", "bias_ih_l1", "weight_hh_l1", "weight_ih_l1".',
  );
  const plain = new Dense({ units: 2, useBias: false }).build([null, 3]);
  const biased = file({ weight: f32([2, 3]), bias: f32([2]) });
  expect(await refusal({ '': plain }, biased, { strict: false })).toBe(
    'state_dict: no layer takes its "bias".',
  );
  loadStateDict({ '': lstm() }, file({ ...layer(0, 3), 'head.weight': f32([1]) }), { strict: false });
});

test.each([
  [new LayerNormalization({ scale: false }), 'nn.LayerNorm has no bias without a weight', false, true],
  [new BatchNormalization({ scale: false }), 'nn.BatchNorm1d has weight and bias, or neither', false, true],
  [new BatchNormalization({ center: false }), 'nn.BatchNorm1d has weight and bias, or neither', true, false],
])('a normalization that PyTorch does not have is refused: %#', async (layer, problem, scale, center) => {
  layer.build([null, 3]);
  const message = `state_dict: ${layer.label}: ${problem}, got scale ${scale} and center ${center}.`;
  await expect(saveStateDict({ norm: layer })).rejects.toThrow(message);
  expect(await refusal({ norm: layer }, file({ 'norm.weight': f32([3]) }))).toBe(message);
});

test('numbers that do not fit are named', async () => {
  const refused = (name: string, tensor: SafeTensor) =>
    refusal({ head: dense() }, file({ ...linear, [name]: tensor }));
  expect(await refused('head.weight', f32([3, 2]))).toBe(
    'state_dict: "head.weight" has shape [3, 2], the layer needs [2, 3].',
  );
  expect(await refused('head.bias', f32([2], [0, Number.NaN]))).toBe(
    'state_dict: "head.bias" holds NaN at 1.',
  );
  expect(await refused('head.bias', { dtype: 'I32', shape: [2], data: Int32Array.of(1, 2) })).toBe(
    'state_dict: "head.bias" holds I32, expected F32, F64, F16 or BF16.',
  );
});

test('a file that is cut at any length, or has a flipped byte, is refused or is another file', () => {
  const bytes = file(linear);
  const head = dense();
  const read = (given: Uint8Array) => {
    try {
      loadStateDict({ head }, given);
    } catch (error) {
      expect(error instanceof StateDictError || error instanceof SafetensorsError).toBe(true);
    }
  };
  for (let length = 0; length < bytes.length; length++) read(bytes.slice(0, length));
  for (let at = 0; at < bytes.length; at++) {
    for (const bit of [1, 16, 128]) {
      const flipped = bytes.slice();
      flipped[at]! ^= bit;
      read(flipped);
    }
  }
});

test('a layer without a module in PyTorch is named, and an option that the module does not have', async () => {
  const refused = (layers: NamedModules[string]) => refusal({ x: layers }, file({}));
  const lstm = (options = {}) => new LSTM({ units: 2, ...options }).build([null, null, 2]);
  expect(await refused(new Flatten().build([null, 2]))).toMatch(
    /^state_dict: "x": Flatten "flatten" has no module in PyTorch\. Known: Embedding, EmbeddingBag, Dense, Conv1D, /,
  );
  expect(await refused([dense(), dense()])).toMatch(/has no module in PyTorch/);
  expect(await refused([])).toBe('state_dict: "x" has no layers. Give at least one.');
  expect(await refused(new Dense({ units: 1 }))).toMatch(/is not built/);
  expect(await refused(lstm({ activation: 'relu' }))).toBe(
    'state_dict: LSTM "lstm" has activation relu; nn.LSTM has tanh.',
  );
  expect(await refused(new SimpleRNN({ units: 2, activation: 'gelu' }).build([null, null, 2]))).toBe(
    'state_dict: SimpleRNN "simple_rnn" has activation gelu; nn.RNN has tanh or relu.',
  );
  expect(await refused(new GRU({ units: 2, resetAfter: false }).build([null, null, 2]))).toBe(
    'state_dict: GRU "gru" has resetAfter false; nn.GRU has true.',
  );
  expect(await refused([lstm({ name: 'a' }), lstm({ name: 'b', useBias: false })])).toBe(
    'state_dict: LSTM "b" differs from LSTM "a"; all layers of nn.LSTM have one class, units, activation, useBias and direction.',
  );
  const rnn = (name: string, activation: 'tanh' | 'relu') =>
    new SimpleRNN({ name, units: 2, activation }).build([null, null, 2]);
  expect(await refused([rnn('a', 'tanh'), rnn('b', 'relu')])).toBe(
    'state_dict: SimpleRNN "b" differs from SimpleRNN "a"; all layers of nn.RNN have one class, units, activation, useBias and direction.',
  );
  expect(await refused(lstm({ goBackwards: true }))).toBe(
    'state_dict: LSTM "lstm" has goBackwards; modules of PyTorch read forwards, or in both directions. Use a Bidirectional layer.',
  );
  const backwards = new Bidirectional({ layer: new LSTM({ units: 2, goBackwards: true }) }).build([
    null,
    null,
    2,
  ]);
  expect(await refused(backwards)).toMatch(
    /^state_dict: Bidirectional "bidirectional" reads backwards first/,
  );
  const heads = new MultiHeadAttention({ numHeads: 2, keyDim: 3 });
  expect(
    await refused(
      heads.build([
        [null, 2, 4],
        [null, 2, 4],
      ]),
    ),
  ).toMatch(/^state_dict: MultiHeadAttention "multi_head_attention": nn/);
});

test('a layer that is given twice is refused before any weight changes', async () => {
  const [tied, other] = [dense(), new Dense({ units: 2, name: 'other' }).build([null, 3])];
  const before = (await other.getWeights()).map(({ data }) => data);
  const twice = Object.fromEntries(
    ['head', 'a', 'b'].flatMap((name) => [
      [`${name}.weight`, linear['head.weight']],
      [`${name}.bias`, linear['head.bias']],
    ]),
  );
  expect(() => loadStateDict({ head: other, a: tied, b: tied }, file(twice))).toThrow(
    'state_dict: Dense "dense" is given twice, the second time for "b". Give it once, with strict: false.',
  );
  expect((await other.getWeights()).map(({ data }) => data)).toEqual(before);
});

test('options and arguments of another kind are refused', () => {
  expect(() => loadStateDict({ head: dense() }, file(linear), { strict: 1 as never })).toThrow(
    /loadStateDict: strict/,
  );
  expect(() => loadStateDict(null as never, file(linear))).toThrow(
    /expected layers by the names of their modules, got null/,
  );
});
