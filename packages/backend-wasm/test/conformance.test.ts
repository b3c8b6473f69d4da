import { describeBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '../src/index.ts';

await describeBackend('wasm', wasmBackend());
await describeBackend('wasm, stock loader', wasmBackend({ loader: 'stock' }));
