import { ARRAYS, type Dtype, elementCount } from './dtypes.ts';
import { quote, type RawEntry, scanHeader } from './header-scanner.ts';
import { SafetensorsError } from './safetensors-error.ts';

/** The format's own limit on the header, in bytes. */
export const MAX_HEADER_BYTES = 100_000_000;
/** Bytes of the length in front of the header. */
export const LENGTH_BYTES = 8;

/** Place, dtype and shape of one tensor. */
export interface TensorEntry {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** First byte of the data, counted from the start of the file. */
  readonly start: number;
  /** One past the last byte of the data. */
  readonly end: number;
}

/** A checked header. */
export interface SafetensorsHeader {
  /** In the order of the header. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly metadata: ReadonlyMap<string, string>;
  /** The size that the whole file must have. */
  readonly byteLength: number;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads and checks the header alone: names, dtypes, shapes, positions and metadata. `bytes` is a file, or a part from its
 * start that contains the whole header; `byteLength` of the result is the length of the whole file.
 *
 * @throws SafetensorsError when the header is cut off, malformed, contradicts itself or exceeds a limit (100 MB,
 * 65,536 tensors, 65,536 members of metadata, 64 axes)
 */
export function readSafetensorsHeader(bytes: Uint8Array): SafetensorsHeader {
  if (bytes.length < LENGTH_BYTES) {
    throw new SafetensorsError(`a file has at least ${LENGTH_BYTES} bytes, got ${bytes.length}.`);
  }
  const headerBytes = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (headerBytes > MAX_HEADER_BYTES) {
    throw new SafetensorsError(`a header has at most ${MAX_HEADER_BYTES} bytes, got ${headerBytes}.`);
  }
  const dataStart = LENGTH_BYTES + Number(headerBytes);
  if (dataStart > bytes.length) {
    throw new SafetensorsError(`the header ends at byte ${dataStart}, but there are ${bytes.length} bytes.`);
  }
  if (bytes[LENGTH_BYTES] !== 0x7b || headerBytes === 0n) {
    throw new SafetensorsError('the header must begin with "{".');
  }
  const { entries, metadata } = scanHeader(decodeText(bytes.subarray(LENGTH_BYTES, dataStart)));
  const tensors = new Map<string, TensorEntry>();
  for (const [name, entry] of entries) tensors.set(name, checkEntry(name, entry, dataStart));
  return { tensors, metadata, byteLength: checkCoverage(tensors, dataStart) };
}

function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new SafetensorsError('the header is not valid UTF-8.', { cause });
  }
}

function checkEntry(name: string, entry: RawEntry, dataStart: number): TensorEntry {
  const { dtype, shape, dataOffsets } = entry;
  const thing = `tensor ${quote(name)}`;
  const elementBytes = ARRAYS.get(dtype)?.BYTES_PER_ELEMENT;
  if (elementBytes === undefined) {
    throw new SafetensorsError(
      `${thing} has the unknown dtype ${quote(dtype)}. Known: ${[...ARRAYS.keys()].join(', ')}.`,
    );
  }
  const [begin, end] = dataOffsets;
  if (begin === undefined || end === undefined || dataOffsets.length !== 2) {
    throw new SafetensorsError(`${thing} must have two data_offsets, got ${dataOffsets.length}.`);
  }
  if (begin > end) {
    throw new SafetensorsError(`${thing} begins at byte ${begin}, after its end at ${end}.`);
  }
  const count = elementCount(shape);
  if (count === undefined) {
    throw new SafetensorsError(`${thing} has more elements than a number can count.`);
  }
  if (count * elementBytes !== end - begin) {
    throw new SafetensorsError(
      `${thing} has ${count} elements of ${dtype}, ${count * elementBytes} bytes, but its data_offsets span ${end - begin}.`,
    );
  }
  return {
    dtype: dtype as Dtype /* it is a key of ARRAYS */,
    shape,
    start: dataStart + begin,
    end: dataStart + end,
  };
}

/** Checks that the tensors follow each other without gaps and overlaps; returns the end of the last one. */
function checkCoverage(tensors: ReadonlyMap<string, TensorEntry>, dataStart: number): number {
  const inOrder = [...tensors].sort(([, a], [, b]) => a.start - b.start || a.end - b.end);
  let covered = dataStart;
  for (const [name, { start, end }] of inOrder) {
    if (start > covered) {
      throw new SafetensorsError(
        `${start - covered} bytes in front of tensor ${quote(name)} belong to no tensor.`,
      );
    }
    if (start < covered) {
      throw new SafetensorsError(`tensor ${quote(name)} overlaps another one by ${covered - start} bytes.`);
    }
    covered = end;
  }
  return covered;
}
