import { formatValue } from '@seqloom/options';
import { type Fields, isFields } from '../config/keras-object.ts';
import { KerasFileError } from '../keras-file-error.ts';
import { type Edge, edgeOf } from './call-arguments.ts';
import type { Place } from './read-graph.ts';

/** Operations of Keras among the layers of a graph: their calls by name. */
export type Operations = Map<string, readonly unknown[]>;

/** How deep operations may lie above each other. */
const MOST_DEPTH = 100;

/**
 * Keras writes the masks that its layers pass on as operations on the ids, `ids ≠ 0`, and as arguments of the layers that go by
 * them. Here layers pass them on by themselves, so that both are passed over, once it is clear that they are these.
 *
 * @throws KerasFileError for a mask that comes from somewhere else
 */
export function checkMasks(places: ReadonlyMap<string, Place>, operations: Operations): void {
  const known = new Set<string>();
  for (const { where, calls } of places.values()) {
    for (const { masks } of calls) {
      for (const mask of masks) checkMask(where, mask, places, operations, known, 0);
    }
  }
}

function checkMask(
  where: string,
  [name]: Edge,
  places: ReadonlyMap<string, Place>,
  operations: Operations,
  known: Set<string>,
  depth: number,
): void {
  if (known.has(name)) return;
  known.add(name);
  const calls = operations.get(name);
  const inputs = calls?.flatMap((call) => edgesWithin(where, call, 0)) ?? [];
  if (inputs.length === 0 || depth > MOST_DEPTH) throw unknownMask(where, name);
  for (const edge of inputs) {
    if (operations.has(edge[0])) checkMask(where, edge, places, operations, known, depth + 1);
    else if (![...places.values()].some((place) => masks(place, edge))) throw unknownMask(where, name);
  }
}

/** Whether a layer makes a mask of a value: an embedding of ids, or a `Masking`. */
function masks({ object: { className, config }, calls }: Place, edge: Edge): boolean {
  const makes = className === 'Masking' || (className === 'Embedding' && config.mask_zero === true);
  return makes && calls.some(({ inputs }) => JSON.stringify(inputs) === JSON.stringify(edge));
}

/** The tensors among the arguments of an operation. */
function edgesWithin(where: string, value: unknown, depth: number): readonly Edge[] {
  if (depth > 8 || typeof value !== 'object' || value === null) return [];
  if (isFields(value) && value.class_name === '__keras_tensor__') {
    return [edgeOf(where, (value.config as Fields | undefined)?.keras_history)];
  }
  return Object.values(value).flatMap((each) => edgesWithin(where, each, depth + 1));
}

function unknownMask(where: string, name: string): KerasFileError {
  return new KerasFileError(
    `${where}: mask must come from an Embedding with mask_zero or a Masking, got the output of ${formatValue(name)}.`,
  );
}
