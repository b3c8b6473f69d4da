import { expect, test } from 'vitest';
import { decodeSafetensors, readSafetensorsHeader } from '../src/index.ts';
import { entry, file } from './file.ts';

test('reads a file put together by hand', () => {
  const data = new Uint8Array(14);
  new DataView(data.buffer).setFloat32(0, 1.5, true);
  new DataView(data.buffer).setFloat32(4, -2, true);
  data.set([1, 0, 1, 0, 0xfe, 0xff], 8);
  const header = `{"__metadata__":{"format":"pt"}, ${entry('b', 'BOOL', '[2,2]', '[8,12]')},\n${entry('w', 'F32', '[2]', '[0,8]')},${entry('i', 'I16', '[]', '[12,14]')} }  `;
  const { tensors, metadata } = decodeSafetensors(file(header, data));
  expect([...metadata]).toEqual([['format', 'pt']]);
  expect([...tensors]).toEqual([
    ['b', { dtype: 'BOOL', shape: [2, 2], data: new Uint8Array([1, 0, 1, 0]) }],
    ['w', { dtype: 'F32', shape: [2], data: new Float32Array([1.5, -2]) }],
    ['i', { dtype: 'I16', shape: [], data: new Int16Array([-2]) }],
  ]);
});

test('views aligned data in place and copies the rest', () => {
  const aligned = file(`{${entry('w', 'F32', '[1]', '[0,4]')}}`.padEnd(64), 4);
  const inPlace = decodeSafetensors(aligned).tensors.get('w')!;
  expect(inPlace.data.buffer).toBe(aligned.buffer);
  const shifted = new Uint8Array(aligned.length + 1);
  shifted.set(aligned, 1);
  const copied = decodeSafetensors(shifted.subarray(1)).tensors.get('w')!;
  expect(copied.data.buffer).not.toBe(shifted.buffer);
  expect(copied).toEqual(inPlace);
});

// `Buffer.prototype.slice` shares memory, where that of its base class copies.
test.each([0, 1, 2, 3])('reads a Buffer that begins %i bytes into its pool', (offset) => {
  const header = `{${entry('w', 'F32', '[2]', '[0,8]')},${entry('i', 'I16', '[1]', '[8,10]')}}`;
  const data = new Uint8Array([0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0, 0xfe, 0xff]); // 1.5, -2 and -2
  const whole = file(header, data);
  const pool = Buffer.alloc(whole.length + 8, 0xee);
  pool.set(whole, offset);
  const { tensors } = decodeSafetensors(pool.subarray(offset, offset + whole.length));
  expect(tensors.get('w')?.data).toEqual(new Float32Array([1.5, -2]));
  expect(tensors.get('i')?.data).toEqual(new Int16Array([-2]));
});

test('takes any string for a name', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'größe "x"\n', '🎲'];
  const header = names.map((name, i) => entry(name, 'U8', '[1]', `[${i},${i + 1}]`)).join(',');
  const metadata = '"__metadata__":{"__proto__":"polluted","constructor":"c"}';
  const decoded = decodeSafetensors(file(`{${header},${metadata}}`, names.length));
  expect([...decoded.tensors.keys()]).toEqual(names);
  expect([...decoded.metadata]).toEqual([
    ['__proto__', 'polluted'],
    ['constructor', 'c'],
  ]);
  expect(({} as Record<string, unknown>).dtype).toBeUndefined();
});

test('reads tensors without elements and files without tensors', () => {
  const empty = decodeSafetensors(
    file(`{${entry('a', 'F64', '[0,5]', '[0,0]')},${entry('b', 'U8', '[0]', '[0,0]')}}`),
  );
  expect(empty.tensors.get('a')).toEqual({ dtype: 'F64', shape: [0, 5], data: new Float64Array() });
  expect(decodeSafetensors(file('{}')).tensors.size).toBe(0);
});

test('reads the header from the front of a file', () => {
  const whole = file(`{${entry('a', 'F32', '[3]', '[4,16]')},${entry('b', 'U8', '[2,2]', '[0,4]')}}`, 16);
  const start = whole.length - 16;
  const header = readSafetensorsHeader(whole.subarray(0, start));
  expect([...header.tensors]).toEqual([
    ['a', { dtype: 'F32', shape: [3], start: start + 4, end: start + 16 }],
    ['b', { dtype: 'U8', shape: [2, 2], start, end: start + 4 }],
  ]);
  expect(header.byteLength).toBe(whole.length);
});
