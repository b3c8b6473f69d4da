import { MAX_RANK, type Shape } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import type { Fields } from '../config/keras-object.ts';
import { KerasFileError } from '../keras-file-error.ts';
import type { Notes } from '../notes.ts';

/**
 * The shape of one sample that a config names, or undefined where it names none.
 *
 * @throws KerasFileError unless it holds positive integers or null
 */
export function sampleShapeOf(where: string, config: Fields, notes: Notes): Shape | undefined {
  const batchShape = config.batch_shape ?? config.batch_input_shape ?? config.build_input_shape;
  if (batchShape === undefined || batchShape === null) return undefined;
  const isSize = (size: unknown) => size === null || (Number.isSafeInteger(size) && (size as number) > 0);
  if (
    !Array.isArray(batchShape) ||
    batchShape.length === 0 ||
    batchShape.length > MAX_RANK ||
    !batchShape.every(isSize)
  ) {
    throw new KerasFileError(
      `${where}: the shape of an input must hold the batch and up to ${MAX_RANK - 1} sizes, each a positive integer or null, got ${formatValue(batchShape)}.`,
    );
  }
  if (batchShape[0] !== null) notes.add(`${where}: the batch is open here, got one of ${batchShape[0]}.`);
  return batchShape.slice(1);
}
