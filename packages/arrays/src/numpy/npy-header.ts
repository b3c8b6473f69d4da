import { formatValue } from '@seqloom/options';
import { ELEMENTS, type ElementForm } from './elements.ts';
import { NumpyFileError } from './numpy-file-error.ts';

/** What the header of an npy file says. */
export interface NpyHeader {
  readonly element: ElementForm;
  readonly bigEndian: boolean;
  /** Whether the first axis is the fastest one. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly byteLength: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
/** NumPy's own bound on the characters of a header that it trusts. */
const MOST_CHARACTERS = 10_000;
/** The most axes of NumPy 2. */
const MOST_AXES = 64;
/** The elements begin at a multiple of this. */
const ALIGNMENT = 64;
/** NumPy leaves room, so that the first axis can grow in the file to as many digits. */
const GROWTH_DIGITS = 21;

/**
 * Reads the header of an npy file, version 1.0, 2.0 or 3.0: a Python literal, of which the one form that NumPy writes is understood.
 *
 * @throws NumpyFileError for another file, a damaged header, and element types that are not numbers
 */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < MAGIC.length || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new NumpyFileError('it does not begin as an npy file does, with \\x93NUMPY.');
  }
  const [major, minor] = [bytes[6], bytes[7]];
  if (major !== undefined && (major < 1 || major > 3 || (minor ?? 0) !== 0)) {
    throw new NumpyFileError(`version must be 1.0, 2.0 or 3.0, got ${major}.${minor}.`);
  }
  const start = major === 1 ? 10 : 12;
  if (bytes.length < start) throw cutOff();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MOST_CHARACTERS) {
    throw new NumpyFileError(`the header must have at most ${MOST_CHARACTERS} bytes, got ${length}.`);
  }
  if (bytes.length < start + length) throw cutOff();
  // Bytes beyond ASCII occur only in the names of fields, which the parser refuses.
  const text = String.fromCharCode(...bytes.subarray(start, start + length));
  return { ...parseHeader(text), byteLength: start + length };
}

function cutOff(): NumpyFileError {
  return new NumpyFileError('it is cut off in the header.');
}

/** A key and its value: a string, a truth value, or a tuple of lengths. Python 2 wrote an L after long integers. */
const ENTRY = / *'(\w+)' *: *('[^'\\]*'|True|False|\([\d ,L]*\)) *(?:, *|$)/y;

/** Reads `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }`, the keys in any order. */
function parseHeader(text: string): Omit<NpyHeader, 'byteLength'> {
  const [, inside] = /^ *\{([^{}]*)\} *\n?$/.exec(text) ?? refuse('a dictionary', text);
  if (/'descr' *: *\[/.test(inside!)) {
    throw new NumpyFileError('records of named fields are not read. Save each field by itself.');
  }
  const values = new Map<string, string>();
  for (let at = 0; at < inside!.length; at = ENTRY.lastIndex) {
    ENTRY.lastIndex = at;
    const [, key, value] = ENTRY.exec(inside!) ?? refuse('a key with its value', inside!.slice(at));
    if (values.has(key!)) throw new NumpyFileError(`the header has ${formatValue(key)} twice.`);
    values.set(key!, value!);
  }
  const [descr = '', order = '', shape = ''] = KEYS.map((key) => values.get(key));
  if (values.size !== KEYS.length) refuse(`the keys ${KEYS.join(', ')}`, inside!);
  if (order !== 'True' && order !== 'False') refuse('True or False as fortran_order', order);
  return { ...elementOf(descr), fortranOrder: order === 'True', shape: shapeOf(shape) };
}

const KEYS = ['descr', 'fortran_order', 'shape'];

function refuse(expected: string, got: string): never {
  throw new NumpyFileError(`the header must have ${expected}, got ${formatValue(got)}.`);
}

function elementOf(descr: string): Pick<NpyHeader, 'element' | 'bigEndian'> {
  const [, order, type = ''] = /^'([<>|])(\w+)'$/.exec(descr) ?? [];
  const element = ELEMENTS.get(type);
  if (element && (order !== '|' || element.bytes === 1)) return { element, bigEndian: order === '>' };
  if (type.startsWith('O')) {
    throw new NumpyFileError('arrays of Python objects are not read: they are pickled code. Save numbers.');
  }
  const known = [...ELEMENTS.values()].map(({ dtype }) => dtype).join(', ');
  throw new NumpyFileError(`the element type must be one of ${known}, got ${formatValue(descr)}.`);
}

function shapeOf(tuple: string): readonly number[] {
  const lengths = tuple.slice(1, -1).split(',');
  if (lengths.at(-1)!.trim() === '') lengths.pop();
  else if (lengths.length === 1) refuse('a tuple as shape', tuple);
  const shape = lengths.map((length) => {
    const [, digits] = /^ *(\d{1,16})L? *$/.exec(length) ?? [];
    const size = Number(digits);
    return tuple.startsWith('(') && Number.isSafeInteger(size)
      ? size
      : refuse('a tuple of lengths as shape', tuple);
  });
  if (shape.length <= MOST_AXES) return shape;
  throw new NumpyFileError(`an array must have at most ${MOST_AXES} axes, got ${shape.length}.`);
}

/**
 * The header that NumPy writes for an array in row-major order, little-endian: version 1.0.
 *
 * @throws NumpyFileError for more axes than NumPy has
 */
export function npyHeader(type: string, shape: readonly number[]): Uint8Array {
  if (shape.length > MOST_AXES) {
    throw new NumpyFileError(`an array must have at most ${MOST_AXES} axes, got ${shape.length}.`);
  }
  const order = ELEMENTS.get(type)!.bytes === 1 ? '|' : '<';
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${order}${type}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const room = shape.length > 0 ? GROWTH_DIGITS - String(shape[0]).length : 0;
  const length = Math.ceil((10 + dictionary.length + room + 1) / ALIGNMENT) * ALIGNMENT;
  const header = new Uint8Array(length).fill(0x20);
  header.set([...MAGIC, 1, 0, (length - 10) & 0xff, (length - 10) >> 8]);
  header.set(new TextEncoder().encode(dictionary), 10);
  header[length - 1] = 0x0a;
  return header;
}
