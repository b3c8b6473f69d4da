import * as s from '@seqloom/backend';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The tensors that the calls are made with. */
interface Operands {
  /** `[2, 3]` float32 */
  readonly a: s.Tensor;
  /** `[2]` float32 */
  readonly v: s.Tensor;
  /** `[3]` bool */
  readonly bool: s.Tensor;
  /** `[3]` int32: 0, 1, 2 */
  readonly ids: s.Tensor;
  /** `[2, 5, 4]` float32 */
  readonly x: s.Tensor;
  /** `[3, 4, 2]` float32 */
  readonly filter: s.Tensor;
  /** Disposed of. */
  readonly gone: s.Tensor;
}

type Refused = readonly [call: string, run: (o: Operands) => unknown, message: string];

const SGD = { type: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false } as const;
const lstm = (o: Operands, more: object) =>
  s.lstmSequence({ x: o.x, kernel: s.zeros([4, 8]), recurrentKernel: s.zeros([2, 8]), ...more });

/** An array of which only some entries exist. */
const sparse = <T>(length: number, entries: Readonly<Record<number, T>>) =>
  Object.assign(new Array<T>(length), entries) as T[] & [T, T];

/**
 * Calls that make no sense, each with a part of the error that every backend must give: an error of the operation's own,
 * before a kernel sees the call. A kernel that trusts such a call reads or writes the memory of other tensors.
 */
const REFUSED: readonly Refused[] = [
  [
    'add of shapes that do not broadcast',
    ({ a, v }) => s.add(a, v),
    'add: shapes [2, 3] and [2] do not broadcast',
  ],
  [
    'sub of shapes that do not broadcast',
    ({ a, x }) => s.sub(a, x),
    'sub: shapes [2, 3] and [2, 5, 4] do not',
  ],
  ['mul of a number', ({ a }) => s.mul(a, 2 as never), 'mul: b must be a tensor, got 2.'],
  ['div of nothing', ({ a }) => s.div(a, undefined as never), 'div: b must be a tensor, got undefined.'],
  [
    'maximum of a disposed tensor',
    ({ a, gone }) => s.maximum(a, gone),
    'maximum: b of shape [4] has been disposed of',
  ],
  ['exp of an array', () => s.exp([1, 2] as never), 'exp: x must be a tensor, got [1,2].'],
  ['relu of a disposed tensor', ({ gone }) => s.relu(gone), 'relu: x of shape [4] has been disposed of'],
  [
    'a result that is too large',
    () => s.add(s.zeros([2 ** 15, 1]), s.zeros([2 ** 15])),
    'add: a tensor of shape [32768, 32768] has 1073741824 elements',
  ],
  ['pow with a text', ({ a }) => s.pow(a, '2' as never), 'pow: b must be a tensor, got "2".'],
  [
    'pow with infinity',
    ({ a }) => s.pow(a, Number.POSITIVE_INFINITY),
    'pow: exponent must be a finite number, got Infinity.',
  ],
  [
    'clip with its bounds swapped',
    ({ a }) => s.clip(a, 5, 1),
    'clip: low must be at most high, got low 5 and high 1.',
  ],
  ['clip to NaN', ({ a }) => s.clip(a, Number.NaN, 1), 'clip: low must be at most high, got low NaN'],
  ['softmax of one number', () => s.softmax(s.scalar(1)), 'softmax: axis is -1, but x has no axes'],
  ['logSoftmax of one number', () => s.logSoftmax(s.scalar(1)), 'logSoftmax: axis is -1, but x has no axes'],
  [
    'less of shapes that do not broadcast',
    ({ a, v }) => s.less(v, a),
    'less: shapes [2] and [2, 3] do not broadcast',
  ],
  [
    'logicalAnd of numbers',
    ({ a }) => s.logicalAnd(a, a),
    "logicalAnd: a has dtype float32, expected bool. Use cast(a, 'bool').",
  ],
  ['logicalNot of int32', ({ ids }) => s.logicalNot(ids), 'logicalNot: x has dtype int32, expected bool.'],
  [
    'where with a condition of numbers',
    ({ a }) => s.where(a, a, a),
    'where: condition has dtype float32, expected bool.',
  ],
  [
    'where of shapes that do not broadcast',
    ({ bool, a, v }) => s.where(bool, a, v),
    'where: shapes [2, 3] and [2] do not',
  ],
  [
    'where with a condition that does not broadcast',
    ({ bool, v }) => s.where(bool, v, v),
    'where: shapes [3] and [2] do not',
  ],

  [
    'tensor of too few values',
    () => s.tensor([1, 2], [3]),
    'tensor: got 2 values, expected 3 for shape [3].',
  ],
  [
    'tensor of a negative length',
    () => s.tensor([], [-1, 0]),
    'tensor: shape must hold integers from 0 on, got [-1, 0].',
  ],
  [
    'tensor of NaN as int32',
    () => s.tensor([1, Number.NaN], [2], 'int32'),
    'tensor: values must lie in −2^31 … 2^31 − 1 for dtype int32, got NaN at position 1.',
  ],
  [
    'tensor of floats beyond int32',
    () => s.tensor(Float32Array.of(3e9), [1], 'int32'),
    'tensor: values must lie in −2^31 … 2^31 − 1 for dtype int32, got 3000000000 at position 0.',
  ],
  [
    'tensor of rows',
    () => s.tensor([[1], [2]] as never, [2]),
    'tensor: values must be numbers, got [1] at position 0.',
  ],
  [
    'tensor of texts',
    () => s.tensor(['1'] as never, [1]),
    'tensor: values must be numbers, got "1" at position 0.',
  ],
  [
    'tensor of another dtype',
    () => s.tensor([1], [1], 'float64' as never),
    'tensor: dtype must be one of bool, int32, float32',
  ],
  [
    'tensor of seven axes',
    () => s.tensor([1], [1, 1, 1, 1, 1, 1, 1]),
    'tensor: a tensor has at most 6 axes, got 7',
  ],
  ['scalar of a text', () => s.scalar('1' as never), 'scalar: value must be a number, got "1".'],
  [
    'scalar int32 of a fraction',
    () => s.scalar(0.5, 'int32'),
    'scalar: value must be an integer of 32 bits for dtype int32, got 0.5.',
  ],
  [
    'zeros of a fraction',
    () => s.zeros([1.5, 2]),
    'zeros: shape must hold integers from 0 on, got [1.5, 2].',
  ],
  [
    'zeros of 2^40 elements',
    () => s.zeros([2 ** 20, 2 ** 20]),
    'zeros: a tensor of shape [1048576, 1048576] has 1099511627776 elements',
  ],
  ['ones of a number', () => s.ones(3 as never), 'ones: shape must be an array, got 3.'],
  [
    'fill int32 with NaN',
    () => s.fill([2], Number.NaN, 'int32'),
    'fill: value must be an integer of 32 bits for dtype int32, got NaN.',
  ],

  [
    'reshape to another count',
    ({ a }) => s.reshape(a, [4]),
    'reshape: a tensor of shape [2, 3] has 6 elements, which do not fill [4].',
  ],
  [
    'reshape with a remainder',
    ({ a }) => s.reshape(a, [-1, 4]),
    'reshape: a tensor of shape [2, 3] has 6 elements, which do not fill [-1, 4].',
  ],
  [
    'reshape with two −1',
    ({ a }) => s.reshape(a, [-1, -1]),
    'reshape: shape must hold integers from 0 on and at most one −1',
  ],
  [
    'expandDims outside',
    ({ a }) => s.expandDims(a, 4),
    'expandDims: axis must be an integer in −3 … 2 for shape [2, 3], got 4.',
  ],
  [
    'squeeze of a long axis',
    ({ a }) => s.squeeze(a, [0]),
    'squeeze: axis 0 of shape [2, 3] has length 2, expected 1.',
  ],
  [
    'transpose that names an axis twice',
    ({ a }) => s.transpose(a, [0, 0]),
    'transpose: permutation must name each axis of shape [2, 3] once, got [0, 0].',
  ],
  [
    'transpose of three axes by [1, 1, 1]',
    ({ x }) => s.transpose(x, [1, 1, 1]),
    'transpose: permutation must name each axis of shape [2, 5, 4] once',
  ],
  [
    'transpose that leaves an axis out',
    ({ x }) => s.transpose(x, [1, 0]),
    'transpose: permutation must name each axis',
  ],
  ['concat of no tensors', () => s.concat([], 0), 'concat: tensors must hold at least one tensor, got none.'],
  [
    'concat of other widths',
    ({ a }) => s.concat([a, s.zeros([2, 4])], 0),
    'concat: tensors[1] has shape [2, 4], expected [?, 3] as tensors[0]',
  ],
  [
    'concat of other heights',
    ({ a }) => s.concat([a, s.zeros([1, 3])], 1),
    'concat: tensors[1] has shape [1, 3], expected [2, ?] as tensors[0]',
  ],
  [
    'concat of another rank',
    ({ a }) => s.concat([a, s.zeros([6])], 0),
    'concat: tensors[1] has shape [6], expected [?, 3]',
  ],
  [
    'concat of another dtype',
    ({ a }) => s.concat([a, s.zeros([2, 3], 'int32')], 0),
    'concat: tensors[1] has dtype int32, expected float32',
  ],
  [
    'concat along an axis that is not there',
    ({ a }) => s.concat([a, a], 2),
    'concat: axis must be an integer in −2 … 1',
  ],
  [
    'stack of different shapes',
    ({ a, v }) => s.stack([a, v]),
    'stack: tensors[1] has shape [2], expected [2, 3]',
  ],
  [
    'stack of one tensor in place of an array',
    ({ a }) => s.stack(a as never),
    'stack: tensors must be an array of tensors',
  ],
  [
    'unstack along an axis that is not there',
    ({ v }) => s.unstack(v, 1),
    'unstack: axis must be an integer in −1 … 0',
  ],
  [
    'slice over the end',
    ({ v }) => s.slice(v, [1], [2]),
    'slice: the box that begins at [1] with size [2] must lie inside shape [2]',
  ],
  [
    'slice that begins beyond the end',
    ({ a }) => s.slice(a, [5, 0], [1, 3]),
    'slice: the box that begins at [5, 0]',
  ],
  [
    'slice that begins before the start',
    ({ a }) => s.slice(a, [-1, 0], [1, 3]),
    'slice: the box that begins at [-1, 0]',
  ],
  [
    'slice of more axes than there are',
    ({ v }) => s.slice(v, [0, 0], [1, 1]),
    'slice: begin has 2 entries, x of shape [2] has 1 axes.',
  ],
  [
    'reverse of an axis that is not there',
    ({ v }) => s.reverse(v, 1),
    'reverse: axis must be an integer in −1 … 0',
  ],
  [
    'tile with a negative count',
    ({ v }) => s.tile(v, [-1]),
    'tile: repetitions must hold one integer from 0 on per axis',
  ],
  [
    'tile to 2^40 elements',
    ({ v }) => s.tile(v, [2 ** 39]),
    'tile: a tensor of shape [1099511627776] has 1099511627776 elements',
  ],
  [
    'pad with fewer pairs than axes',
    ({ a }) => s.pad(a, [[1, 1]]),
    'pad: paddings must hold a pair of integers from 0 on per axis of shape [2, 3]',
  ],
  [
    'pad with a negative length',
    ({ a }) =>
      s.pad(a, [
        [-1, 0],
        [0, 0],
      ]),
    'pad: paddings must hold a pair of integers from 0 on',
  ],
  [
    'tile with a hole among the counts',
    ({ a }) => s.tile(a, sparse(2, { 1: 2 })),
    'tile: repetitions must hold one integer from 0 on per axis of shape [2, 3], got [undefined, 2].',
  ],
  [
    'pad with a hole among the pairs',
    ({ a }) => s.pad(a, sparse(2, { 1: [0, 1] })),
    'pad: paddings must hold a pair of integers from 0 on',
  ],
  [
    'pad with a hole in a pair',
    ({ a }) => s.pad(a, [[0, 0], sparse(2, { 1: 1 })]),
    'pad: paddings must hold a pair of integers from 0 on',
  ],
  [
    'sum over axes with a hole',
    ({ a }) => s.sum(a, sparse(2, { 1: 0 })),
    'sum: axis must be an integer, got undefined.',
  ],
  [
    'concat of tensors with a hole',
    ({ a }) => s.concat(sparse(2, { 1: a }), 0),
    'concat: tensors[0] must be a tensor, got undefined.',
  ],
  [
    'withNumbers of ids',
    ({ ids }) => s.withNumbers(ids, () => {}),
    'withNumbers: x has dtype int32, expected float32.',
  ],
  [
    'writableNumbers of a disposed tensor',
    ({ gone }) => s.writableNumbers(gone),
    'writableNumbers: x of shape [4] has been disposed of',
  ],
  [
    'l2Norms of tensors with a hole',
    ({ a }) => s.l2Norms(sparse(2, { 1: a })),
    'l2Norms: tensors[0] must be a tensor, got undefined.',
  ],
  [
    'pad of int32 with a fraction',
    ({ ids }) => s.pad(ids, [[1, 0]], 0.5),
    'pad: value must be an integer of 32 bits',
  ],
  [
    'cast to an unknown dtype',
    ({ a }) => s.cast(a, 'string' as never),
    'cast: dtype must be one of bool, int32, float32, got "string".',
  ],

  [
    'sum over an axis that is not there',
    ({ a }) => s.sum(a, 7),
    'sum: axis must be an integer in −2 … 1 for shape [2, 3], got 7.',
  ],
  [
    'sum over an axis twice',
    ({ a }) => s.sum(a, [0, -2]),
    'sum: axes must differ, got [0, -2] for shape [2, 3].',
  ],
  ['mean over an axis before the first', ({ a }) => s.mean(a, -3), 'mean: axis must be an integer in −2 … 1'],
  ['mean over half an axis', ({ a }) => s.mean(a, 0.5), 'mean: axis must be an integer in −2 … 1'],
  [
    'max over an axis that is not there',
    ({ a }) => s.max(a, [0, 2]),
    'max: axis must be an integer in −2 … 1',
  ],
  [
    'max of no values',
    () => s.max(s.zeros([2, 0]), 1),
    'max: there are no values along axis 1 of shape [2, 0].',
  ],
  [
    'argMax over an axis that is not there',
    ({ a }) => s.argMax(a, 2),
    'argMax: axis must be an integer in −2 … 1',
  ],
  ['argMax of no values', () => s.argMax(s.zeros([0, 2]), 0), 'argMax: there are no values along axis 0'],

  [
    'matMul of inner lengths that differ',
    ({ a }) => s.matMul(a, a),
    'matMul: inner lengths differ, got shapes [2, 3] and [2, 3]',
  ],
  [
    'matMul of a vector',
    ({ a, v }) => s.matMul(v, a),
    'matMul: a and b must have rank 2 at least, got shapes [2] and [2, 3].',
  ],
  [
    'matMul of int32',
    ({ a }) => s.matMul(a, s.zeros([3, 2], 'int32')),
    'matMul: b has dtype int32, expected float32.',
  ],
  [
    'matMul of batches that do not broadcast',
    () => s.matMul(s.zeros([2, 2, 3]), s.zeros([3, 3, 2])),
    'matMul: shapes [2] and [3] do not broadcast',
  ],
  [
    'dense with a kernel for other features',
    ({ a }) => s.dense({ x: a, kernel: s.zeros([6, 5]) }),
    'dense: kernel must have shape [D, U] for x of shape [..., D], got kernel [6, 5] and x [2, 3].',
  ],
  [
    'dense with a bias of another length',
    ({ a }) => s.dense({ x: a, kernel: s.zeros([3, 5]), bias: s.zeros([3]) }),
    'dense: bias must have shape [5] for kernel [3, 5], got [3].',
  ],
  [
    'dense with an unknown option',
    ({ a }) => s.dense({ x: a, kernel: s.zeros([3, 5]), units: 5 } as never),
    'dense: has no setting "units".',
  ],
  [
    'gather from a table of rank 3',
    ({ x, ids }) => s.gather(x, ids),
    'gather: table must have rank 2 [V, D], got shape [2, 5, 4].',
  ],
  ['gather of an id outside', ({ a, ids }) => s.gather(a, ids), 'gather: index 2 is outside 0 … 1.'],
  [
    'gather by float32',
    ({ a, v }) => s.gather(a, v),
    "gather: ids has dtype float32, expected int32. Use cast(ids, 'int32').",
  ],
  ['oneHot of depth 0', ({ ids }) => s.oneHot(ids, 0), 'oneHot: depth must be a positive integer, got 0.'],
  [
    'checkIndices of a fraction',
    () => s.checkIndices(s.tensor([0.5], [1]), 4),
    'checkIndices: index 0.5 at position 0 is not a whole number.',
  ],
  [
    'checkIndices of a float32 that may be rounded',
    () => s.checkIndices(s.tensor([2 ** 24], [1]), 2 ** 25),
    'holds whole numbers exactly below 2^24 only',
  ],

  [
    'conv1d with a stride of 0',
    ({ x, filter }) => s.conv1d({ x, filter, stride: 0 }),
    'conv1d: stride must be a positive integer, got 0.',
  ],
  [
    'conv1d with a filter of rank 2',
    ({ x, a }) => s.conv1d({ x, filter: a }),
    'conv1d: filter must have rank 3 and positive sizes, got shape [2, 3].',
  ],
  [
    'conv1d with half a padding',
    ({ x, filter }) => s.conv1d({ x, filter, padding: [1] as never }),
    'conv1d: padding must be a pair [left, right], got [1].',
  ],
  [
    'conv1d with a padding of gigabytes',
    ({ x, filter }) => s.conv1d({ x, filter, padding: [2 ** 30, 0], stride: 2 ** 30 }),
    'conv1d: a tensor of shape [2, 1073741829, 4]',
  ],
  [
    'conv1dTranspose to a length that does not fit',
    ({ x, filter }) => s.conv1dTranspose({ x, filter: s.transpose(filter, [0, 2, 1]), length: 9 }),
    'conv1dTranspose: the convolution of 9 steps makes 7',
  ],
  [
    'maxPool1d with a window beyond the input',
    ({ x }) => s.maxPool1d(x, { poolSize: 6 }),
    'maxPool1d: a window reaches over 6 steps',
  ],
  [
    'averagePool1d of rank 2',
    ({ a }) => s.averagePool1d(a, { poolSize: 1 }),
    'averagePool1d: x must have shape [B, T, C]',
  ],
  [
    'lstmSequence with a mask of another length',
    (o) => lstm(o, { mask: s.zeros([2, 4], 'bool') }),
    'lstmSequence: mask has shape [2, 4], expected [2, 5]',
  ],
  [
    'lstmSequence without weights',
    ({ x }) => s.lstmSequence({ x } as never),
    'lstmSequence: kernel must be a tensor, got undefined.',
  ],
  [
    'gruSequence with a memory',
    (o) =>
      s.gruSequence({
        x: o.x,
        kernel: s.zeros([4, 6]),
        recurrentKernel: s.zeros([2, 6]),
        c0: s.zeros([2, 2]),
      } as never),
    'gruSequence: c0 is for LSTM only',
  ],
  [
    'lstmSequence with a text for a switch',
    (o) => lstm(o, { goBackwards: 'yes' }),
    'lstmSequence: goBackwards must be true or false, got "yes".',
  ],
  [
    'applyActivation by an unknown name',
    ({ a }) => s.applyActivation('cube' as never, a),
    'applyActivation: name must be one of linear, relu',
  ],

  [
    'update with a gradient of another shape',
    ({ a, v }) => s.update({ value: a }, v, [], SGD),
    "update: gradient must have the variable's shape [2, 3], got [2].",
  ],
  [
    'update with an int32 gradient',
    ({ a }) => s.update({ value: a }, s.zeros([2, 3], 'int32'), [], SGD),
    'update: gradient has dtype int32, expected float32.',
  ],
  [
    'update with a rate that is not a number',
    ({ a }) => s.update({ value: a }, a, [], { ...SGD, learningRate: Number.NaN }),
    'update: learningRate must be a finite number, got NaN.',
  ],
  [
    'update by an unknown rule',
    ({ a }) => s.update({ value: a }, a, [], { type: 'lion' } as never),
    'update: rule.type must be one of sgd, rmsprop, adam, nadam, adagrad',
  ],
  [
    'valueAndGrad by int32',
    ({ ids }) => s.valueAndGrad(() => s.sum(ids), [ids]),
    'valueAndGrad: sources[0] has dtype int32, expected float32.',
  ],
  [
    'valueAndGrad by a tensor that is not in an array',
    ({ a }) => s.valueAndGrad(() => s.sum(a), a as never),
    'valueAndGrad: sources must be an array of tensors, got',
  ],
  [
    'valueAndGrad of nothing',
    ({ a }) => s.valueAndGrad((() => {}) as never, [a]),
    'valueAndGrad: the value must be a tensor, got undefined.',
  ],
  [
    'runKernel of an unknown name',
    ({ a }) => s.runKernel('Cube', { x: a }),
    'runKernel: the backend has no kernel named "Cube".',
  ],
  ['tidy of a tensor', ({ a }) => s.tidy(a as never), 'tidy: work must be a function'],
  ['dispose of an array', ({ a }) => s.dispose([a] as never), 'dispose: expected tensors'],
  [
    'allFinite of int32',
    ({ ids }) => s.allFinite([ids]),
    'allFinite: tensors[0] has dtype int32, expected float32',
  ],
  [
    'allFinite of nothing',
    () => s.allFinite([]),
    'allFinite: tensors must hold at least one tensor, got none.',
  ],
  ['own of a disposed tensor', ({ gone }) => s.own(gone), 'own: x of shape [4] has been disposed of'],
  ['copy of nothing', () => s.copy(null as never), 'copy: x must be a tensor, got null.'],
  [
    'stopGradient of a disposed tensor',
    ({ gone }) => s.stopGradient(gone),
    'stopGradient: x of shape [4] has been disposed of',
  ],
];

/** Calls that are refused for the numbers of a float32 tensor, where those are read without waiting. */
const ON_NUMBERS: ReadonlySet<string> = new Set([
  'checkIndices of a fraction',
  'checkIndices of a float32 that may be rounded',
]);

/** Calls that every operation refuses on every backend. */
export function refusalsSuite({ synchronousReads }: Pick<s.BackendPlugin, 'synchronousReads'>): void {
  describe('refused calls', () => {
    let operands: Operands;
    beforeAll(() => {
      const gone = s.zeros([4]);
      gone.dispose();
      operands = {
        a: s.tensor([1, 2, 3, 4, 5, 6], [2, 3]),
        v: s.tensor([1, 2], [2]),
        bool: s.tensor([1, 0, 1], [3], 'bool'),
        ids: s.tensor(Int32Array.of(0, 1, 2), [3]),
        x: s.zeros([2, 5, 4]),
        filter: s.zeros([3, 4, 2]),
        gone,
      };
    });
    afterAll(() => s.dispose(...Object.values(operands)));

    const [refused, unseen] = synchronousReads
      ? [REFUSED, []]
      : [REFUSED.filter(([name]) => !ON_NUMBERS.has(name)), REFUSED.filter(([name]) => ON_NUMBERS.has(name))];
    test.skip.each(unseen)('%s: reading the numbers to check waits here', () => {});
    test.each(refused)('%s', async (_, run, message) => {
      const alive = s.liveTensors();
      const guards = Array.from({ length: 8 }, () => s.fill([16], 42));
      // The tidy takes what a call makes to be refused with.
      const call = () => s.tidy(() => void run(operands));
      expect(call).toThrow(message);
      for (const guard of guards) expect([...(await guard.data())]).toEqual(new Array(16).fill(42));
      s.dispose(...guards);
      expect(s.liveTensors()).toBe(alive);
    });
    test('a gradient that a backward function returns must fit its input', () => {
      const { a, v } = operands;
      const wrong = (gradient: object) => () =>
        s.valueAndGrad(
          () =>
            s.sum(
              s.recordedOp({
                inputs: { x: a },
                forward: () => [s.identity(a)],
                backward: () => gradient,
              })[0]!,
            ),
          [a],
        );
      expect(wrong({ x: v })).toThrow(
        'recordedOp: the gradient of x has shape [2], expected its shape [2, 3].',
      );
      expect(wrong({ y: v })).toThrow('recordedOp: backward returned a gradient of "y". The inputs: x.');
      expect(wrong({ x: 3 })).toThrow('recordedOp: the gradient of x must be a tensor, got 3.');
    });
  });
}
