import type { Replay } from '../contract/plugin.ts';
import type { Tensor } from '../contract/tensor.ts';
import { operand, typedOperand } from './check-tensors.ts';
import { engineInside } from './engine-inside.ts';
import { raw } from './raw.ts';
import { realm } from './realm.ts';

/** Recorded work: it computes the output from other numbers of the input, without the engine. */
export interface Plan {
  readonly outputShape: readonly number[];
  /**
   * @param values the numbers of the input, of its dtype
   * @returns the numbers of the output, with the bits that the work itself would give; undefined where the work has to be done again: for
   * another count of numbers, ids outside of a table, or when a constant or the backend is no longer what it was
   */
  run(values: Float32Array | Int32Array): Float32Array | undefined;
  /** Whether it can ever run again: the constants and the backend are still those of the recording. */
  readonly valid: boolean;
  /** Releases its memory; a second call does nothing. */
  dispose(): void;
}

/** What {@link recordPlan} returns. */
export interface RecordedPlan {
  /** What the work returned, the caller's. */
  readonly output: Tensor;
  /** Undefined where the work cannot be recorded, or the backend does not record. The caller disposes of it. */
  readonly plan: Plan | undefined;
}

/**
 * Does work and records the kernel calls in it, so that they can be run again for other numbers of the input.
 *
 * It is the caller's part that the work depends on nothing but the numbers of the input, the constants and what does not
 * change. What it reads of tensors, makes of numbers of its own or keeps beyond its end is noticed: there is no plan then.
 *
 * @param input float32 or int32
 * @param constants the other tensors that the work uses, such as weights. The plan goes by their numbers at the time of a run and is valid
 * as long as none is disposed of
 * @param work returns a float32 tensor
 * @throws what the work throws
 * @example
 * ```ts
 * const { output, plan } = recordPlan(x, [kernel], () => matMul(x, kernel));
 * const next = plan?.run(Float32Array.of(3, 4));
 * ```
 */
export function recordPlan(input: Tensor, constants: readonly Tensor[], work: () => Tensor): RecordedPlan {
  operand('recordPlan', 'input', input);
  for (const [i, constant] of constants.entries()) operand('recordPlan', `constants[${i}]`, constant);
  const { running } = realm;
  const record = running?.plugin.recordReplay;
  if (!running || !record || engineInside().isTapeOn()) return { output: work(), plan: undefined };
  let output: Tensor | undefined;
  const replay = record({
    input: raw(input) as never,
    constants: constants.map((constant) => raw(constant) as never),
    run: () => {
      output = work();
      return typedOperand('recordPlan', 'the output', output, 'float32') as never;
    },
  });
  return { output: output!, plan: replay && planOf(replay, input, constants, output!.shape) };
}

function planOf(
  replay: Replay,
  input: Tensor,
  constants: readonly Tensor[],
  outputShape: readonly number[],
): Plan {
  const { running } = realm;
  const { size, dtype } = input;
  let disposed = false;
  const isValid = () =>
    !disposed &&
    realm.running === running &&
    (running?.health.reason ?? running?.plugin.failure?.()) === undefined &&
    constants.every(({ isDisposed }) => !isDisposed);
  return {
    outputShape,
    get valid() {
      return isValid();
    },
    run(values) {
      const fits =
        values.length === size && values instanceof (dtype === 'int32' ? Int32Array : Float32Array);
      return fits && isValid() ? replay.run(values) : undefined;
    },
    dispose() {
      if (!disposed) replay.dispose();
      disposed = true;
    },
  };
}
