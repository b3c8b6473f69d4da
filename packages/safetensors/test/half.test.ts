import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bfloat16ToFloat32, float16ToFloat32 } from '../src/index.ts';

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
