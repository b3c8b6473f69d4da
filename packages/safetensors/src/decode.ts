import { ARRAYS, type SafeTensor } from './dtypes.ts';
import { readSafetensorsHeader, type TensorEntry } from './read-header.ts';
import { SafetensorsError } from './safetensors-error.ts';

/** The contents of a file, in Maps, which allow any name, also `__proto__` and `constructor`. */
export interface SafetensorsFile {
  /** In the order of the header. */
  readonly tensors: Map<string, SafeTensor>;
  readonly metadata: Map<string, string>;
}

/**
 * Reads a whole safetensors file. It executes no code from the file and allocates no more than the file's size.
 *
 * **Ownership**: each tensor's `data` is a view of `bytes` if its position is a multiple of its element size, as in files
 * with aligned data, and a copy otherwise.
 *
 * **Source**: the format description of https://github.com/huggingface/safetensors.
 *
 * @throws SafetensorsError as `readSafetensorsHeader`, and when the file is shorter or longer than its tensors
 *
 * @example
 * ```ts
 * const { tensors } = decodeSafetensors(await readFile('model.safetensors'));
 * const kernel = tensors.get('dense/kernel');
 * if (kernel?.dtype === 'F32') kernel.data; // Float32Array
 * ```
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const header = readSafetensorsHeader(bytes);
  if (header.byteLength !== bytes.length) {
    const wrong = header.byteLength > bytes.length ? 'is cut off' : 'goes on after its last tensor';
    throw new SafetensorsError(
      `the file ${wrong}: got ${bytes.length} bytes, expected ${header.byteLength}.`,
    );
  }
  const tensors = new Map<string, SafeTensor>();
  for (const [name, entry] of header.tensors) tensors.set(name, tensorAt(bytes, entry));
  return { tensors, metadata: new Map(header.metadata) };
}

function tensorAt(bytes: Uint8Array, { dtype, shape, start, end }: TensorEntry): SafeTensor {
  const Elements = ARRAYS.get(dtype)!;
  const length = (end - start) / Elements.BYTES_PER_ELEMENT;
  const byteOffset = bytes.byteOffset + start;
  const data =
    byteOffset % Elements.BYTES_PER_ELEMENT === 0
      ? new Elements(bytes.buffer, byteOffset, length)
      : new Elements(new Uint8Array(bytes.subarray(start, end)).buffer, 0, length); // not slice(), which makes a view of a Buffer
  return { dtype, shape, data } as SafeTensor; // dtype and array come from the same row of the table
}
