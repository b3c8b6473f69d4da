import { float16ToFloat32 } from '@seqloom/safetensors';
import type { Datatype } from './datatype.ts';
import { damaged, type FileBytes, KEPT } from './file-bytes.ts';
import type { GlobalHeap } from './global-heap.ts';

const utf8 = /* @__PURE__ */ new TextDecoder();

/** Numbers as float32; float64 and integers are rounded to it. */
export function readFloats({ kind, size }: Datatype, content: Uint8Array): Float32Array {
  if (kind !== 'float' && kind !== 'signed' && kind !== 'unsigned')
    throw damaged('texts in place of numbers');
  const count = content.length / size;
  if (kind === 'float' && size === 4 && content.byteOffset % 4 === 0) {
    return new Float32Array(content.buffer, content.byteOffset, count);
  }
  const aligned = content.slice().buffer;
  if (kind === 'float' && size === 4) return new Float32Array(aligned);
  if (kind === 'float' && size === 2) return float16ToFloat32(new Uint16Array(aligned));
  return Float32Array.from(readIntegers(kind, size, aligned) as Iterable<number>, Number);
}

function readIntegers(kind: string, size: number, buffer: ArrayBuffer): Iterable<number | bigint> {
  if (kind === 'float') return new Float64Array(buffer);
  const signed = kind === 'signed';
  if (size === 8) return signed ? new BigInt64Array(buffer) : new BigUint64Array(buffer);
  if (size === 4) return signed ? new Int32Array(buffer) : new Uint32Array(buffer);
  if (size === 2) return signed ? new Int16Array(buffer) : new Uint16Array(buffer);
  return signed ? new Int8Array(buffer) : new Uint8Array(buffer);
}

/** Texts without the zeros that fill them up. */
export function readTexts(
  { kind, size }: Datatype,
  bytes: FileBytes,
  at: number,
  count: number,
  heap: GlobalHeap,
): readonly string[] {
  if (count === 0) return []; // Python writes an empty list as numbers
  if (kind !== 'text' && kind !== 'heap text') throw damaged('numbers in place of texts');
  bytes.spend(KEPT * count);
  bytes.claim(bytes.part(at, count * size).length);
  return Array.from({ length: count }, (_, i) => {
    const content = kind === 'text' ? bytes.part(at + i * size, size) : heap.at(at + i * size);
    const end = content.indexOf(0);
    return utf8.decode(end < 0 ? content : content.subarray(0, end));
  });
}
