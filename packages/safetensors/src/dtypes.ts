/** Element types of the format that a typed array can hold, with the type of that array. */
export interface DtypeArrays {
  F64: Float64Array;
  F32: Float32Array;
  /** IEEE half precision, as raw bits. See `float16ToFloat32`. */
  F16: Uint16Array;
  /** The upper half of a float32, as raw bits. See `bfloat16ToFloat32`. */
  BF16: Uint16Array;
  /** The three 8-bit floats, as raw bits. */
  F8_E4M3: Uint8Array;
  F8_E5M2: Uint8Array;
  F8_E8M0: Uint8Array;
  I64: BigInt64Array;
  U64: BigUint64Array;
  I32: Int32Array;
  U32: Uint32Array;
  I16: Int16Array;
  U16: Uint16Array;
  I8: Int8Array;
  U8: Uint8Array;
  /** One byte per element, 0 or 1. */
  BOOL: Uint8Array;
}

/** Name of an element type in the file. */
export type Dtype = keyof DtypeArrays;

/** One tensor: `data` holds the elements in row-major order, as many as the product of `shape` says. */
export type SafeTensor = {
  [D in Dtype]: { readonly dtype: D; readonly shape: readonly number[]; readonly data: DtypeArrays[D] };
}[Dtype];

type ArrayConstructor = {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): DtypeArrays[Dtype];
  readonly BYTES_PER_ELEMENT: number;
};

/** Arrays by dtype. A Map, because an object has members such as `constructor` that are not dtypes. */
export const ARRAYS: ReadonlyMap<string, ArrayConstructor> = new Map<Dtype, ArrayConstructor>([
  ['F64', Float64Array],
  ['F32', Float32Array],
  ['F16', Uint16Array],
  ['BF16', Uint16Array],
  ['F8_E4M3', Uint8Array],
  ['F8_E5M2', Uint8Array],
  ['F8_E8M0', Uint8Array],
  ['I64', BigInt64Array],
  ['U64', BigUint64Array],
  ['I32', Int32Array],
  ['U32', Uint32Array],
  ['I16', Int16Array],
  ['U16', Uint16Array],
  ['I8', Int8Array],
  ['U8', Uint8Array],
  ['BOOL', Uint8Array],
]);

/** The number of elements of a shape, or `undefined` where it exceeds 2^53 − 1. */
export function elementCount(shape: readonly number[]): number | undefined {
  let count = 1;
  for (const size of shape) {
    count *= size;
    if (count > Number.MAX_SAFE_INTEGER) return undefined;
  }
  return count;
}
