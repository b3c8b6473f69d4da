import { describeBackend } from '@seqloom/backend-testkit';
import { supportsRelaxedSimd } from '@seqloom/kernels';
import { wasmBackend } from '../src/index.ts';

await describeBackend('wasm, stock loader', wasmBackend({ loader: 'stock' }));
// Each variant takes some seconds: all of them for `pnpm conformance`, otherwise all threads of the machine.
if (process.env.SEQLOOM_CONFORMANCE === 'all') {
  await describeBackend('wasm, 1 thread', wasmBackend(), 1);
  await describeBackend('wasm, 2 threads', wasmBackend(), 2);
  if (supportsRelaxedSimd()) await describeBackend('wasm, relaxed', wasmBackend({ simd: 'relaxed' }), 2);
} else {
  await describeBackend('wasm', wasmBackend());
}
