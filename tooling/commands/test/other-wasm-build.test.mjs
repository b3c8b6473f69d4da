import { expect, test } from 'vitest';
import { otherWasmBuild } from '../../vitest/other-wasm-build.mjs';

test('tests run on the default build unless another one is named', () => {
  expect(otherWasmBuild(undefined)).toEqual([]);
  expect(() => otherWasmBuild('relax')).toThrow('SEQLOOM_WASM must be one of stock, relaxed, got "relax".');
});

test('the wrapper takes the place of the package and passes options on', () => {
  const [plugin] = otherWasmBuild('relaxed');
  expect(plugin.resolveId('@seqloom/nn')).toBeUndefined();
  const code = plugin.load(plugin.resolveId('@seqloom/backend-wasm'));
  expect(code).toContain('make({ ...{"simd":"relaxed"}, ...options })');
  // backend-node takes other exports of the package.
  expect(code).toMatch(/export \* from ".*index\.ts";/);
});
