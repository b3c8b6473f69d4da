import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bfloat16ToFloat32, float16ToFloat32, float32ToFloat16 } from '../src/index.ts';

const recorded = JSON.parse(
  readFileSync(new URL('../../../tooling/oracles/recorded/half_floats.json', import.meta.url), 'utf8'),
) as { bits: number[]; float16: string[]; bfloat16: string[] };

/** Python's text of a float: `inf` and `nan` are spelled otherwise here. */
const python = (text: string) => Number(text.replace('inf', 'Infinity'));

test('widens 16-bit floats as numpy does: normal, subnormal, infinite and NaN', () => {
  const bits = new Uint16Array(recorded.bits);
  expect([...float16ToFloat32(bits)]).toEqual(recorded.float16.map(python));
  expect([...bfloat16ToFloat32(bits)]).toEqual(recorded.bfloat16.map(python));
});

test('rounds to half precision as NumPy does', () => {
  // numpy.float32(values).astype(numpy.float16).view(numpy.uint16)
  const values = [
    0,
    -0,
    1,
    0.1,
    65504,
    65519.996,
    65520,
    6e-8,
    2 ** -25,
    2 ** -25 * 1.0001,
    6.1e-5,
    1.0004883,
    1.0014648,
    -3.2,
  ];
  const bits = [0, 0x8000, 0x3c00, 0x2e66, 0x7bff, 0x7bff, 0x7c00, 1, 0, 1, 0x03ff, 0x3c00, 0x3c02, 0xc266];
  expect(Array.from(float32ToFloat16(Float32Array.from(values)))).toEqual(bits);
});

test('every half goes to float32 and back', () => {
  const all = Uint16Array.from({ length: 65_536 }, (_, i) => i);
  const back = float32ToFloat16(float16ToFloat32(all));
  const isNotNumber = (half: number) => (half & 0x7fff) > 0x7c00;
  const wrong = all.findIndex((half, i) => (isNotNumber(half) ? !isNotNumber(back[i]!) : back[i] !== half));
  expect(wrong).toBe(-1);
});
