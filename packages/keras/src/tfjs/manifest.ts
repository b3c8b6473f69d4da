import { joinBytes } from '@seqloom/archives/streams';
import { sizeOf } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import { float16ToFloat32 } from '@seqloom/safetensors';
import { type Fields, fieldsOf, isFields, listOf } from '../config/keras-object.ts';
import { KerasFileError } from '../keras-file-error.ts';

/** A weight in the files beside `model.json`. */
export interface StoredWeight {
  /** `lstm_LSTM1/kernel`: the layer, and its variable. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Its numbers, made when they are asked for. */
  readonly values: () => Float32Array;
}

/** How the numbers of a weight are stored. */
interface Encoding {
  readonly bytes: number;
  readonly decode: (content: Uint8Array) => Float32Array;
}

/** Upper bound on the weights of a model. */
const MOST_WEIGHTS = 10_000;

/**
 * The weights that a manifest lists, over the bytes of its files.
 *
 * @param files the content of each file, by its path in the manifest
 * @throws KerasFileError when the sizes that it names are not those of the files
 */
export function readManifest(
  manifest: unknown,
  files: ReadonlyMap<string, Uint8Array>,
): readonly StoredWeight[] {
  const weights: StoredWeight[] = [];
  for (const group of listOf('weightsManifest', manifest)) {
    const { weights: list } = fieldsOf('weightsManifest', group);
    const content = joinBytes(pathsOf(group).map((path) => files.get(path)!));
    let at = 0;
    for (const value of listOf('weightsManifest: weights', list)) {
      const entry = fieldsOf('weightsManifest: weights', value);
      const { name, shape, encoding } = checked(entry);
      const bytes = sizeOf(shape) * encoding.bytes;
      if (at + bytes > content.length) {
        throw new KerasFileError(
          `${formatValue(name)}: the files end ${at + bytes - content.length} bytes too early.`,
        );
      }
      const part = content.subarray(at, at + bytes);
      weights.push({ name, shape, values: () => encoding.decode(part) });
      at += bytes;
      if (weights.length > MOST_WEIGHTS) throw new KerasFileError(`more than ${MOST_WEIGHTS} weights.`);
    }
    if (at < content.length) {
      throw new KerasFileError(
        `the files of the weights have ${content.length} bytes, the manifest lists ${at}.`,
      );
    }
  }
  return weights;
}

/**
 * The paths of the files that a manifest names.
 *
 * @throws KerasFileError for a path that is named twice: the bytes of one file would become many times as many
 */
export function manifestPaths(manifest: unknown): readonly string[] {
  const paths = listOf('weightsManifest', manifest).flatMap(pathsOf);
  const seen = new Set<string>();
  for (const path of paths) {
    if (seen.has(path)) throw new KerasFileError(`weightsManifest: paths has ${formatValue(path)} twice.`);
    seen.add(path);
  }
  return paths;
}

/** Names within the folder of the model: nothing else is ever asked for. */
const PLAIN_PATH = /^(?!\.)[\w.-]+(\/(?!\.)[\w.-]+)*$/;

function pathsOf(group: unknown): readonly string[] {
  const { paths } = fieldsOf('weightsManifest', group);
  return listOf('weightsManifest: paths', paths).map((path) => {
    if (typeof path === 'string' && PLAIN_PATH.test(path)) return path;
    throw new KerasFileError(
      `weightsManifest: paths must name files beside the model, got ${formatValue(path)}.`,
    );
  });
}

function checked({ name, shape, dtype, quantization }: Fields) {
  if (typeof name !== 'string')
    throw new KerasFileError(`a weight must have a name, got ${formatValue(name)}.`);
  const isSize = (size: unknown) => Number.isSafeInteger(size) && (size as number) >= 0;
  if (!Array.isArray(shape) || !shape.every(isSize)) {
    throw new KerasFileError(`${formatValue(name)}: shape must hold sizes, got ${formatValue(shape)}.`);
  }
  const encoding = encodingOf(dtype, isFields(quantization) ? quantization : undefined);
  if (encoding) return { name, shape: shape as readonly number[], encoding };
  throw new KerasFileError(
    `${formatValue(name)}: dtype must be float32 or int32, stored as it is or as float16, uint8 or uint16, got ${formatValue(dtype)}.`,
  );
}

function encodingOf(dtype: unknown, quantization: Fields | undefined): Encoding | undefined {
  if (dtype !== 'float32' && dtype !== 'int32') return undefined;
  if (!quantization) {
    const decode = (content: Uint8Array) =>
      dtype === 'float32'
        ? new Float32Array(content.slice().buffer)
        : Float32Array.from(new Int32Array(content.slice().buffer));
    return { bytes: 4, decode };
  }
  const { dtype: stored, scale, min } = quantization;
  if (stored === 'float16')
    return { bytes: 2, decode: (content) => float16ToFloat32(new Uint16Array(content.slice().buffer)) };
  if ((stored !== 'uint8' && stored !== 'uint16') || typeof scale !== 'number' || typeof min !== 'number')
    return undefined;
  const read = (content: Uint8Array) =>
    stored === 'uint8' ? content : new Uint16Array(content.slice().buffer);
  return {
    bytes: stored === 'uint8' ? 1 : 2,
    decode: (content) => Float32Array.from(read(content), (step) => step * scale + min),
  };
}
