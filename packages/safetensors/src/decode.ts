import { ARRAYS, type SafeTensor } from './dtypes.ts';
import { readSafetensorsHeader, type TensorEntry } from './read-header.ts';
import { SafetensorsError } from './safetensors-error.ts';

/** What a file holds. Maps, so that no name (`__proto__`, `constructor`) is special. */
export interface SafetensorsFile {
  /** In the order of the header. */
  readonly tensors: Map<string, SafeTensor>;
  readonly metadata: Map<string, string>;
}

/**
 * Reads a whole safetensors file. Nothing of it is executed, and nothing larger than the file is allocated.
 *
 * **Ownership**: each tensor's `data` is a view of `bytes` where its position suits its element size, as it does in
 * files that align their data, and a copy otherwise.
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
      : new Elements(new Uint8Array(bytes.subarray(start, end)).buffer, 0, length); // a Buffer's slice() is no copy
  return { dtype, shape, data } as SafeTensor; // dtype and array come from the same row of the table
}
