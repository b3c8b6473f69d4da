import { type FileBytes, unsupported } from './file-bytes.ts';

/** What the elements of a dataset or an attribute are. */
export type Datatype =
  | { readonly kind: 'float' | 'signed' | 'unsigned'; readonly size: number }
  /** Text of a fixed number of bytes. */
  | { readonly kind: 'text'; readonly size: number }
  /** Text of any length, in a heap of the file. */
  | { readonly kind: 'heap text'; readonly size: number };

const FIXED_POINT = 0;
const FLOATING_POINT = 1;
const STRING = 3;
const ENUMERATION = 8;
const VARIABLE_LENGTH = 9;

const HEAP_TEXT_BYTES = 16;

/**
 * Reads a datatype message.
 *
 * **Source**: HDF5 File Format Specification 3.0, IV.A.2.d.
 */
export function readDatatype(bytes: FileBytes, at: number): Datatype {
  const bits = bytes.u8(at + 1);
  const size = bytes.u32(at + 4);
  switch (bytes.u8(at) & 15) {
    case FIXED_POINT:
    case FLOATING_POINT: {
      const kind = (bytes.u8(at) & 15) === FLOATING_POINT ? 'float' : bits & 8 ? 'signed' : 'unsigned';
      if (bits & 1) throw unsupported('big-endian numbers');
      if (![1, 2, 4, 8].includes(size) || (kind === 'float' && size === 1)) {
        throw unsupported(`numbers of ${size} bytes`);
      }
      return { kind, size };
    }
    case STRING:
      return { kind: 'text', size };
    case ENUMERATION: // of booleans; the integers that stand for them follow
      if ((bytes.u8(at + 8) & 15) !== FIXED_POINT) throw unsupported('an enumeration of other than integers');
      return readDatatype(bytes, at + 8);
    case VARIABLE_LENGTH:
      if ((bits & 15) !== 1 || size !== HEAP_TEXT_BYTES) throw unsupported('lists of any length');
      return { kind: 'heap text', size };
    default:
      throw unsupported(`values of class ${bytes.u8(at) & 15}`);
  }
}

/** Rank and sizes of a dataspace message; no sizes for one value. */
export function readDataspace(bytes: FileBytes, at: number): readonly number[] {
  const version = bytes.u8(at);
  const rank = bytes.u8(at + 1);
  if (version !== 1 && version !== 2) throw unsupported(`a dataspace of version ${version}`);
  if (version === 2 && bytes.u8(at + 3) === 2) return [0]; // no value
  const start = at + (version === 1 ? 8 : 4);
  return Array.from({ length: rank }, (_, i) => bytes.u64(start + 8 * i));
}
