import type { Preprocessor } from '@seqloom/arrays';
import { isSymbolic, type Layer, type SymbolicTensor } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import { input, Model } from '@seqloom/train';
import { type Fields, isFields, type KerasObject, kerasObject, listOf } from '../config/keras-object.ts';
import { KerasFileError } from '../keras-file-error.ts';
import { named } from '../layers/read-layer.ts';
import { type Edge, edgeOf, type LayerCall, readCall } from './call-arguments.ts';
import { MaskCheck, type Operation, type Operations } from './check-masks.ts';
import { sampleShapeOf } from './input-layer.ts';
import type { ModelReader } from './model-reader.ts';
import { whereOf } from './where-of.ts';

/** Upper bound on the calls of layers in a model. */
const MOST_CALLS = 10_000;

/** Wrappers and layers whose further inputs in the older form are initial states. */
const RECURRENT = /^(LSTM|GRU|SimpleRNN|RNN|ConvLSTM1D|Bidirectional)$/;

/** A layer of the config, and what its calls have given so far. */
export interface Place {
  readonly object: KerasObject;
  readonly where: string;
  readonly calls: readonly LayerCall[];
  readonly outputs: (readonly SymbolicTensor[])[];
  layer: Layer | undefined;
  /** What the next call takes and is not known to be there, the last edge first; undefined before it was looked at. */
  pending: Edge[] | undefined;
}

/** Makes a `Model` of the config of a functional one. */
export function readGraph(where: string, config: Fields, reader: ModelReader): Model {
  const places = new Map<string, Place>();
  const operations = new Map<string, Operation>();
  let count = 0;
  for (const value of listOf(`${where}: layers`, config.layers)) {
    const object = kerasObject(`${where}: layers`, value);
    const name = object.fields.name ?? object.config.name;
    const at = whereOf(object);
    if (typeof name !== 'string' || places.has(name)) {
      throw new KerasFileError(`${at}: a layer must have a name of its own, got ${formatValue(name)}.`);
    }
    const nodes = listOf(`${at}: inbound_nodes`, object.fields.inbound_nodes ?? []);
    count += nodes.length;
    if (count > MOST_CALLS) throw new KerasFileError(`${where}: more than ${MOST_CALLS} calls of layers.`);
    if (object.isOperation) {
      operations.set(name, { className: object.className, calls: nodes });
      continue;
    }
    const calls = nodes.map((node) => readCall(at, node, RECURRENT.test(object.className)));
    places.set(name, { object, where: at, calls, outputs: [], layer: undefined, pending: undefined });
  }
  checkSources(where, places, operations, endsOf(`${where}: output_layers`, config.output_layers));
  connectInputs(places, reader);
  connectLayers(where, places, operations, reader);
  const ends = (key: string) =>
    endsOf(`${where}: ${key}`, config[key]).map((edge) => outputOf(where, places, edge, true));
  const inputs = ends('input_layers');
  const outputs = ends('output_layers');
  const listed = outputs.length > 1;
  const options = { inputs, outputs: listed ? outputs : outputs[0]! };
  return named(
    where,
    { name: 'functional', ...config },
    (common) => new Model({ ...common, ...options }),
  ) as unknown as Model; // what the function made
}

/** @throws KerasFileError for a layer or an output of the model that takes what an operation of Keras gives, such as `a + b` */
function checkSources(
  where: string,
  places: ReadonlyMap<string, Place>,
  operations: Operations,
  outputs: readonly Edge[],
): void {
  const check = (at: string, [name]: Edge) => {
    const operation = operations.get(name);
    if (!operation) return;
    throw new KerasFileError(
      `${at}: takes the output of ${formatValue(name)}, which is the operation ${operation.className} and not a layer. In Keras, make the model of layers, such as Add for a + b.`,
    );
  };
  for (const { where: at, calls } of places.values()) {
    for (const edge of calls.flatMap(sources)) check(at, edge);
  }
  for (const edge of outputs) check(where, edge);
}

/** Makes the inputs. One that a preprocessor takes becomes one with it, as models here take strings. */
function connectInputs(places: ReadonlyMap<string, Place>, reader: ModelReader): void {
  const preprocessors = new Map<string, readonly [Place, Preprocessor]>();
  for (const [name, place] of places) {
    const preprocessor =
      place.object.className === 'InputLayer' ? undefined : reader.preprocessor(toValue(place));
    if (!preprocessor) continue;
    const [edges] = place.calls.map(({ inputs }) => inputs);
    const [from] = (edges?.flat() ?? []) as unknown as [string?];
    const source = from === undefined ? undefined : places.get(from);
    if (place.calls.length !== 1 || source?.object.className !== 'InputLayer' || preprocessors.has(from!)) {
      throw new KerasFileError(
        `${place.where}: must be the only layer after an input of strings, got ${formatValue(name)} elsewhere.`,
      );
    }
    preprocessors.set(from!, [place, preprocessor]);
  }
  for (const [name, place] of places) {
    if (place.object.className !== 'InputLayer' || !place.object.builtIn) continue;
    const shape = sampleShapeOf(place.where, place.object.config, reader.notes);
    if (!shape) throw new KerasFileError(`${place.where}: has no shape.`);
    const [after, preprocessor] = preprocessors.get(name) ?? [];
    const value = input(shape, { name, preprocessor });
    place.outputs.push([value]);
    after?.outputs.push([value]);
  }
}

/** Applies the layers as soon as what they take is there. A file may have them in any order. */
function connectLayers(
  where: string,
  places: ReadonlyMap<string, Place>,
  operations: Operations,
  reader: ModelReader,
): void {
  const masks = new MaskCheck(operations, ([name, call, index]) => places.get(name)?.outputs[call]?.[index]);
  for (
    let waiting = [...places.values()].filter(isWaiting);
    waiting.length > 0;
    waiting = waiting.filter(isWaiting)
  ) {
    let applied = false;
    for (const place of waiting) {
      while (isWaiting(place)) {
        const call = place.calls[place.outputs.length]!;
        place.pending ??= [...sources(call)].reverse();
        while (place.pending.length > 0 && isThere(where, places, place.pending.at(-1)!)) place.pending.pop();
        if (place.pending.length > 0) break;
        place.pending = undefined;
        place.outputs.push(apply(place, call, places, masks, reader));
        applied = true;
      }
    }
    if (applied) continue;
    const names = waiting.map(({ object }) => object.fields.name ?? object.config.name);
    throw new KerasFileError(
      `${where}: the layers ${formatValue(names)} wait for each other, a cycle, or for a call that is not there.`,
    );
  }
}

function isWaiting({ calls, outputs }: Place): boolean {
  return outputs.length < calls.length;
}

function sources({ inputs, initialState, attentionMask }: LayerCall): readonly Edge[] {
  return [...listed(inputs), ...initialState, ...(attentionMask ? [attentionMask] : [])];
}

function listed(inputs: LayerCall['inputs']): readonly Edge[] {
  return Array.isArray(inputs[0]) ? (inputs as readonly Edge[]) : [inputs as Edge];
}

function apply(
  place: Place,
  call: LayerCall,
  places: ReadonlyMap<string, Place>,
  masks: MaskCheck,
  reader: ModelReader,
): readonly SymbolicTensor[] {
  const { where } = place;
  place.layer ??= reader.layer(toValue(place), sharedOptions(place));
  const tensor = (edge: Edge) => outputOf(where, places, edge, false);
  const given = listed(call.inputs).map(tensor);
  const inputs = Array.isArray(call.inputs[0]) ? given : given[0]!;
  masks.check(where, call.masks, given);
  const context = {
    ...(call.initialState.length > 0 && { initialState: call.initialState.map(tensor) }),
    ...(call.attentionMask && { attentionMask: tensor(call.attentionMask) }),
  };
  try {
    const result: unknown = place.layer.apply(inputs as SymbolicTensor, context);
    const outputs = [result].flat() as readonly SymbolicTensor[];
    masks.follow(place.layer, given, outputs[0]!);
    return outputs;
  } catch (error) {
    throw new KerasFileError(`${where}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Arguments that are options of the layer here must be the same in all calls. */
function sharedOptions({ where, calls }: Place): Fields {
  const [first, ...others] = calls.map(({ options }) => options);
  for (const other of others) {
    if (Boolean(first!.use_causal_mask) === Boolean(other.use_causal_mask)) continue;
    throw new KerasFileError(`${where}: use_causal_mask must be the same in all calls of a layer.`);
  }
  return first!;
}

/** A layer as it stands in the config, with the name that edges use. */
function toValue({ object }: Place): Fields {
  const { fields, config } = object;
  return { ...fields, config: { ...config, name: config.name ?? fields.name } };
}

function isThere(where: string, places: ReadonlyMap<string, Place>, edge: Edge): boolean {
  const place = placeOf(where, places, edge);
  return callOf(place, edge, false) < place.outputs.length;
}

function outputOf(
  where: string,
  places: ReadonlyMap<string, Place>,
  edge: Edge,
  end: boolean,
): SymbolicTensor {
  const place = placeOf(where, places, edge);
  const value = place.outputs[callOf(place, edge, end)]?.[edge[2]];
  if (isSymbolic(value)) return value as SymbolicTensor;
  throw new KerasFileError(`${where}: there is no output ${formatValue(edge)} of a layer.`);
}

/**
 * Which call of a layer an edge means. Keras counts the making of a model as its first one: always at the ends of a graph, and
 * in the older form everywhere.
 */
function callOf({ object: { builtIn, className, fields } }: Place, [, call]: Edge, end: boolean): number {
  if (!builtIn || !/^(Functional|Model|Sequential)$/.test(className)) return call;
  const counted = isOldForm(fields) || (end && className !== 'Sequential');
  return counted ? call - 1 : call;
}

function isOldForm(fields: Fields): boolean {
  const [node] = Array.isArray(fields.inbound_nodes) ? fields.inbound_nodes : [];
  return Array.isArray(node);
}

function placeOf(where: string, places: ReadonlyMap<string, Place>, [name]: Edge): Place {
  const place = places.get(name);
  if (place) return place;
  throw new KerasFileError(`${where}: there is no layer ${formatValue(name)}.`);
}

/** The edges of the inputs or outputs: one, a list, or by name. */
function endsOf(where: string, value: unknown): readonly Edge[] {
  if (isFields(value)) return Object.values(value).map((edge) => edgeOf(where, edge));
  const list = listOf(where, value);
  return typeof list[0] === 'string' ? [edgeOf(where, list)] : list.map((edge) => edgeOf(where, edge));
}
