import type { Replay } from '../contract/plugin.ts';
import type { Tensor, TensorData } from '../contract/tensor.ts';
import { operand, typedOperand } from './check-tensors.ts';
import { engineInside } from './engine-inside.ts';
import { raw } from './raw.ts';
import { realm } from './realm.ts';

/** Recorded work: it computes the outputs from other numbers of the inputs, without the engine. */
export interface Plan {
  readonly outputShapes: readonly (readonly number[])[];
  /**
   * @param values the numbers of each input, of its dtype (bool: a Uint8Array)
   * @returns the numbers of each output, with the bits that the work itself would give; undefined where the work has to be done again:
   * for another count of numbers, ids outside of a table, or when a constant or the backend is no longer what it was
   */
  run(values: readonly TensorData[]): Float32Array[] | undefined;
  /** Whether it can ever run again: the constants and the backend are still those of the recording. */
  readonly valid: boolean;
  /** Releases its memory; a second call does nothing. */
  dispose(): void;
}

/** What {@link recordPlan} returns. */
export interface RecordedPlan {
  /** What the work returned, the caller's. */
  readonly outputs: readonly Tensor[];
  /** Undefined where the work cannot be recorded, or the backend does not record. The caller disposes of it. */
  readonly plan: Plan | undefined;
}

/**
 * Does work and records the kernel calls in it, so that they can be run again for other numbers of the inputs.
 *
 * It is the caller's part that the work depends on nothing but the numbers of the inputs, the constants and what does not
 * change. What it reads of tensors, makes of numbers of its own or keeps beyond its end is noticed: there is no plan then.
 *
 * @param inputs of any dtype
 * @param constants the other tensors that the work uses, such as weights. The plan goes by their numbers at the time of a run and is valid
 * as long as none is disposed of
 * @param work returns float32 tensors
 * @throws what the work throws
 * @example
 * ```ts
 * const { outputs, plan } = recordPlan([x], [kernel], () => [matMul(x, kernel)]);
 * const [next] = plan?.run([Float32Array.of(3, 4)]) ?? [];
 * ```
 */
export function recordPlan(
  inputs: readonly Tensor[],
  constants: readonly Tensor[],
  work: () => readonly Tensor[],
): RecordedPlan {
  for (const [i, input] of inputs.entries()) operand('recordPlan', `inputs[${i}]`, input);
  for (const [i, constant] of constants.entries()) operand('recordPlan', `constants[${i}]`, constant);
  const { running } = realm;
  const record = running?.plugin.recordReplay;
  if (!running || !record || engineInside().isTapeOn()) return { outputs: work(), plan: undefined };
  let outputs: readonly Tensor[] = [];
  const replay = record({
    inputs: inputs.map((input) => raw(input) as never),
    constants: constants.map((constant) => raw(constant) as never),
    run: () => {
      outputs = work();
      return outputs.map(
        (output, i) => typedOperand('recordPlan', `outputs[${i}]`, output, 'float32') as never,
      );
    },
  });
  const shapes = outputs.map(({ shape }) => shape);
  return { outputs, plan: replay && planOf(replay, inputs, constants, shapes) };
}

function planOf(
  replay: Replay,
  inputs: readonly Tensor[],
  constants: readonly Tensor[],
  outputShapes: readonly (readonly number[])[],
): Plan {
  const { running } = realm;
  const expected = inputs.map(({ size, dtype }) => ({ size, dtype }));
  let disposed = false;
  const isValid = () =>
    !disposed &&
    realm.running === running &&
    (running?.health.reason ?? running?.plugin.failure?.()) === undefined &&
    constants.every(({ isDisposed }) => !isDisposed);
  const fits = (values: readonly TensorData[]) =>
    values.length === expected.length &&
    expected.every(({ size, dtype }, i) => values[i]!.length === size && values[i] instanceof NUMBERS[dtype]);
  return {
    outputShapes,
    get valid() {
      return isValid();
    },
    run: (values) => (fits(values) && isValid() ? replay.run(values) : undefined),
    dispose() {
      if (!disposed) replay.dispose();
      disposed = true;
    },
  };
}

/** What holds the numbers of a dtype. */
const NUMBERS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;
