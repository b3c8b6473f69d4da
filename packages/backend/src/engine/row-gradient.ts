import { checkBoolean, checkOptions } from '@seqloom/options';
import type { Tensor } from '../contract/tensor.ts';
import { inPlaceRowUpdate } from './active.ts';
import { add } from './arithmetic.ts';
import { tensor } from './create.ts';
import { differentiate, type ValueAndGrad, valueAndGrad } from './gradient.ts';
import { runKernel } from './kernel.ts';
import { dispose, tidy } from './memory.ts';
import { raw } from './raw.ts';
import type { PickedRows } from './realm.ts';
import { reshape } from './shape.ts';

/** A gradient of a table `[V, D]` that is 0 except in some rows. */
export class RowGradient {
  /** `[V, D]` */
  readonly shape: readonly number[];
  /** `[n, D]` float32: the rows that may differ from 0. */
  readonly rows: Tensor;
  /** Not a field: tidy looks for tensors in all fields of what it returns. */
  readonly #indices: Int32Array;

  constructor(shape: readonly number[], indices: Int32Array, rows: Tensor) {
    this.shape = shape;
    this.#indices = indices;
    this.rows = rows;
  }

  /** Which rows they are: n numbers in rising order, each once. */
  get indices(): Int32Array {
    return this.#indices;
  }
}

/** What {@link valueAndRowGrad} returns. The caller disposes of all tensors of it. */
export interface ValueAndRowGrad extends Omit<ValueAndGrad, 'grads'> {
  /** One gradient per source, in order; undefined where the value does not depend on the source. */
  readonly grads: readonly (Tensor | RowGradient | undefined)[];
}

/** Options of {@link valueAndRowGrad}. */
export interface RowGradOptions {
  /** Whether gradients are rows also where dense ones would cost less. Default false. */
  readonly always?: boolean;
}

/**
 * {@link valueAndGrad}, with the gradient of a large table as rows where the value depends on it only through one `gather` of few of
 * its rows. {@link updateRows} takes such a gradient, and {@link denseGradient} makes a tensor of it. Backends that cannot update rows in
 * place give dense ones, unless `always`; so does a GPU for ids that were computed on it.
 *
 * @throws as valueAndGrad
 * @example
 * ```ts
 * const { grads } = valueAndRowGrad(() => sum(square(gather(table, ids))), [table]);
 * ```
 */
export function valueAndRowGrad(
  f: () => Tensor | readonly [Tensor, ...Tensor[]],
  sources: readonly Tensor[],
  options: RowGradOptions = {},
): ValueAndRowGrad {
  checkOptions('valueAndRowGrad', options, { always: true });
  const { always = false } = options;
  checkBoolean('valueAndRowGrad', 'always', always);
  if (!always && !inPlaceRowUpdate()) return valueAndGrad(f, sources);
  const picked: PickedRows[] = [];
  try {
    return tidy(() => {
      const { value, rest, grads } = differentiate(f, sources, { picked, always });
      const ofRows = grads.slice(sources.length);
      return {
        value,
        rest,
        grads: sources.map((source, i) => {
          const parts = picked.flatMap(({ table, ids, numbers }, k) => {
            const dy = ofRows[k];
            return raw(table).id === raw(source).id && dy ? [{ ids, numbers, dy }] : [];
          });
          return joinedGradient(source.shape, grads[i], parts);
        }),
      };
    });
  } finally {
    dispose(...picked.map(({ ids }) => ids));
  }
}

/** The gradient of rows that were picked together. */
interface PickedGradient {
  readonly ids: Tensor;
  readonly numbers: ArrayLike<number>;
  /** `[…, D]` */
  readonly dy: Tensor;
}

/**
 * One gradient of a table from that of its other uses and those of rows picked of it. Several are added in the order in which the
 * tape would: from the last use to the first.
 */
function joinedGradient(
  shape: readonly number[],
  others: Tensor | undefined,
  parts: readonly PickedGradient[],
): Tensor | RowGradient | undefined {
  if (!others && parts.length === 1) return rowGradient(shape, parts[0]!);
  return parts.reduceRight<Tensor | undefined>((sum, part) => {
    const dense = segmentSum(part, part.ids, shape[0]!);
    return sum ? add(sum, dense) : dense;
  }, others);
}

function rowGradient(shape: readonly number[], part: PickedGradient): RowGradient {
  const ids = Int32Array.from(part.numbers);
  const indices = ids.slice().sort();
  let count = 0;
  const places = new Map<number, number>();
  for (const id of indices) {
    if (count > 0 && indices[count - 1] === id) continue;
    places.set(id, count);
    indices[count++] = id;
  }
  const segments = Int32Array.from(ids, (id) => places.get(id)!);
  const rows = segmentSum(part, tensor(segments, [ids.length]), count);
  return new RowGradient(shape, indices.slice(0, count), rows);
}

/** Adds up, in the order of the ids, what each row received. */
function segmentSum({ ids, dy }: PickedGradient, segmentIds: Tensor, numSegments: number): Tensor {
  const x = reshape(dy, [ids.size, dy.shape.at(-1)!]);
  const [sums] = runKernel('UnsortedSegmentSum', { x, segmentIds }, { numSegments });
  return sums;
}

/** Whether a gradient consists of rows. */
export function isRowGradient(gradient: Tensor | RowGradient): gradient is RowGradient {
  return 'indices' in gradient;
}

/**
 * A gradient of rows as a tensor, to the bits that `valueAndGrad` gives. It belongs to the caller.
 *
 * Shapes: rows `[n, D]` → `[V, D]`.
 */
export function denseGradient({ shape, indices, rows }: RowGradient): Tensor {
  return tidy(() => {
    const segmentIds = tensor(indices, [indices.length]);
    const [dense] = runKernel('UnsortedSegmentSum', { x: rows, segmentIds }, { numSegments: shape[0]! });
    return dense;
  });
}
