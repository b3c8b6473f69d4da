import { reshape, type Tensor } from '@seqloom/backend';
import type { BatchLoss } from '../losses/running-loss.ts';
import { readCount, readScalar } from './read-scalar.ts';

/** The losses of a batch on the backend. */
export interface LossTensors {
  /** Scalar: the losses of the outputs by their weights, plus the penalties of regularizers. */
  readonly total: Tensor;
  /** Of several outputs; none for one, whose loss is in the total. */
  readonly means: readonly Tensor[];
  /** The number of losses in the mean of each output. */
  readonly counts: readonly (number | Tensor)[];
}

/** Reads the losses of a batch, and releases the tensors. All reads begin before the first wait. */
export async function readLosses({ total, means, counts }: LossTensors, samples: number): Promise<BatchLoss> {
  const reading = Promise.all([total, ...means].map(readScalar));
  const [[loss, ...ofOutputs], numbers] = await Promise.all([reading, Promise.all(counts.map(readCount))]);
  return batchLoss(loss!, ofOutputs, numbers, samples);
}

/** The losses of a batch as parts of one vector, to be read together: `[1]` each. Makes tensors. */
export function lossParts({ total, means, counts }: LossTensors): Tensor[] {
  return [total, ...means, ...tensorsAmong(counts)].map((value) => reshape(value, [1]));
}

/** Reads what `lossParts` holds from the numbers of the vector. */
export function lossesIn(
  values: ArrayLike<number>,
  outputs: number,
  counts: readonly (number | Tensor)[],
  samples: number,
): BatchLoss {
  let place = 1 + outputs;
  const numbers = counts.map((count) => (typeof count === 'number' ? count : values[place++]!));
  return batchLoss(
    values[0]!,
    Array.from({ length: outputs }, (_, i) => values[i + 1]!),
    numbers,
    samples,
  );
}

/** The counts that only the backend knows. */
export function tensorsAmong(counts: readonly (number | Tensor)[]): Tensor[] {
  return counts.filter((count): count is Tensor => typeof count !== 'number');
}

function batchLoss(
  loss: number,
  means: readonly number[],
  counts: readonly number[],
  samples: number,
): BatchLoss {
  if (means.length === 0) return { loss, count: counts[0]! };
  return { loss, count: samples, outputs: means.map((mean, i) => ({ loss: mean, count: counts[i]! })) };
}
