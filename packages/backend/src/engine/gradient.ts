import { formatShape, formatValue, sameShape } from '@seqloom/options';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../contract/tensor.ts';
import { operand, typedOperand } from './check-tensors.ts';
import { alias, engineInside } from './engine-inside.ts';
import { raw, wrap } from './raw.ts';
import type { RowPicks } from './realm.ts';
import { recordFor } from './recording.ts';

/** What {@link valueAndGrad} returns. The caller disposes of all of it. */
export interface ValueAndGrad {
  readonly value: Tensor;
  /** The other tensors the function returned, in its order. */
  readonly rest: readonly Tensor[];
  /** One gradient per source, in order; undefined where the value does not depend on the source. */
  readonly grads: readonly (Tensor | undefined)[];
}

/**
 * Runs a function and differentiates its result.
 *
 * Shapes: the value is `[]`, every gradient has the shape of its source; all float32.
 *
 * @param f returns a scalar, or an array whose first entry is the scalar; the rest is passed through without gradient
 * @param sources the tensors with respect to which the scalar is differentiated
 * @throws RangeError when there are no sources or the value has more than one element, TypeError unless the sources and
 * the value are float32 tensors; and what `f` throws
 * @example
 * ```ts
 * const { value, grads } = valueAndGrad(() => sum(square(x)), [x]); // grads[0] = 2x
 * ```
 */
export function valueAndGrad(
  f: () => Tensor | readonly [Tensor, ...Tensor[]],
  sources: readonly Tensor[],
): ValueAndGrad {
  return differentiate(f, sources);
}

/**
 * {@link valueAndGrad}; with `rowPicks`, for {@link valueAndRowGrad}: `grads` goes on with those of the rows that were picked of
 * sources, in the order of picking.
 */
export function differentiate(
  f: () => Tensor | readonly [Tensor, ...Tensor[]],
  sources: readonly Tensor[],
  rowPicks?: RowPicks,
): ValueAndGrad {
  if (!Array.isArray(sources)) {
    throw new TypeError(`valueAndGrad: sources must be an array of tensors, got ${formatValue(sources)}.`);
  }
  if (sources.length === 0) {
    throw new RangeError(
      'valueAndGrad: there are no sources, expected at least one tensor to differentiate by.',
    );
  }
  if (typeof f !== 'function') {
    throw new TypeError(`valueAndGrad: the first argument must be a function, got ${formatValue(f)}.`);
  }
  for (const [i, source] of sources.entries()) {
    typedOperand('valueAndGrad', `sources[${i}]`, source, 'float32');
  }
  const xs = sources.map(raw);
  let rest: tf.Tensor[] = [];
  const forward = (): tf.Tensor => {
    const result = f();
    const [value, ...others] = Array.isArray(result) ? (result as Tensor[]) : [result as Tensor];
    typedOperand('valueAndGrad', 'the value', value!, 'float32');
    if (value!.size !== 1) {
      throw new RangeError(
        `valueAndGrad: the function returned a value of shape [${value!.shape.join(', ')}], expected a scalar. ` +
          'Reduce it with sum or mean.',
      );
    }
    // The tape releases what the forward pass made; handles kept here outlive it.
    rest = others.map((other, i) => tf.keep(alias(operand('valueAndGrad', `the result ${i + 1}`, other))));
    // The tape looks for what leads from xs to the value after this.
    for (const { rows } of rowPicks?.picked ?? []) xs.push(raw(rows));
    return ownScalar(raw(value!));
  };
  let differentiated: ReturnType<typeof runTape>;
  try {
    differentiated = recordFor(sources, () => runTape(forward, xs), rowPicks);
  } catch (error) {
    for (const kept of rest) kept.dispose();
    throw error;
  }
  const { value, grads } = differentiated;
  return {
    value: wrap(value),
    rest: rest.map((kept) => wrap(release(kept))),
    grads: grads.map((grad) => (grad ? wrap(grad) : undefined)),
  };
}

function runTape(forward: () => tf.Tensor, xs: tf.Tensor[]) {
  const engine = tf.engine();
  try {
    // The scope takes the value back when the backward pass throws.
    return tf.tidy(() => engine.gradients(forward, xs, undefined, true));
  } catch (error) {
    // tfjs forgets a tape whose recording threw, and with it the tensors that were saved for the backward pass.
    if (engine.state.gradientDepth === 0) {
      for (const node of engine.state.activeTape ?? []) for (const saved of node.saved ?? []) saved.dispose();
      engine.state.activeTape = null as unknown as typeof engine.state.activeTape;
    }
    throw error;
  }
}

/** A value as a scalar that belongs to whoever differentiates it: itself, if it is one and was made for this. */
function ownScalar(value: tf.Tensor): tf.Tensor {
  const isOwn = value.scopeId === engineInside().state.activeScope?.id && !value.kept;
  return value.rank === 0 && isOwn ? value : tf.reshape(value, []);
}

/** Hands a kept tensor to the enclosing tidy, as if it had just been made. */
function release(kept: tf.Tensor): tf.Tensor {
  const handle = alias(kept);
  kept.dispose();
  return handle;
}

/**
 * x itself, as a constant: no gradient flows through it.
 *
 * Shapes: any → the same.
 *
 * @throws TypeError unless x is a tensor, Error when it has been disposed of
 * @example
 * ```ts
 * const y = mul(x, stopGradient(x)); // dy/dx = x, not 2x
 * ```
 */
export function stopGradient(x: Tensor): Tensor {
  operand('stopGradient', 'x', x);
  const [constant] = recordedOp({
    inputs: {},
    forward: () => [wrap(tf.clone(raw(x)))],
    backward: () => ({}),
  });
  return constant!;
}

/** One entry of the tape: a forward computation and its gradient. */
export interface RecordedOp<Name extends string> {
  /** The tensors that gradients flow to; undefined ones are left out. */
  readonly inputs: Readonly<Record<Name, Tensor | undefined>>;
  /**
   * Computes the outputs; nothing inside is recorded.
   *
   * @param save keeps tensors for `backward`, once. What backward needs is saved, never returned as one more output:
   * for an output without a gradient the tape would make a tensor of zeros.
   */
  readonly forward: (save: (tensors: readonly Tensor[]) => void) => readonly Tensor[];
  /**
   * Computes the gradients of the inputs.
   *
   * @param gradients of the outputs, in order
   * @param saved in the order they were saved
   * @returns a gradient per input; one that is left out is zero. A function is called only where the gradient is
   * wanted, which saves the gradient of a model's data, for example.
   */
  readonly backward: (
    gradients: readonly Tensor[],
    saved: readonly Tensor[],
  ) => Readonly<{ [Input in Name]?: Tensor | (() => Tensor) | undefined }>;
}

/**
 * Runs an operation as one entry of the tape, with all the kernels that it calls. There are no second derivatives
 * through it.
 *
 * @returns the outputs, in order
 * @throws TypeError unless inputs, outputs and gradients are tensors, RangeError for a gradient without its input's
 * shape or belongs to no input
 * @example
 * ```ts
 * const [y] = recordedOp({
 *   inputs: { x },
 *   forward: (save) => {
 *     const y = exp(x);
 *     save([y]);
 *     return [y];
 *   },
 *   backward: ([dy], [y]) => ({ x: mul(dy!, y!) }),
 * });
 * ```
 */
export function recordedOp<Name extends string>(op: RecordedOp<Name>): Tensor[] {
  const inputs: tf.NamedTensorMap = {};
  for (const [name, input] of Object.entries<Tensor | undefined>(op.inputs)) {
    if (input !== undefined) inputs[name] = operand('recordedOp', `inputs.${name}`, input);
  }
  const engine = engineInside();
  const recording = engine.isTapeOn();
  let saved: tf.Tensor[] = [];
  const save = (tensors: readonly Tensor[]) => {
    for (const tensor of tensors) operand('recordedOp', 'a saved value', tensor);
    if (recording) saved = tensors.map((tensor) => tf.keep(alias(raw(tensor))));
  };
  let outputs: tf.Tensor[];
  engine.state.kernelDepth++; // nothing inside is recorded
  try {
    outputs = tf.tidy(() => op.forward(save).map((output) => operand('recordedOp', 'an output', output)));
  } catch (error) {
    for (const kept of saved) kept.dispose();
    throw error;
  } finally {
    engine.state.kernelDepth--;
  }
  if (recording) {
    const backward = (dy: tf.Tensor | tf.Tensor[]) => gradientsOf(op, inputs, [dy].flat(), saved);
    engine.addTapeNode('recordedOp', inputs, outputs, backward, saved, {});
  }
  return outputs.map(wrap);
}

/** The gradient of each input, as the tape asks for it. */
function gradientsOf<Name extends string>(
  op: RecordedOp<Name>,
  inputs: tf.NamedTensorMap,
  dy: readonly tf.Tensor[],
  saved: readonly tf.Tensor[],
): Record<string, () => tf.Tensor> {
  // What is computed here lives as long as the whole backward pass; the tape then takes what it needs.
  const gradients: Readonly<Record<string, Tensor | (() => Tensor) | undefined>> = op.backward(
    dy.map(wrap),
    saved.map(wrap),
  );
  const unknown = Object.keys(gradients).find((name) => !(name in op.inputs));
  if (unknown !== undefined) {
    throw new RangeError(
      `recordedOp: backward returned a gradient of ${formatValue(unknown)}. The inputs: ${Object.keys(inputs).join(', ')}.`,
    );
  }
  const pick = (name: string) => () => {
    const gradient = gradients[name];
    if (typeof gradient === 'function') return fitting(name, gradient(), inputs[name]!);
    return gradient ? alias(fitting(name, gradient, inputs[name]!)) : tf.zerosLike(inputs[name]!);
  };
  return Object.fromEntries(Object.keys(inputs).map((name) => [name, pick(name)]));
}

/** A gradient that backward returned, checked. */
function fitting(name: string, gradient: Tensor, input: tf.Tensor): tf.Tensor {
  const tensor = typedOperand('recordedOp', `the gradient of ${name}`, gradient, 'float32');
  if (sameShape(tensor.shape, input.shape)) return tensor;
  throw new RangeError(
    `recordedOp: the gradient of ${name} has shape ${formatShape(tensor.shape)}, expected its shape ${formatShape(input.shape)}.`,
  );
}
