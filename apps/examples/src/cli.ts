import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { compareLoopWithLayer } from './simple-rnn-loop.ts';

registerBackend(wasmBackend());
const backend = await selectBackend();
const { shape, difference } = await compareLoopWithLayer();
console.log(`Listings 6.19 to 6.21: a loop of ${shape[0]} steps with ${shape[1]} outputs`);
console.log(`Largest difference from the SimpleRNN layer: ${difference.toExponential(1)}`);
await backend.dispose();
