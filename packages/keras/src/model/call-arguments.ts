import { formatValue } from '@seqloom/options';
import { type Fields, fieldsOf, isFields, listOf } from '../config/keras-object.ts';
import { KerasFileError } from '../keras-file-error.ts';

/** An output of a layer: its name, which of its calls, which of the outputs. */
export type Edge = readonly [layer: string, call: number, index: number];

/** A mask that a call is given. */
export interface GivenMask {
  readonly edge: Edge;
  /** The place of its input among those of the call; undefined for the only one. */
  readonly input: number | undefined;
}

/** A call of a layer in a graph. */
export interface LayerCall {
  /** A list where the layer takes one. */
  readonly inputs: Edge | readonly Edge[];
  readonly initialState: readonly Edge[];
  readonly attentionMask: Edge | undefined;
  /** Masks that are handed over: Keras writes those that layers pass on by themselves. */
  readonly masks: readonly GivenMask[];
  /** Arguments that are not tensors. */
  readonly options: Fields;
}

/** Arguments that are tensors, in the order in which layers take them as inputs. */
const INPUT_ARGUMENTS = ['inputs', 'query', 'sequences', 'value', 'key'];
/** Arguments that say nothing where they are None or false; `training` is the concern of whoever runs the model. */
const WITHOUT_EFFECT = [
  'training',
  'mask',
  'query_mask',
  'value_mask',
  'key_mask',
  'return_attention_scores',
];

/**
 * A call in the form of Keras 3, `{ args, kwargs }`, or in that of Keras 1 and 2 and TensorFlow.js, a list of edges.
 *
 * @param recurrent whether further inputs of the older form are the initial states
 */
export function readCall(where: string, node: unknown, recurrent: boolean): LayerCall {
  return Array.isArray(node)
    ? readOldCall(where, node, recurrent)
    : readNewCall(where, fieldsOf(where, node));
}

function readNewCall(where: string, { args, kwargs }: Fields): LayerCall {
  const positional = listOf(`${where}: args`, args).filter((arg) => arg !== null);
  const given = fieldsOf(`${where}: kwargs`, kwargs ?? {});
  const tensors = [
    ...positional,
    ...INPUT_ARGUMENTS.map((key) => given[key] ?? null).filter((arg) => arg !== null),
  ];
  const edges = tensors.map((arg) => tensorEdges(where, arg));
  if (edges.length === 0) throw new KerasFileError(`${where}: is called without an input.`);
  const flat = edges.flatMap((edge) => (isEdge(edge) ? [edge] : edge));
  return {
    inputs: edges.length === 1 ? edges[0]! : flat,
    ...otherArguments(where, given, (value) =>
      [tensorEdges(where, value)].flatMap((edge) => (isEdge(edge) ? [edge] : edge)),
    ),
  };
}

function readOldCall(where: string, node: readonly unknown[], recurrent: boolean): LayerCall {
  const edges: Edge[] = [];
  let given: Fields = {};
  for (const entry of node) {
    const [layer, call, index, kwargs] = listOf(where, entry);
    edges.push(edgeOf(where, [layer, call, index]));
    if (isFields(kwargs)) given = { ...given, ...kwargs };
  }
  const list = (value: unknown) => {
    const [first] = listOf(where, value);
    return (Array.isArray(first) ? listOf(where, value) : [value]).map((edge) => edgeOf(where, edge));
  };
  edges.push(
    ...INPUT_ARGUMENTS.filter((key) => Array.isArray(given[key])).flatMap((key) => list(given[key])),
  );
  if (edges.length === 0) throw new KerasFileError(`${where}: is called without an input.`);
  const states = recurrent ? edges.splice(1) : [];
  const { initialState, ...others } = otherArguments(where, given, list);
  return {
    inputs: edges.length === 1 ? edges[0]! : edges,
    initialState: [...states, ...initialState],
    ...others,
  };
}

function otherArguments(where: string, given: Fields, edges: (value: unknown) => readonly Edge[]) {
  const { initial_state: states, attention_mask: mask, ...more } = given;
  const { masks, others } = takeMasks(where, more);
  for (const [key, value] of Object.entries(others)) {
    if (INPUT_ARGUMENTS.includes(key) || value === null || typeof value === 'boolean') continue;
    throw new KerasFileError(
      `${where}: the argument ${formatValue(key)} of a call has no meaning here, got ${formatValue(value)}.`,
    );
  }
  for (const key of WITHOUT_EFFECT) {
    if (others[key] !== true) continue;
    throw new KerasFileError(`${where}: ${key} of a call must be false, got true.`);
  }
  return {
    initialState: states === undefined || states === null ? [] : edges(states),
    attentionMask: mask === undefined || mask === null ? undefined : edges(mask)[0],
    masks,
    options: others,
  };
}

/** Arguments that are masks, and the place of their inputs. */
const MASKS = new Map([
  ['mask', undefined],
  ['query_mask', 0],
  ['value_mask', 1],
  ['key_mask', 2],
]);

/** Takes the masks that are tensors out of the arguments of a call. */
function takeMasks(
  where: string,
  given: Fields,
): { readonly masks: readonly GivenMask[]; readonly others: Fields } {
  const isMask = ([key, value]: readonly [string, unknown]) =>
    MASKS.has(key) && typeof value === 'object' && value !== null;
  const entries = Object.entries(given);
  const masks = entries
    .filter(isMask)
    .flatMap(([key, value]) =>
      Array.isArray(value)
        ? value.map((each, input) => ({ value: each as unknown, input }))
        : [{ value, input: MASKS.get(key) }],
    )
    .filter(({ value }) => value !== null)
    .map(({ value, input }) => ({ edge: tensorEdges(where, value) as Edge, input }));
  return { masks, others: Object.fromEntries(entries.filter((entry) => !isMask(entry))) };
}

/** The edge of a tensor, or those of a list of tensors. */
function tensorEdges(where: string, value: unknown): Edge | readonly Edge[] {
  if (Array.isArray(value)) return value.map((each) => tensorEdges(where, each) as Edge); // checked to be one below
  const { class_name: className, config } = isFields(value) ? value : {};
  if (className !== '__keras_tensor__' || !isFields(config)) {
    throw new KerasFileError(
      `${where}: an input of a call must be the output of a layer, got ${formatValue(value)}.`,
    );
  }
  return edgeOf(where, config.keras_history);
}

/** @throws KerasFileError unless the value is `[name, call, index]` */
export function edgeOf(where: string, value: unknown): Edge {
  if (isEdge(value)) return [value[0], value[1], value[2]];
  throw new KerasFileError(`${where}: expected [layer, call, output], got ${formatValue(value)}.`);
}

function isEdge(value: unknown): value is Edge {
  return (
    Array.isArray(value) &&
    typeof value[0] === 'string' &&
    Number.isInteger(value[1]) &&
    Number.isInteger(value[2])
  );
}
