import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type BackendKernel,
  type BackendPlugin,
  type KernelName,
  lstmSequence,
  portableKernels,
  registerBackend,
  runKernel,
  type SelectedBackend,
  selectBackend,
  type Tensor,
  tensor,
  tidy,
} from '../src/index.ts';
import { cpuPlugin } from './cpu-plugin.ts';

// What TypeScript must refuse is marked with @ts-expect-error; `pnpm typecheck` fails where it does not.

describe('runKernel', () => {
  let backend: SelectedBackend;
  beforeAll(async () => {
    registerBackend(cpuPlugin);
    backend = await selectBackend({ prefer: ['cpu'] });
  });
  afterAll(() => backend.dispose());

  const sequence = () => ({
    x: tensor([1, 2], [1, 2, 1]),
    kernel: tensor([1, 0, 0, 0], [1, 4]),
    recurrentKernel: tensor([0, 0, 0, 0], [1, 4]),
  });
  const attributes = {
    activation: 'linear',
    recurrentActivation: 'linear',
    goBackwards: false,
    returnSequences: false,
    keep: false,
  } as const;

  test('returns several outputs by name, those that the call has', () => {
    tidy(() => {
      const bias = tensor([0, 1, 1, 1], [4]); // i = x, f = g = o = 1: c = 1, then 1 + 2
      const outputs = runKernel('LSTMSequence', { ...sequence(), bias }, attributes);
      expect(Object.keys(outputs)).toEqual(['hLast', 'cLast']);
      const all = { ...attributes, returnSequences: true, keep: true };
      const { h, hLast, cLast, cache } = runKernel('LSTMSequence', { ...sequence(), bias }, all);
      expect([h!.shape, hLast.shape, cLast.shape]).toEqual([
        [1, 2, 1],
        [1, 1],
        [1, 1],
      ]);
      expect(cache!.dtype).toBe('float32');
    });
  });

  test('computes what the operation computes', async () => {
    const got = tidy(
      () => runKernel('LSTMSequence', { ...sequence(), bias: tensor([0, 1, 1, 1], [4]) }, attributes).cLast,
    );
    expect([...(await got.data())]).toEqual([3]);
    got.dispose();
  });

  test('returns one output in an array, and those of other kernels in order', async () => {
    const x = tensor([-1, 2], [1, 2, 1]);
    const [pooled] = runKernel('MaxPool1D', { x }, { poolSize: 2, stride: 2, padLeft: 0, padRight: 0 });
    const outputs: Tensor[] = runKernel('Relu', { x });
    expect([...(await pooled.data())]).toEqual([2]);
    expect([...(await outputs[0]!.data())]).toEqual([0, 2]);
    for (const each of [x, pooled, ...outputs]) each.dispose();
  });

  test('is typed by the table', () => {
    const calls = () => {
      const x = tensor([1], [1, 1, 1]);
      // @ts-expect-error: padRight is missing
      runKernel('MaxPool1D', { x }, { poolSize: 2, stride: 2, padLeft: 0 });
      // @ts-expect-error: attributes are missing
      runKernel('MaxPool1D', { x });
      // @ts-expect-error: an input is missing
      runKernel('LSTMSequence', { x }, attributes);
      // @ts-expect-error: not an activation
      runKernel('ActivationGrad', { dy: x, y: x }, { activation: 'rleu' });
      const { hLast } = runKernel('GRUSequence', sequence(), { ...attributes, resetAfter: true });
      // @ts-expect-error: h may be missing
      return [hLast.shape, runKernel('GRUSequence', sequence(), { ...attributes, resetAfter: true }).h.shape];
    };
    expect(calls).toBeTypeOf('function'); // compiled, not run
  });
});

describe('a body of a plug-in', () => {
  const x = () => tensor([1], [1, 1, 1]);
  const weights = () => ({
    kernel: tensor([1, 1, 1, 1], [1, 4]),
    recurrentKernel: tensor([1, 1, 1, 1], [1, 4]),
  });
  const withBody = (kernel: NonNullable<BackendPlugin['kernels']>[number]): BackendPlugin => ({
    ...cpuPlugin,
    configuration: [kernel],
    kernels: [kernel],
  });

  test('may return its outputs by name, in any order', async () => {
    const lstm: BackendKernel<'LSTMSequence'> = {
      name: 'LSTMSequence',
      accepts: ({ attributes }) => !attributes.returnSequences,
      // Two inputs under other shapes: enough to tell the outputs apart.
      run: ({ inputs: { x, recurrentKernel } }) => ({
        cLast: { ...recurrentKernel, shape: [1, 4] },
        hLast: { ...x, shape: [1, 1] },
      }),
    };
    registerBackend(withBody(lstm));
    const backend = await selectBackend({ prefer: ['cpu'] });
    expect(backend.fused).toEqual(['LSTMSequence']);
    tidy(() => {
      const { hLast, cLast } = lstmSequence({ x: x(), ...weights() });
      expect([hLast.shape, cLast.shape]).toEqual([
        [1, 1],
        [1, 4],
      ]);
      expect(lstmSequence({ x: x(), ...weights(), returnSequences: true }).cLast.shape).toEqual([1, 1]);
    });
    await backend.dispose();
  });

  test('that returns other outputs than the call has is refused by name', async () => {
    const lstm: BackendKernel = { name: 'LSTMSequence', run: ({ inputs }) => ({ hLast: inputs.x }) as never };
    registerBackend(withBody(lstm));
    const backend = await selectBackend({ prefer: ['cpu'] });
    expect(() => tidy(() => lstmSequence({ x: x(), ...weights() }))).toThrow(
      'LSTMSequence: its body returned hLast, expected hLast, cLast for this call.',
    );
    await backend.dispose();
  });

  test('is typed by the table', () => {
    const lstm: BackendKernel<'LSTMSequence'> = {
      name: 'LSTMSequence',
      // @ts-expect-error: cLast is missing
      run: ({ inputs: { x } }) => ({ hLast: x }),
    };
    const conv: BackendKernel<'Conv1D'> = {
      name: 'Conv1D',
      // @ts-expect-error: no such input
      run: ({ inputs: { kernel } }) => kernel,
    };
    // @ts-expect-error: not a name of the table
    const name: KernelName = 'LSTMSequenze';
    expect([lstm.name, conv.name, name]).toHaveLength(3);
  });
});

test('every kernel of ours has a portable body under its own name', () => {
  expect(portableKernels.map(({ name }) => name).sort()).toEqual([
    'ActivationGrad',
    'Attention',
    'AttentionGrad',
    'AvgPool1D',
    'AvgPool1DGrad',
    'Conv1D',
    'Conv1DFilterGrad',
    'Conv1DInputGrad',
    'GRUSequence',
    'GRUSequenceGrad',
    'LSTMSequence',
    'LSTMSequenceGrad',
    'MaxPool1D',
    'MaxPool1DGrad',
    'SimpleRNNSequence',
    'SimpleRNNSequenceGrad',
    'Tile',
    'UnsortedSegmentSum',
  ]);
});
