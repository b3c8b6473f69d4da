import { formatShape, sameShape } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import type { SafeTensor } from '@seqloom/safetensors';
import { ModelFileError } from './model-file-error.ts';

/** The stored values of a weight. Called before the weight is made, so that a wrong shape allocates nothing. */
export function weightOf(
  tensors: ReadonlyMap<string, SafeTensor>,
  path: string,
  shape: readonly number[],
): Float32Array {
  const stored = tensors.get(path);
  if (!stored)
    throw new ModelFileError(`has no weight ${formatValue(path)}, of shape ${formatShape(shape)}.`);
  const { data, shape: got } = float32Of(path, stored);
  if (!sameShape(got, shape)) {
    throw new ModelFileError(
      `weight ${formatValue(path)} has shape ${formatShape(got)}, but its layer needs ${formatShape(shape)}.`,
    );
  }
  return data;
}

/** @throws ModelFileError for another dtype */
export function float32Of(
  name: string,
  { dtype, shape, data }: SafeTensor,
): { shape: readonly number[]; data: Float32Array } {
  if (dtype !== 'F32') {
    throw new ModelFileError(`weight ${formatValue(name)} has dtype ${dtype}, expected F32.`);
  }
  return { shape, data };
}
