import { ARRAYS, elementCount, type SafeTensor } from './dtypes.ts';
import { LONE_SURROGATE, MAX_METADATA, MAX_RANK, MAX_TENSORS, quote } from './header-scanner.ts';
import { LENGTH_BYTES, MAX_HEADER_BYTES } from './read-header.ts';
import { SafetensorsError } from './safetensors-error.ts';

/**
 * Writes a safetensors file. Equal contents give equal bytes: tensors are ordered by falling element size, then by
 * name, and metadata by key. The header is padded with blanks, so that every tensor is aligned to its element size.
 *
 * @param tensors name and tensor, a Map or any pairs; names must differ and must not be `__metadata__`
 * @param metadata free text by key
 * @throws SafetensorsError when a shape does not fit its data, an array does not fit its dtype, a name occurs twice, text
 * is not well-formed Unicode or a limit of the reader is exceeded
 *
 * @example
 * ```ts
 * const bytes = encodeSafetensors([['w', { dtype: 'F32', shape: [2, 2], data: new Float32Array([1, 2, 3, 4]) }]]);
 * ```
 */
export function encodeSafetensors(
  tensors: Iterable<readonly [name: string, tensor: SafeTensor]>,
  metadata: Iterable<readonly [key: string, value: string]> = [],
): Uint8Array<ArrayBuffer> {
  const byName = new Map<string, SafeTensor>();
  for (const [name, tensor] of tensors) {
    if (byName.has(name)) throw new SafetensorsError(`tensor ${quote(name)} is given twice.`);
    checkTensor(name, tensor);
    byName.set(name, tensor);
  }
  if (byName.size > MAX_TENSORS) {
    throw new SafetensorsError(`a file has at most ${MAX_TENSORS} tensors, got ${byName.size}.`);
  }
  const ordered = [...byName].sort(
    ([a, { data: aData }], [b, { data: bData }]) =>
      bData.BYTES_PER_ELEMENT - aData.BYTES_PER_ELEMENT || (a < b ? -1 : 1),
  );

  const members: string[] = metadataMember(metadata);
  let dataBytes = 0;
  for (const [name, { dtype, shape, data }] of ordered) {
    const entry = { dtype, shape, data_offsets: [dataBytes, dataBytes + data.byteLength] };
    members.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`);
    dataBytes += data.byteLength;
  }
  const header = new TextEncoder().encode(`{${members.join(',')}}`);
  const headerBytes = Math.ceil(header.length / 8) * 8;
  if (headerBytes > MAX_HEADER_BYTES) {
    throw new SafetensorsError(`a header has at most ${MAX_HEADER_BYTES} bytes, got ${headerBytes}.`);
  }

  const file = new Uint8Array(LENGTH_BYTES + headerBytes + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  file.set(header, LENGTH_BYTES);
  let position = LENGTH_BYTES + headerBytes;
  for (const [, { data }] of ordered) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return file;
}

function checkTensor(name: string, { dtype, shape, data }: SafeTensor): void {
  const thing = `tensor ${quote(name)}`;
  if (name === '__metadata__') throw new SafetensorsError('a tensor cannot be named "__metadata__".');
  if (LONE_SURROGATE.test(name)) throw new SafetensorsError(`the name of ${thing} has a lone surrogate.`);
  const Elements = ARRAYS.get(dtype);
  if (!Elements) throw new SafetensorsError(`${thing} has the unknown dtype ${quote(String(dtype))}.`);
  if (!(data instanceof Elements)) {
    throw new SafetensorsError(`${thing} of ${dtype} must have its data in a ${Elements.name}.`);
  }
  if (shape.length > MAX_RANK) {
    throw new SafetensorsError(`${thing} must have at most ${MAX_RANK} axes, got ${shape.length}.`);
  }
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new SafetensorsError(`${thing} must have sizes that are integers from 0 on, got [${shape}].`);
  }
  if (elementCount(shape) !== data.length) {
    throw new SafetensorsError(`${thing} has shape [${shape}], but ${data.length} elements.`);
  }
}

function metadataMember(metadata: Iterable<readonly [string, string]>): string[] {
  const byKey = new Map<string, string>();
  for (const [key, value] of metadata) {
    if (typeof value !== 'string') {
      throw new SafetensorsError(`metadata ${quote(key)} must be a string, got ${typeof value}.`);
    }
    if (byKey.has(key)) throw new SafetensorsError(`metadata ${quote(key)} is given twice.`);
    if (LONE_SURROGATE.test(key) || LONE_SURROGATE.test(value)) {
      throw new SafetensorsError(`metadata ${quote(key)} has a lone surrogate.`);
    }
    byKey.set(key, value);
  }
  if (byKey.size === 0) return [];
  if (byKey.size > MAX_METADATA) {
    throw new SafetensorsError(`a file has at most ${MAX_METADATA} members of metadata, got ${byKey.size}.`);
  }
  const members = [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return [`"__metadata__":{${members.join(',')}}`];
}
