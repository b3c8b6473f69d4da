import { firstNonFinite } from '@seqloom/arrays';
import { formatShape, sameShape } from '@seqloom/nn';
import type { Hdf5Object } from '../hdf5/hdf5-file.ts';
import { KerasFileError } from '../keras-file-error.ts';

/**
 * The numbers of a variable, once its shape has been compared with that of the weight.
 *
 * @param name how messages name the weight
 * @throws KerasFileError for another shape and for NaN or Infinity
 */
export function storedValues(
  name: string,
  dataset: Hdf5Object | undefined,
  shape: readonly number[],
): Float32Array {
  if (!dataset?.isDataset) throw new KerasFileError(`${name}: the file has no values for it.`);
  const stored = dataset.shape;
  if (!sameShape(stored, shape)) {
    throw new KerasFileError(`${name}: must have shape ${formatShape(shape)}, got ${formatShape(stored)}.`);
  }
  const values = dataset.floats();
  const wrong = firstNonFinite(values);
  if (wrong < 0) return values;
  throw new KerasFileError(
    `${name}: must hold finite numbers, got ${values[wrong]} at place ${wrong}. Train the model again.`,
  );
}

/** Where the weights of a model are in a file. */
export interface WeightSource {
  /** The values of a weight by its path in the model. */
  readonly values: (path: string, shape: readonly number[]) => Float32Array;
  /** @throws KerasFileError for values in the file that no layer has taken */
  readonly checkNothingLeft: () => void;
}
