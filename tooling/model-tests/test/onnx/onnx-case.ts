import { type Tensor, tensor } from '@seqloom/backend';
import type { LayerExport } from '@seqloom/onnx';
import type { Network } from '@seqloom/train';
import { grid } from '../grid.ts';

/** What goes into one input of a graph. */
export interface CaseInput {
  readonly name: string;
  readonly type: 'float32' | 'int32';
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** How an input of a model is filled. */
export interface InputPlan {
  readonly name: string;
  /** Of a sample; `null` for the length that varies. */
  readonly shape: readonly (number | null)[];
  /** The inputs are ids below this number. */
  readonly ids?: number | undefined;
  /** The inputs are 0 or 1, as numbers. */
  readonly bits?: boolean;
  /** Where steps are set to 0, which the model's masks skip: before, after, between or anywhere. */
  readonly padding?: 'pre' | 'post' | 'any' | undefined;
}

/** A model that is exported and run by another engine. */
export interface OnnxCase {
  readonly name: string;
  /** The built model. */
  readonly make: () => Network;
  readonly inputs: readonly InputPlan[];
  /** The lengths that it is run on; one for a model of fixed length. */
  readonly lengths: readonly number[];
  readonly rows?: Readonly<Record<string, LayerExport>>;
}

/** Gives every weight values of its own; those that training does not change are statistics, of which a variance is not negative. */
export function withWeights(model: Network, scale = 0.8): Network {
  for (const [i, weight] of model.weights.entries()) {
    const values = grid(weight.size, 10 + i).map((value) => scale * value);
    weight.assign(weight.trainable ? values : values.map((value) => 1 + value / 2));
  }
  return model;
}

/** The inputs of one run, with a batch of 1 to 4 samples. */
export function runInputs({ inputs, lengths }: OnnxCase, run: number): CaseInput[] {
  const batch = 1 + (run % 4);
  const length = lengths[run % lengths.length]!;
  return inputs.map(({ name, shape, ids, bits, padding }, place) => {
    const sizes = [batch, ...shape.map((size) => size ?? length)];
    const count = sizes.reduce((product, size) => product * size, 1);
    const seed = 1000 * run + 17 * place + 1;
    const values = Array.from(grid(count, seed), (value) => {
      if (bits) return Number(value > 0);
      return ids === undefined ? Math.fround(value) : Math.floor(((value + 1) / 2) * (ids - 1)) + 1;
    });
    if (padding) skipSteps(values, sizes, padding, seed);
    return { name, type: ids === undefined ? 'float32' : 'int32', shape: sizes, data: values };
  });
}

/** The inputs as tensors. */
export function tensorsOf(inputs: readonly CaseInput[]): Tensor[] {
  return inputs.map(({ type, shape, data }) =>
    type === 'int32' ? tensor(Int32Array.from(data), shape, 'int32') : tensor(Float32Array.from(data), shape),
  );
}

/** Sets whole steps to 0. Some samples have none and some have nothing else. */
function skipSteps(
  values: number[],
  [batch, time, ...features]: readonly number[],
  padding: 'pre' | 'post' | 'any',
  seed: number,
): void {
  const width = features.reduce((product, size) => product * size, 1);
  for (let b = 0; b < batch!; b++) {
    const count = (seed * 7 + b * 3) % (time! + 1);
    for (let t = 0; t < time!; t++) {
      const skipped = {
        pre: t < count,
        post: t >= time! - count,
        any: (seed + 5 * b + 3 * t * t) % 4 === 0 || count === time,
      }[padding];
      const at = (b * time! + t) * width;
      if (skipped) values.fill(0, at, at + width);
    }
  }
}
