import { firstNonFinite } from '@seqloom/arrays';
import { formatShape, type Layer, listNames, type Parameter, type WeightValues } from '@seqloom/nn';
import { boolean, formatValue, type OptionRules, resolveOptions, sameShape } from '@seqloom/options';
import {
  bfloat16ToFloat32,
  decodeSafetensors,
  encodeSafetensors,
  float16ToFloat32,
  type SafeTensor,
} from '@seqloom/safetensors';
import { parameterAt, readMatch, type TensorPlace, writeMatch } from './match.ts';
import { matchesOf } from './modules.ts';
import { StateDictError } from './state-dict-error.ts';

/**
 * The layers of a state_dict, by the names of their modules in PyTorch, such as `encoder.lstm`; the empty name for the tensors of a module
 * on its own. Several layers of a recurrent module are a list, from the input to the output.
 */
export type NamedModules = Readonly<Record<string, Layer | readonly Layer[]>>;

/** Options of `loadStateDict`. */
export interface LoadStateDictOptions {
  /**
   * Whether tensors of other modules are refused; default true. Those of the modules that are given must all be there, and have a place in
   * their layers; for the empty name these are tensors with the names that modules of PyTorch give them, such as `weight_ih_l1`.
   */
  readonly strict?: boolean;
}

const RULES: OptionRules<LoadStateDictOptions> = { strict: boolean(true) };

/**
 * Sets the weights of layers from a PyTorch state_dict in a safetensors file. The gates of a GRU come into our order; the two biases of an
 * LSTM or RNN are added up, those of a GRU are both kept; matrices are transposed. float16, bfloat16 and float64 become float32.
 *
 * @param bytes of the file, as `safetensors.torch.save_file(module.state_dict(), path)` writes it
 * @throws StateDictError naming the tensor that is missing, superfluous, of another shape, or not finite, or the layer that has no module or is given twice;
 * SafetensorsError for a damaged file. Then no weight has changed.
 *
 * **Source**: the modules of PyTorch 2; their layouts are in the documentation of `torch.nn`.
 *
 * @example
 * ```ts
 * loadStateDict({ embedding, lstm: [first, second], 'head.0': dense }, await readFile('model.safetensors'));
 * ```
 */
export function loadStateDict(
  modules: NamedModules,
  bytes: Uint8Array,
  options: LoadStateDictOptions = {},
): void {
  const { strict } = resolveOptions('loadStateDict', options, RULES);
  const { tensors } = decodeSafetensors(bytes);
  const parts = partsOf(modules);
  checkNames(parts, tensors, strict);
  checkLayersOnce(parts);
  const values = new Map<Layer, WeightValues[]>();
  for (const { prefix, matches } of parts) {
    for (const match of matches) {
      const numbers = match.tensors.map((place) => numbersOf(prefix, place, tensors));
      const read = readMatch(match, numbers);
      match.weights.forEach((weight, i) => {
        const { shape } = parameterAt(weight);
        const ofLayer = values.get(weight.layer) ?? [];
        values.set(weight.layer, ofLayer);
        ofLayer.push({ name: weight.name, shape, data: read[i]! });
      });
    }
  }
  for (const [layer, weights] of values) layer.setWeights(weights);
}

/**
 * Writes the weights of layers as a safetensors file that PyTorch's `load_state_dict` takes:
 * `module.load_state_dict(safetensors.torch.load_file(path))`. The bias of an LSTM or SimpleRNN is the first of PyTorch's two, the second
 * is 0.
 *
 * @throws StateDictError for a layer that has no module in PyTorch, or options that it does not have
 *
 * @example
 * ```ts
 * await writeFile('model.safetensors', await saveStateDict({ embedding, lstm, head: dense }));
 * ```
 */
export async function saveStateDict(modules: NamedModules): Promise<Uint8Array<ArrayBuffer>> {
  const parts = partsOf(modules);
  // All reads begin before the first await, so that the file holds the weights of one moment.
  const written = await Promise.all(
    parts.map(async ({ prefix, matches, counters }) => {
      const ofMatches = matches.map(async (match) => {
        const reads = match.weights.map((weight) => parameterAt(weight).value.data());
        const numbers = writeMatch(match, (await Promise.all(reads)) as Float32Array[]); // weights are float32
        return match.tensors.map(({ name, shape }, i): [string, SafeTensor] => [
          prefix + name,
          { dtype: 'F32', shape, data: numbers[i]! },
        ]);
      });
      const zero: SafeTensor = { dtype: 'I64', shape: [], data: BigInt64Array.of(0n) };
      return [
        ...(await Promise.all(ofMatches)).flat(),
        ...counters.map((name): [string, SafeTensor] => [prefix + name, zero]),
      ];
    }),
  );
  return encodeSafetensors(written.flat(), [['format', 'pt']]);
}

/** The tensors of one module. */
interface ModulePart {
  /** What the names of its tensors begin with. */
  readonly prefix: string;
  readonly matches: ReturnType<typeof matchesOf>['matches'];
  readonly counters: readonly string[];
}

function partsOf(modules: NamedModules): ModulePart[] {
  if (typeof modules !== 'object' || modules === null) {
    throw new TypeError(
      `state_dict: expected layers by the names of their modules, got ${formatValue(modules)}.`,
    );
  }
  return Object.entries(modules).map(([name, layers]) => {
    const { matches, counters = [] } = matchesOf(name, layers);
    return { prefix: name === '' ? '' : `${name}.`, matches, counters };
  });
}

/** @throws StateDictError for a layer in two places: the file may hold other numbers for each */
function checkLayersOnce(parts: readonly ModulePart[]): void {
  const taken = new Set<Parameter>();
  for (const { prefix, matches } of parts) {
    for (const weight of matches.flatMap(({ weights }) => weights)) {
      const parameter = parameterAt(weight);
      if (taken.has(parameter)) {
        throw new StateDictError(
          `${weight.layer.label} is given twice, the second time for ${JSON.stringify(prefix.slice(0, -1))}. Give it once, with strict: false.`,
        );
      }
      taken.add(parameter);
    }
  }
}

/** What the names of the tensors begin with that modules of PyTorch with a layer here have of their own. */
const OWN_NAME = /^(weight|bias|in_proj_|[qkv]_proj_|out_proj\.|running_|num_batches_tracked)/;

function checkNames(
  parts: readonly ModulePart[],
  tensors: ReadonlyMap<string, SafeTensor>,
  strict: boolean,
): void {
  const wanted = parts.flatMap(({ prefix, matches }) =>
    matches.flatMap((match) => match.tensors.map(({ name }) => prefix + name)),
  );
  const missing = wanted.filter((name) => !tensors.has(name));
  const counters = parts.flatMap(({ prefix, counters }) => counters.map((name) => prefix + name));
  const known = new Set([...wanted, ...counters]);
  // Of a module that is given, every tensor must be understood.
  const isAsked = (name: string) =>
    strict || parts.some(({ prefix }) => (prefix === '' ? OWN_NAME.test(name) : name.startsWith(prefix)));
  const superfluous = [...tensors.keys()].filter((name) => !known.has(name) && isAsked(name));
  if (missing.length === 0 && superfluous.length === 0) return;
  const lists = [
    ...(missing.length > 0 ? [`it lacks ${listNames(missing.map(formatValue))}`] : []),
    ...(superfluous.length > 0 ? [`no layer takes its ${listNames(superfluous.map(formatValue))}`] : []),
  ];
  const wayOut =
    missing.length === 0 && strict ? ' With strict: false, tensors of other modules are passed over.' : '';
  throw new StateDictError(`${lists.join('; ')}.${wayOut}`);
}

function numbersOf(
  prefix: string,
  { name, shape }: TensorPlace,
  tensors: ReadonlyMap<string, SafeTensor>,
): Float32Array {
  const path = prefix + name;
  const tensor = tensors.get(path)!; // checkNames has looked
  if (!sameShape(tensor.shape, shape)) {
    throw new StateDictError(
      `${JSON.stringify(path)} has shape ${formatShape(tensor.shape)}, the layer needs ${formatShape(shape)}.`,
    );
  }
  const numbers = asFloat32(path, tensor);
  const wrong = firstNonFinite(numbers);
  if (wrong < 0) return numbers;
  throw new StateDictError(`${JSON.stringify(path)} holds ${numbers[wrong]} at ${wrong}.`);
}

function asFloat32(path: string, tensor: SafeTensor): Float32Array {
  switch (tensor.dtype) {
    case 'F32':
      return tensor.data;
    case 'F64':
      return Float32Array.from(tensor.data);
    case 'F16':
      return float16ToFloat32(tensor.data);
    case 'BF16':
      return bfloat16ToFloat32(tensor.data);
    default:
      throw new StateDictError(
        `${JSON.stringify(path)} holds ${tensor.dtype}, expected F32, F64, F16 or BF16.`,
      );
  }
}
