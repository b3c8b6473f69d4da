import {
  fill,
  liveTensors,
  ones,
  registerBackend,
  runKernel,
  type SelectedBackend,
  selectBackend,
} from '@seqloom/backend';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { wasmBackend } from '../src/index.ts';

let backend: SelectedBackend;
beforeEach(async () => {
  registerBackend(wasmBackend());
  backend = await selectBackend({ prefer: ['wasm'], threads: 1 });
});
afterEach(() => backend.dispose());

test('a trap is an error that names the kernel and keeps the trap as its cause', () => {
  const nothing = fill([0, 2, 3], 1);
  let error: Error | undefined;
  try {
    // The operation `transpose` leaves the kernel out for a tensor without elements.
    runKernel('Transpose', { x: nothing }, { perm: [0, 2, 1] });
  } catch (thrown) {
    error = thrown as Error;
  }
  expect(error?.message).toBe('wasm: kernel Transpose failed: divide by zero.');
  expect(error?.cause).toBeInstanceOf(WebAssembly.RuntimeError);
  expect(error?.message).not.toContain('heap');
  nothing.dispose();
});

test('a kernel that only prints that it computed nothing is an error, and leaves nothing', () => {
  const x = ones([4]);
  const before = liveTensors();
  expect(() => runKernel('ClipByValue', { x }, { clipValueMin: 1, clipValueMax: 1 })).toThrow(
    'wasm: kernel ClipByValue failed: XNN status',
  );
  expect(liveTensors()).toBe(before);
  expect(runKernel('ClipByValue', { x }, { clipValueMin: 0, clipValueMax: 1 })).toHaveLength(1);
  x.dispose();
});
