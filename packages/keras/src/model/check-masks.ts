import { AdditiveAttention, Attention, MultiHeadAttention } from '@seqloom/attention';
import { Embedding } from '@seqloom/embeddings';
import { Concatenate, Layer, Masking, type SymbolicTensor } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import { Bidirectional } from '@seqloom/recurrent';
import { Model, Sequential } from '@seqloom/train';
import { type Fields, isFields } from '../config/keras-object.ts';
import { KerasFileError } from '../keras-file-error.ts';
import { type Edge, edgeOf, type GivenMask } from './call-arguments.ts';

/** An operation of Keras among the layers of a graph. */
export interface Operation {
  readonly className: string;
  readonly calls: readonly unknown[];
}

/** By name. */
export type Operations = ReadonlyMap<string, Operation>;

/** Where a mask begins: the steps of a value that are not equal to a number. */
interface MaskSource {
  readonly value: SymbolicTensor | undefined;
  readonly skipped: number;
}

type Sources = ReadonlySet<MaskSource>;

const NONE: Sources = new Set();
/** All steps of an input without a mask, beside the masks of others. */
const ALL: Sources = new Set([{ value: undefined, skipped: Number.NaN }]);

/** How deep operations may lie above each other. */
const MOST_DEPTH = 100;

/** Operations by which Keras joins the masks of several inputs, and gives them the form of those. */
const JOINING: ReadonlySet<string> = new Set([
  'Any',
  'Concatenate',
  'ConvertToTensor',
  'ExpandDims',
  'LogicalOr',
  'Squeeze',
]);
/** Operations that have nothing of their input but its shape: one that has no mask, and one that gives its shape to a mask. */
const CONSTANT: ReadonlyMap<string, Sources> = new Map([
  ['OnesLike', ALL],
  ['ZerosLike', NONE],
]);

const ATTENTION = [AdditiveAttention, Attention, MultiHeadAttention];

/**
 * Keras writes the masks that its layers pass on as operations on the ids, `ids ≠ 0`, and as arguments of the layers that go by
 * them. Here layers pass them on by themselves, so that both are passed over, once it is clear that a call is given the masks
 * that its inputs have anyway.
 */
export class MaskCheck {
  readonly #operations: Operations;
  /** What an edge stands for; undefined for one that is not there yet. */
  readonly #outputAt: (edge: Edge) => SymbolicTensor | undefined;
  readonly #made: Map<SymbolicTensor, MaskSource[]> = new Map();
  readonly #passed: Map<SymbolicTensor, Sources> = new Map();
  readonly #ofOperations: Map<string, Sources> = new Map();

  constructor(operations: Operations, outputAt: (edge: Edge) => SymbolicTensor | undefined) {
    this.#operations = operations;
    this.#outputAt = outputAt;
  }

  /** @throws KerasFileError for a call that is given other masks than those of its inputs */
  check(where: string, masks: readonly GivenMask[], inputs: readonly SymbolicTensor[]): void {
    const all: Sources[] = [];
    for (const { edge, input } of masks) {
      const given = this.#ofEdge(where, edge, edge, 0);
      all.push(given);
      // The key is the value where there is none.
      const of = input === undefined ? inputs : [inputs[input] ?? inputs.at(-1)!];
      if (given.size === 0 || !isSame(given, this.#ofInputs(of))) throw wrongMask(where, edge);
    }
    // An input whose mask is not among them has none in Keras.
    const [first] = masks;
    if (first && !isSame(union(all), this.#ofInputs(inputs))) throw wrongMask(where, first.edge);
  }

  /** Notes what mask the first output of a call has; the others have none. A call comes after those that its inputs depend on. */
  follow(layer: Layer, inputs: readonly SymbolicTensor[], output: SymbolicTensor): void {
    const [first] = inputs;
    const skipped = skippedBy(layer);
    if (skipped !== undefined) this.#passed.set(output, new Set([this.#source(first!, skipped)]));
    else if (passes(layer)) this.#passed.set(output, this.#joined(layer, inputs));
  }

  /** The masks of several inputs as one; a single input keeps its own. */
  #joined(layer: Layer, inputs: readonly SymbolicTensor[]): Sources {
    const [first] = inputs;
    if (takesMaskOfQuery(layer)) return this.#ofInputs([first!]);
    const all = this.#ofInputs(inputs);
    if (layer instanceof Model || inputs.every((input) => this.#ofInputs([input]).size > 0)) return all;
    return layer instanceof Concatenate && all.size > 0 ? union([all, ALL]) : NONE;
  }

  #ofInputs(inputs: readonly SymbolicTensor[]): Sources {
    return union(inputs.map((input) => this.#passed.get(input) ?? NONE));
  }

  #source(value: SymbolicTensor, skipped: number): MaskSource {
    const made = this.#made.get(value) ?? [];
    this.#made.set(value, made);
    const known = made.find((each) => each.skipped === skipped);
    if (known) return known;
    const source = { value, skipped };
    made.push(source);
    return source;
  }

  /** @param mask the argument of the call, for messages */
  #ofEdge(where: string, edge: Edge, mask: Edge, depth: number): Sources {
    const [name] = edge;
    const known = this.#ofOperations.get(name);
    if (known) return known;
    const operation = this.#operations.get(name);
    if (!operation || depth > MOST_DEPTH) throw wrongMask(where, mask);
    const sources = union(
      operation.calls.map((call) => this.#ofCall(where, operation.className, call, mask, depth)),
    );
    this.#ofOperations.set(name, sources);
    return sources;
  }

  #ofCall(where: string, className: string, call: unknown, mask: Edge, depth: number): Sources {
    const constant = CONSTANT.get(className);
    if (constant) return constant;
    const edges = edgesWithin(where, call, 0);
    if (JOINING.has(className)) {
      return union(edges.map((edge) => this.#ofEdge(where, edge, mask, depth + 1)));
    }
    const [edge] = edges;
    const value = edge && edges.length === 1 ? this.#outputAt(edge) : undefined;
    const made = className === 'NotEqual' && value ? this.#made.get(value) : undefined;
    const source = made?.find(({ skipped }) => skipped === numberIn(call));
    if (source) return new Set([source]);
    throw wrongMask(where, mask);
  }
}

/** What a layer that makes a mask compares its input with. */
export function skippedBy(layer: Layer): number | undefined {
  if (layer instanceof Masking) return Number(layer.settings.maskValue);
  return layer instanceof Embedding && layer.settings.maskZero ? 0 : undefined;
}

/** Whether the mask of an input is one of the output, too. */
export function passes(layer: Layer): boolean {
  if (layer.computeMask === Layer.prototype.computeMask || !layer.supportsMasking) return false;
  if (layer instanceof Sequential || layer instanceof Model) return layer.layers.every(passes);
  const { settings } = (layer instanceof Bidirectional ? layer.forwardLayer : layer) as {
    readonly settings?: { readonly returnSequences?: boolean };
  };
  return settings?.returnSequences !== false;
}

/** Whether the mask of the first input is that of the output. */
export function takesMaskOfQuery(layer: Layer): boolean {
  return ATTENTION.some((each) => layer instanceof each);
}

function isSame(one: Sources, other: Sources): boolean {
  return one.size === other.size && [...one].every((source) => other.has(source));
}

function union(parts: readonly Sources[]): Sources {
  return new Set(parts.flatMap((part) => [...part]));
}

/** The second argument of a comparison. */
function numberIn(call: unknown): unknown {
  return isFields(call) && Array.isArray(call.args) ? call.args[1] : undefined;
}

/** The tensors among the arguments of an operation. */
function edgesWithin(where: string, value: unknown, depth: number): readonly Edge[] {
  if (depth > 8 || typeof value !== 'object' || value === null) return [];
  if (isFields(value) && value.class_name === '__keras_tensor__') {
    return [edgeOf(where, (value.config as Fields | undefined)?.keras_history)];
  }
  return Object.values(value).flatMap((each) => edgesWithin(where, each, depth + 1));
}

function wrongMask(where: string, [name]: Edge): KerasFileError {
  return new KerasFileError(
    `${where}: mask must be the one that its input has from an Embedding with mask_zero or a Masking, got the output of ${formatValue(name)}.`,
  );
}
