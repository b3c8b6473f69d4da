import { describeBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '../src/index.ts';

await describeBackend('wasm in a page', wasmBackend());
