import * as tf from '@tensorflow/tfjs-core';

/**
 * Gradients of the tfjs kernels that the operations of this package call. tfjs-core registers none by itself and its
 * own list cannot be imported from Node's ES modules. One line per kernel: what it saves, and dy → dx.
 */

type T = tf.Tensor;
type Rule = (dy: T, saved: T[], attributes: Readonly<Record<string, unknown>>) => Record<string, () => T>;

interface Saves {
  readonly in?: readonly string[];
  readonly out?: boolean;
  readonly all?: boolean;
}

/** Sums a gradient over the axes along which the operand was broadcast. */
function unbroadcast(gradient: T, shape: readonly number[]): T {
  const axes = tf.broadcast_util.getReductionAxes([...shape], gradient.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, [...shape]);
}

/** Rule of a function of one tensor: dx = dy · slope, from the saved input or output. */
const slope =
  (of: (saved: T) => T): Rule =>
  (dy, [saved]) => ({ x: () => tf.mul(dy, of(saved!)) });

/** Rule of a broadcasting function of a and b. */
const both =
  (da: (dy: T, a: T, b: T) => T, db: (dy: T, a: T, b: T) => T): Rule =>
  (dy, [a, b]) => ({
    a: () => unbroadcast(da(dy, a!, b!), a!.shape),
    b: () => unbroadcast(db(dy, a!, b!), b!.shape),
  });

const one = () => tf.scalar(1);
const when = (condition: T) => tf.cast(condition, 'float32');
/** A reduced tensor with its axes put back as length 1. */
function restore(y: T, shape: readonly number[], axes: unknown): T {
  const reduced = tf.util.parseAxisParam(axes as number[], [...shape]);
  return tf.reshape(
    y,
    shape.map((length, axis) => (reduced.includes(axis) ? 1 : length)),
  );
}
const reducedAxes = (attributes: Readonly<Record<string, unknown>>) =>
  attributes.axis ?? attributes.reductionIndices;

const AB: Saves = { in: ['a', 'b'] };
const X: Saves = { in: ['x'] };
const Y: Saves = { out: true };

const RULES: Readonly<Record<string, readonly [Saves, Rule]>> = {
  Add: [
    AB,
    both(
      (dy) => dy,
      (dy) => dy,
    ),
  ],
  Sub: [
    AB,
    both(
      (dy) => dy,
      (dy) => tf.neg(dy),
    ),
  ],
  Multiply: [
    AB,
    both(
      (dy, _a, b) => tf.mul(dy, b),
      (dy, a) => tf.mul(dy, a),
    ),
  ],
  RealDiv: [
    AB,
    both(
      (dy, _a, b) => tf.div(dy, b),
      (dy, a, b) => tf.neg(tf.div(tf.mul(dy, a), tf.square(b))),
    ),
  ],
  Maximum: [
    AB,
    both(
      (dy, a, b) => tf.mul(dy, when(tf.greaterEqual(a, b))),
      (dy, a, b) => tf.mul(dy, when(tf.less(a, b))),
    ),
  ],
  Minimum: [
    AB,
    both(
      (dy, a, b) => tf.mul(dy, when(tf.lessEqual(a, b))),
      (dy, a, b) => tf.mul(dy, when(tf.greater(a, b))),
    ),
  ],
  Pow: [
    AB,
    both(
      // Where the exponent is 0 the power is constant, even at a base of 0.
      (dy, a, b) =>
        tf.mul(
          dy,
          tf.where(tf.equal(b, tf.scalar(0)), tf.zerosLike(a), tf.mul(b, tf.pow(a, tf.sub(b, one())))),
        ),
      // The exponents of `pow` are constants, so this branch never runs.
      (dy) => tf.zerosLike(dy),
    ),
  ],
  AddN: [{ all: true }, (dy, terms) => Object.fromEntries(terms.map((_, i) => [i, () => tf.clone(dy)]))],

  Neg: [X, (dy) => ({ x: () => tf.neg(dy) })],
  Abs: [X, slope((x) => tf.sign(x))],
  Exp: [Y, slope((y) => y)],
  Log: [X, slope((x) => tf.reciprocal(x))],
  Log1p: [X, slope((x) => tf.reciprocal(tf.add(x, one())))],
  Sqrt: [Y, slope((y) => tf.div(tf.scalar(0.5), y))],
  Rsqrt: [Y, slope((y) => tf.mul(tf.scalar(-0.5), tf.mul(y, tf.square(y))))],
  Square: [X, slope((x) => tf.mul(x, tf.scalar(2)))],
  Erf: [X, slope((x) => tf.mul(tf.exp(tf.neg(tf.square(x))), tf.scalar(2 / Math.sqrt(Math.PI))))],
  Sigmoid: [Y, slope((y) => tf.mul(y, tf.sub(one(), y)))],
  Tanh: [Y, slope((y) => tf.sub(one(), tf.square(y)))],
  Relu: [Y, slope((y) => tf.step(y))],
  Elu: [Y, slope((y) => tf.where(tf.greater(y, tf.scalar(0)), tf.onesLike(y), tf.add(y, one())))],
  Softplus: [X, slope((x) => tf.sigmoid(x))],
  Softmax: [
    Y,
    (dy, [y]) => ({
      logits: () => {
        const weighted = tf.mul(dy, y!);
        return tf.sub(weighted, tf.mul(tf.sum(weighted, -1, true), y!));
      },
    }),
  ],
  LogSoftmax: [Y, (dy, [y]) => ({ logits: () => tf.sub(dy, tf.mul(tf.sum(dy, -1, true), tf.exp(y!))) })],
  ClipByValue: [
    X,
    (dy, [x], { clipValueMin, clipValueMax }) => ({
      x: () =>
        tf.mul(
          dy,
          when(
            tf.logicalAnd(
              tf.greaterEqual(x!, tf.scalar(clipValueMin as number)),
              tf.lessEqual(x!, tf.scalar(clipValueMax as number)),
            ),
          ),
        ),
    }),
  ],
  Select: [
    { in: ['condition', 't', 'e'] },
    (dy, [condition, t, e]) => ({
      condition: () => tf.zerosLike(when(condition!)),
      t: () => unbroadcast(tf.mul(dy, when(condition!)), t!.shape),
      e: () => unbroadcast(tf.mul(dy, when(tf.logicalNot(condition!))), e!.shape),
    }),
  ],

  Sum: [X, (dy, [x], a) => ({ x: () => tf.mul(restore(dy, x!.shape, reducedAxes(a)), tf.onesLike(x!)) })],
  Mean: [
    X,
    (dy, [x], a) => ({
      x: () => {
        const spread = tf.mul(restore(dy, x!.shape, reducedAxes(a)), tf.onesLike(x!));
        return tf.mul(spread, tf.scalar(dy.size / x!.size));
      },
    }),
  ],
  Max: [
    { in: ['x'], out: true },
    (dy, [x, y], a) => ({
      x: () => {
        // Comparing with broadcasting takes tfjs's wasm 20 times as long as comparing tensors of one shape.
        const maxima = tf.broadcastTo(restore(y!, x!.shape, reducedAxes(a)), x!.shape);
        const largest = when(tf.equal(x!, maxima));
        const axes = tf.util.parseAxisParam(reducedAxes(a) as number[], x!.shape);
        const share = tf.div(largest, tf.sum(largest, axes, true));
        return tf.mul(restore(dy, x!.shape, reducedAxes(a)), share);
      },
    }),
  ],

  Identity: [{}, (dy) => ({ x: () => tf.clone(dy) })],
  Cast: [{}, (dy) => ({ x: () => tf.cast(dy, 'float32') })],
  Reshape: [X, (dy, [x]) => ({ x: () => tf.reshape(dy, x!.shape) })],
  ExpandDims: [{ in: ['input'] }, (dy, [input]) => ({ input: () => tf.reshape(dy, input!.shape) })],
  Transpose: [
    {},
    (dy, _, { perm }) => ({
      x: () => tf.transpose(dy, tf.backend_util.getUndoAxesPermutation(perm as number[])),
    }),
  ],
  Reverse: [{}, (dy, _, { dims }) => ({ x: () => tf.reverse(dy, dims as number[]) })],
  Tile: [
    X,
    (dy, [x], { reps }) => ({
      x: () => {
        const paired = x!.shape.flatMap((length, i) => [(reps as number[])[i]!, length]);
        return tf.reshape(
          tf.sum(
            tf.reshape(dy, paired),
            x!.shape.map((_, i) => 2 * i),
          ),
          x!.shape,
        );
      },
    }),
  ],
  PadV2: [
    X,
    (dy, [x], { paddings }) => ({
      x: () =>
        tf.slice(
          dy,
          (paddings as [number, number][]).map(([before]) => before),
          x!.shape,
        ),
    }),
  ],
  Slice: [
    X,
    (dy, [x], { begin, size }) => ({
      x: () => {
        const [from, lengths] = tf.slice_util.parseSliceParams(x!, begin as number[], size as number[]);
        return tf.pad(
          dy,
          x!.shape.map((length, i) => [from![i]!, length - from![i]! - lengths![i]!]),
        );
      },
    }),
  ],
  Concat: [
    { all: true },
    (dy, parts, { axis }) => {
      const along = tf.util.parseAxisParam(axis as number, parts[0]!.shape)[0]!;
      const pieces = tf.split(
        dy,
        parts.map(({ shape }) => shape[along]!),
        along,
      );
      return Object.fromEntries(pieces.map((piece, i) => [i, () => tf.clone(piece)]));
    },
  ],
  Pack: [
    { all: true },
    (dy, _, { axis }) =>
      Object.fromEntries(tf.unstack(dy, axis as number).map((part, i) => [i, () => tf.clone(part)])),
  ],
  BatchMatMul: [
    AB,
    (dy, [a, b], { transposeA, transposeB }) => ({
      a: () =>
        sumBatches(
          transposeA ? tf.matMul(b!, dy, !!transposeB, true) : tf.matMul(dy, b!, false, !transposeB),
          a!,
        ),
      b: () =>
        sumBatches(
          transposeB ? tf.matMul(dy, a!, true, !!transposeA) : tf.matMul(a!, dy, !transposeA, false),
          b!,
        ),
    }),
  ],
};

/** Sums a product's gradient over the batch axes along which the operand was broadcast. */
function sumBatches(gradient: T, operand: T): T {
  return unbroadcast(gradient, operand.shape);
}

/** Registers the rules that nobody has registered before. */
export function registerGradientRules(): void {
  for (const [kernelName, [saves, rule]] of Object.entries(RULES)) {
    // A page that loads the whole of tfjs has its rules already; they are as good.
    if (tf.getGradient(kernelName)) continue;
    tf.registerGradient({
      kernelName,
      inputsToSave: [...(saves.in ?? [])],
      outputsToSave: [saves.out ?? false],
      saveAllInputs: saves.all ?? false,
      gradFunc: (dy, saved, attributes) => rule(dy as T, saved, attributes),
    });
  }
  const unpack = 'Unpack';
  if (!tf.getGradient(unpack)) {
    tf.registerGradient({
      kernelName: unpack,
      gradFunc: (dy, _saved, attributes) => ({
        value: () => tf.stack(Array.isArray(dy) ? dy : [dy], attributes.axis as number),
      }),
    });
  }
}
