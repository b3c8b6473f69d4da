import { expect, test } from 'vitest';
import { PythonFloat, pythonJSON } from '../src/write/python-json.ts';

test('floats have a point, and texts that look like their marks stay texts', () => {
  const tokens = ['\u0000float:2.0', 'float:3.0', '_float:4.0', '__float:', '"float:5"'];
  const rates = [1, 0.001, -2, 1e21].map((rate) => new PythonFloat(rate));
  const text = pythonJSON({ count: 1, rates, 'float:6': tokens });
  expect(text).toContain('{"count":1,"rates":[1.0,0.001,-2.0,1e+21],');
  expect(JSON.parse(text)).toEqual({ count: 1, rates: [1, 0.001, -2, 1e21], 'float:6': tokens });
});
