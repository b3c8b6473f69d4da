import * as s from '@seqloom/backend';
import { ATTENTION_OPS } from './attention-ops.ts';
import type { Draw } from './draw.ts';
import type { Nd } from './nd.ts';
import * as r from './reference.ts';
import {
  ACTIVATIONS,
  applyActivation,
  conv1d,
  conv1dTranspose,
  dense,
  erf,
  pool1d,
  sequence,
  update,
} from './reference-layers.ts';

/** An operation of the engine, how calls of it are drawn, and what it must give. */
export interface FuzzedOp {
  readonly name: string;
  /** Arguments that fit together, with arrays of the reference in place of tensors. */
  readonly draw: (draw: Draw) => readonly unknown[];
  readonly run: (...args: never[]) => s.Tensor | readonly s.Tensor[];
  readonly expect: r.Reference;
  /** Whether the derivative exists everywhere, so that it may be compared with a difference of values. */
  readonly smooth?: boolean;
  /** Relative to the largest entry, default 2e-5. */
  readonly tolerance?: number;
}

type Args = readonly unknown[];
const DTYPES: readonly s.DType[] = ['float32', 'float32', 'float32', 'int32', 'bool'];

const pair =
  (special: boolean) =>
  (draw: Draw): Args => {
    const shape = draw.shape();
    const one = () => (special ? draw.special : draw.nd)(draw.narrowed(shape), draw.pick(DTYPES));
    return [one(), one()];
  };
const unary = (draw: Draw): Args => [draw.special(draw.shape(), draw.pick(DTYPES))];
/** Numbers from `low` to `low` + 8, none so small that a logarithm or root is steep. */
const above =
  (low: number) =>
  (draw: Draw): Args => {
    const { shape, data } = draw.nd(draw.shape());
    return [{ dtype: 'float32', shape, data: data.map((x) => x + 4 + low) } satisfies Nd];
  };
const plain = (draw: Draw): Args => [draw.nd(draw.shape(), draw.chance(0.8) ? 'float32' : draw.pick(DTYPES))];
const rows = (draw: Draw): Args => [draw.nd(draw.shape(1), draw.chance(0.8) ? 'float32' : draw.pick(DTYPES))];
const any = (draw: Draw, least = 0) => draw.special(draw.shape(least), draw.pick(DTYPES));
const axis = (draw: Draw, rank: number) => draw.integer(2 * rank) - rank;
const window = (draw: Draw) => ({
  ...(draw.chance(0.5) && { stride: draw.between(1, 3) }),
  ...(draw.chance(0.3) && { dilation: draw.between(1, 2) }),
});
const maybe = (draw: Draw, name: string, value: () => unknown) =>
  draw.chance(0.5) ? { [name]: value() } : {};
const activation = (draw: Draw) => draw.pick(['linear', 'relu', 'sigmoid', 'tanh'] as const);

const drawReduction = (draw: Draw): Args => {
  const x = draw.nd(draw.shape(0, 5), draw.pick(DTYPES));
  const rank = x.shape.length;
  if (rank === 0 || draw.chance(0.2)) return [x];
  const axes = draw.shuffle(x.shape.map((_, i) => i)).slice(0, draw.between(1, rank));
  const signed = axes.map((i) => (draw.chance(0.5) ? i : i - rank));
  return [x, draw.chance(0.3) ? signed[0] : signed, ...(draw.chance(0.5) ? [draw.chance(0.5)] : [])];
};

const drawParts = (draw: Draw, along: boolean): Args => {
  const shape = draw.shape(along ? 1 : 0, 4);
  const at = draw.integer(shape.length + (along ? 0 : 1));
  const dtype = draw.pick(DTYPES);
  const parts = Array.from({ length: draw.between(1, 4) }, () =>
    draw.special(along ? shape.with(at, draw.integer(4)) : shape, dtype),
  );
  return [parts, draw.chance(0.5) ? at : at - shape.length - (along ? 0 : 1)];
};

const drawMatMul = (draw: Draw): Args => {
  const [m, k, n] = draw.chance(0.02)
    ? [64, 200, 70]
    : [draw.between(1, 9), draw.between(0, 9), draw.between(1, 9)];
  const batch = draw.chance(0.5) ? [] : draw.shape(1, 2);
  const [transposeA, transposeB] = [draw.chance(0.3), draw.chance(0.3)];
  const a = draw.nd([...draw.narrowed(batch), ...(transposeA ? [k!, m!] : [m!, k!])]);
  const b = draw.nd([...draw.narrowed(batch), ...(transposeB ? [n!, k!] : [k!, n!])]);
  return transposeA || transposeB || draw.chance(0.3) ? [a, b, { transposeA, transposeB }] : [a, b];
};

const drawConvolution = (draw: Draw) => {
  const groups = draw.chance(0.2) ? draw.between(1, 3) : 1;
  const [batch, size, depth] = [
    draw.between(1, 3),
    draw.between(1, 5),
    draw.between(1, draw.chance(0.1) ? 20 : 3),
  ];
  const [length, filters] = [draw.between(9, 14), groups * draw.between(1, draw.chance(0.1) ? 20 : 3)];
  return {
    x: draw.nd([batch, length, depth * groups]),
    filter: draw.nd([size, depth, filters]),
    ...window(draw),
    ...maybe(draw, 'bias', () => draw.nd([filters])),
    ...maybe(draw, 'padding', () => [draw.integer(5), draw.integer(5)]),
    ...(groups > 1 && { groups }),
  };
};

const drawTranspose = (draw: Draw): Args => {
  const {
    filter,
    stride = 1,
    dilation = 1,
    padding = [0, 0],
  } = drawConvolution(draw) as {
    filter: Nd;
    stride?: number;
    dilation?: number;
    padding?: [number, number];
  };
  const [size, filters] = filter.shape as [number, number];
  const [channels, length] = [draw.between(1, 3), draw.between(9, 14)];
  const steps = Math.floor((length + padding[0] + padding[1] - (size - 1) * dilation - 1) / stride) + 1;
  return [
    {
      x: draw.nd([draw.between(1, 3), steps, channels]),
      filter: draw.nd([size, filters, channels]),
      length,
      stride,
      dilation,
      padding,
      ...maybe(draw, 'bias', () => draw.nd([filters])),
      ...maybe(draw, 'activation', () => activation(draw)),
    },
  ];
};

const drawPool = (draw: Draw): Args => {
  const poolSize = draw.between(1, 5);
  return [
    draw.nd([draw.between(1, 3), draw.between(5, 12), draw.between(1, draw.chance(0.1) ? 20 : 3)]),
    {
      poolSize,
      ...maybe(draw, 'stride', () => draw.between(1, 6)),
      ...maybe(draw, 'padding', () => [draw.integer(poolSize), draw.integer(poolSize)]),
    },
  ];
};

const drawSequence =
  (gates: number) =>
  (draw: Draw): Args => {
    const [B, T, D, U] = [draw.between(1, 5), draw.between(1, 5), draw.between(1, 4), draw.between(1, 6)];
    const small = (...shape: number[]) => {
      const it = draw.nd(shape);
      return { ...it, data: it.data.map((v) => v / 4) };
    };
    const names = Object.keys(ACTIVATIONS).filter((name) => name !== 'exponential' && name !== 'linear');
    const resetBefore = gates === 3 && draw.chance(0.3);
    return [
      {
        x: draw.nd([B, T, D]),
        kernel: small(D, gates * U),
        recurrentKernel: small(U, gates * U),
        ...maybe(draw, 'bias', () => small(gates * U)),
        ...maybe(draw, 'h0', () => small(B, U)),
        ...maybe(draw, 'mask', () => draw.nd([B, T], 'bool')),
        ...maybe(draw, 'recurrentMask', () => draw.nd([B, U])),
        ...maybe(draw, 'activation', () => draw.pick(names)),
        ...maybe(draw, 'goBackwards', () => draw.chance(0.5)),
        ...maybe(draw, 'returnSequences', () => draw.chance(0.5)),
        ...(gates > 1 &&
          maybe(draw, 'recurrentActivation', () => draw.pick(['sigmoid', 'hardSigmoid', 'tanh']))),
        ...(gates === 4 && maybe(draw, 'c0', () => small(B, U))),
        ...(gates === 3 && !resetBefore && maybe(draw, 'recurrentBias', () => small(gates * U))),
        ...(resetBefore && { resetAfter: false }),
      },
    ];
  };

const results = ({ h, hLast, cLast }: Partial<s.LSTMResult>) =>
  [h, hLast, cLast].filter((y) => y !== undefined);

const drawUpdate = (draw: Draw): Args => {
  const shape = draw.shape();
  const [momentum, centered] = [draw.pick([0, 0.9]), draw.chance(0.5)];
  const rule = draw.pick([
    { type: 'sgd', learningRate: 0.1, momentum, nesterov: draw.chance(0.5) },
    { type: 'rmsprop', learningRate: 0.1, rho: 0.5, momentum, epsilon: 0.5, centered },
    { type: 'adam', learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-3, step: draw.between(1, 9) },
    {
      type: 'nadam',
      learningRate: 0.1,
      beta1: 0.9,
      beta2: 0.99,
      epsilon: 1e-3,
      step: draw.between(1, 9),
      momentumProduct: 0.25,
    },
    { type: 'adagrad', learningRate: 0.1, epsilon: 1e-3 },
  ] as const);
  const positive = () => {
    const { data, ...rest } = draw.nd(shape);
    return { ...rest, data: data.map((v) => v * v + 1) };
  };
  // RMSprop: the variance, velocity minus the squared average, must not be negative.
  const slots = Array.from({ length: s.slotCount(rule) }, (_, i) => {
    if (rule.type !== 'rmsprop') return positive();
    const { data, ...rest } = positive();
    return { ...rest, data: data.map((v) => (i === 0 ? v + 1 : v / 32)) };
  });
  const scaled = draw.chance(0.3) ? { ...rule, gradientScale: 0.5 } : rule;
  return [draw.nd(shape), draw.nd(shape), slots, scaled];
};

function runUpdate(
  value: s.Tensor,
  gradient: s.Tensor,
  slots: readonly s.Tensor[],
  rule: s.UpdateRule,
): s.Tensor[] {
  const hold = (tensor: s.Tensor) => ({
    value: isTensor(tensor) && !tensor.isDisposed ? s.own(s.copy(tensor)) : tensor,
  });
  const isList = Array.isArray(slots);
  const variable = hold(value);
  const kept = isList ? slots.map(hold) : slots;
  try {
    s.update(variable, gradient, kept as readonly s.Variable[], rule);
  } catch (error) {
    for (const { value: made } of [variable, ...(isList ? (kept as s.Variable[]) : [])])
      if (isTensor(made)) s.dispose(made);
    throw error;
  }
  return [variable, ...(kept as s.Variable[])].map(({ value: result }) => result);
}

const isTensor = (value: unknown): value is s.Tensor =>
  typeof value === 'object' && value !== null && typeof (value as s.Tensor).dispose === 'function';

const op = (
  name: string,
  draw: FuzzedOp['draw'],
  run: FuzzedOp['run'],
  expect: r.Reference,
  more: Pick<FuzzedOp, 'smooth' | 'tolerance'> = {},
): FuzzedOp => ({ name, draw, run, expect, ...more });

const smooth = { smooth: true };
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
/** Every operation that makes tensors of tensors or numbers. */
export const OPS: readonly FuzzedOp[] = [
  op(
    'add',
    pair(true),
    s.add,
    r.binary((a, b) => a + b),
    smooth,
  ),
  op(
    'sub',
    pair(true),
    s.sub,
    r.binary((a, b) => a - b),
    smooth,
  ),
  op(
    'mul',
    pair(false),
    s.mul,
    r.binary((a, b) => a * b),
    smooth,
  ),
  op(
    'div',
    pair(false),
    s.div,
    r.binary((a, b) => a / b, 'float32'),
  ),
  op('maximum', pair(true), s.maximum, r.binary(Math.max)),
  op('minimum', pair(true), s.minimum, r.binary(Math.min)),
  op(
    'neg',
    unary,
    s.neg,
    r.whole((x) => -x),
    smooth,
  ),
  op('abs', unary, s.abs, r.whole(Math.abs)),
  op('exp', plain, s.exp, r.real(Math.exp), smooth),
  op('log', above(0.5), s.log, r.real(Math.log), smooth),
  op('log1p', above(0), s.log1p, r.real(Math.log1p), smooth),
  op('sqrt', above(0.5), s.sqrt, r.real(Math.sqrt), smooth),
  op(
    'rsqrt',
    above(0.5),
    s.rsqrt,
    r.real((x) => 1 / Math.sqrt(x)),
    smooth,
  ),
  op(
    'square',
    plain,
    s.square,
    r.whole((x) => x * x),
    smooth,
  ),
  op('erf', plain, s.erf, r.real(erf), smooth),
  op(
    'sigmoid',
    unary,
    s.sigmoid,
    r.real((x) => 1 / (1 + Math.exp(-x))),
    smooth,
  ),
  op('tanh', unary, s.tanh, r.real(Math.tanh), smooth),
  op(
    'relu',
    unary,
    s.relu,
    r.whole((x) => Math.max(x, 0)),
  ),
  op(
    'elu',
    unary,
    s.elu,
    r.real((x) => (x > 0 ? x : Math.expm1(x))),
  ),
  op('softplus', plain, s.softplus, r.real(ACTIVATIONS.softplus), smooth),
  op('softmax', rows, s.softmax, r.softmax(false), smooth),
  op('logSoftmax', rows, s.logSoftmax, r.softmax(true), smooth),
  op(
    'pow',
    (draw) => {
      const [x] = above(0.5)(draw) as [Nd];
      const fixed = draw.pick([0, 1, 2, 0.5, -1, 3]);
      return [x, draw.chance(0.5) ? fixed : draw.nd(draw.narrowed(x.shape), draw.pick(DTYPES))];
    },
    s.pow,
    r.pow,
    smooth,
  ),
  op('clip', (draw) => [...unary(draw), -draw.integer(3), draw.integer(3)], s.clip, r.clip),
  op(
    'equal',
    pair(true),
    s.equal,
    r.comparison((a, b) => a === b),
  ),
  op(
    'notEqual',
    pair(true),
    s.notEqual,
    r.comparison((a, b) => a !== b),
  ),
  op(
    'greater',
    pair(true),
    s.greater,
    r.comparison((a, b) => a > b),
  ),
  op(
    'greaterEqual',
    pair(true),
    s.greaterEqual,
    r.comparison((a, b) => a >= b),
  ),
  op(
    'less',
    pair(true),
    s.less,
    r.comparison((a, b) => a < b),
  ),
  op(
    'lessEqual',
    pair(true),
    s.lessEqual,
    r.comparison((a, b) => a <= b),
  ),
  op(
    'logicalAnd',
    (draw) => {
      const shape = draw.shape();
      return [draw.nd(draw.narrowed(shape), 'bool'), draw.nd(draw.narrowed(shape), 'bool')];
    },
    s.logicalAnd,
    r.logicalAnd,
  ),
  op('logicalNot', (draw) => [draw.nd(draw.shape(), 'bool')], s.logicalNot, r.logicalNot),
  op(
    'where',
    (draw) => {
      const shape = draw.shape();
      const one = () => draw.special(draw.narrowed(shape), draw.pick(DTYPES));
      return [draw.nd(draw.narrowed(shape), 'bool'), one(), one()];
    },
    s.where,
    r.where,
    smooth,
  ),

  op(
    'tensor',
    (draw) => {
      const { data, shape, dtype } = draw.nd(draw.shape(), draw.pick(DTYPES));
      return [Array.from(data), shape, dtype];
    },
    s.tensor,
    r.tensor,
  ),
  op('scalar', (draw) => [draw.integer(20), draw.pick(DTYPES)], s.scalar, r.scalar),
  op('zeros', (draw) => [draw.shape(), draw.pick(DTYPES)], s.zeros, r.filled(0)),
  op('ones', (draw) => [draw.shape(), draw.pick(DTYPES)], s.ones, r.filled(1)),
  op('fill', (draw) => [draw.shape(), draw.integer(9), draw.pick(DTYPES)], s.fill, r.filled()),
  op('identity', unary, s.identity, r.same, smooth),
  op('copy', unary, s.copy, r.same, smooth),
  op('stopGradient', unary, s.stopGradient, r.same),
  op('cast', (draw) => [...unary(draw), draw.pick(DTYPES)], s.cast, r.cast),

  op(
    'reshape',
    (draw) => {
      const x = any(draw);
      const shape = draw.chance(0.5) ? [-1] : draw.shuffle([...x.shape, 1]);
      return [x, shape[0] === -1 && x.data.length === 0 ? [0] : shape];
    },
    s.reshape,
    r.reshape,
    smooth,
  ),
  op(
    'expandDims',
    (draw) => {
      const x = any(draw);
      return [x, axis(draw, x.shape.length + 1)];
    },
    s.expandDims,
    r.expandDims,
    smooth,
  ),
  op(
    'squeeze',
    (draw) => {
      const x = draw.special(draw.narrowed(draw.shape()), draw.pick(DTYPES));
      const ones = x.shape.flatMap((n, i) => (n === 1 ? [i] : []));
      return draw.chance(0.5) ? [x] : [x, draw.shuffle(ones).slice(0, draw.integer(3))];
    },
    s.squeeze,
    r.squeeze,
    smooth,
  ),
  op(
    'transpose',
    (draw) => {
      const x = draw.special(draw.shape(0, 5), draw.pick(DTYPES));
      return draw.chance(0.3) ? [x] : [x, draw.shuffle(x.shape.map((_, i) => i))];
    },
    s.transpose,
    r.transpose,
    smooth,
  ),
  op('concat', (draw) => drawParts(draw, true), s.concat, r.concat, smooth),
  op('stack', (draw) => drawParts(draw, false), s.stack, r.stack, smooth),
  op(
    'unstack',
    (draw) => {
      const x = any(draw, 1);
      return [x, axis(draw, x.shape.length)];
    },
    s.unstack,
    r.unstack,
    smooth,
  ),
  op(
    'slice',
    (draw) => {
      const x = any(draw, 1);
      const begin = x.shape.map((n) => draw.integer(n + 1));
      return [x, begin, x.shape.map((n, i) => (draw.chance(0.3) ? -1 : draw.integer(n - begin[i]! + 1)))];
    },
    s.slice,
    r.slice,
    smooth,
  ),
  op(
    'reverse',
    (draw) => {
      const x = any(draw, 1);
      return [x, axis(draw, x.shape.length)];
    },
    s.reverse,
    r.reverse,
    smooth,
  ),
  op(
    'tile',
    (draw) => {
      const x = any(draw);
      return [x, x.shape.map(() => draw.pick([1, 1, 2, 3, 0]))];
    },
    s.tile,
    r.tile,
    smooth,
  ),
  op(
    'pad',
    (draw) => {
      const x = any(draw, 1);
      const paddings = x.shape.map(() => [draw.integer(3), draw.integer(3)]);
      return draw.chance(0.5) ? [x, paddings] : [x, paddings, draw.integer(3)];
    },
    s.pad,
    r.pad,
    smooth,
  ),

  op('sum', drawReduction, s.sum, r.reduction(sum, 'sum'), smooth),
  op(
    'mean',
    drawReduction,
    s.mean,
    r.reduction((v) => sum(v) / v.length, 'mean'),
    smooth,
  ),
  op('max', drawReduction, s.max, r.reduction(most, 'max')),
  op(
    'argMax',
    (draw) => {
      const x = draw.nd(draw.shape(1, 4), draw.pick(DTYPES));
      return [x, axis(draw, x.shape.length)];
    },
    s.argMax,
    r.argMax,
  ),

  op('matMul', drawMatMul, s.matMul, r.matMul, smooth),
  op(
    'dense',
    (draw) => {
      const [depth, units] = [draw.between(1, 9), draw.between(1, 9)];
      return [
        {
          x: draw.nd([...draw.shape(0, 3), depth]),
          kernel: draw.nd([depth, units]),
          ...maybe(draw, 'bias', () => draw.nd([units])),
          ...maybe(draw, 'activation', () => activation(draw)),
        },
      ];
    },
    s.dense,
    dense,
  ),
  op(
    'gather',
    (draw) => {
      const [rows, width] = [draw.between(1, 9), draw.between(1, 9)];
      const ids = draw.nd(draw.shape(0, 3), 'int32');
      const inside = draw.chance(0.9) ? ids.data.map((id) => Math.abs(id) % rows) : ids.data;
      return [draw.nd([rows, width], draw.pick(DTYPES)), { ...ids, data: inside }];
    },
    s.gather,
    r.gather,
    smooth,
  ),
  op('oneHot', (draw) => [draw.nd(draw.shape(0, 3), 'int32'), draw.between(1, 5)], s.oneHot, r.oneHot),
  op(
    'checkIndices',
    (draw) => {
      const ids = draw.nd(draw.shape(0, 3), draw.pick(DTYPES));
      return [{ ...ids, data: ids.data.map((id) => Math.abs(Math.trunc(id))) }, 12];
    },
    (ids: s.Tensor, size: number) => {
      s.checkIndices(ids, size);
      return [];
    },
    r.checkIndices,
  ),

  op(
    'conv1d',
    (draw) => [{ ...drawConvolution(draw), ...maybe(draw, 'activation', () => activation(draw)) }],
    s.conv1d,
    conv1d,
  ),
  op('conv1dTranspose', drawTranspose, s.conv1dTranspose, conv1dTranspose),
  op('maxPool1d', drawPool, s.maxPool1d, pool1d(false)),
  op('averagePool1d', drawPool, s.averagePool1d, pool1d(true), smooth),
  op(
    'simpleRNNSequence',
    drawSequence(1),
    (o: s.SequenceOperands) => results(s.simpleRNNSequence(o)),
    sequence('SimpleRNN'),
  ),
  op('gruSequence', drawSequence(3), (o: s.GRUOperands) => results(s.gruSequence(o)), sequence('GRU')),
  op('lstmSequence', drawSequence(4), (o: s.LSTMOperands) => results(s.lstmSequence(o)), sequence('LSTM')),
  op(
    'applyActivation',
    (draw) => [draw.pick(Object.keys(ACTIVATIONS)), draw.nd(draw.shape())],
    s.applyActivation,
    applyActivation,
  ),
  op('update', drawUpdate, runUpdate, update),
  ...ATTENTION_OPS,
];
