// Writes src/embedded: tfjs's wasm binary, deflated, and the script of the pool's workers, so that both travel with the code.
// Run it after a change of either:   node embed.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';

const write = (name, text) => writeFileSync(new URL(`src/embedded/${name}`, import.meta.url), text);

const tfjs = createRequire(import.meta.url).resolve(
  '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm',
);
write(
  'tfjs-binary.ts',
  `// tfjs-backend-wasm-threaded-simd.wasm, © Google LLC, Apache-2.0; deflated, as base64; written by embed.mjs. Do not edit.
export const TFJS_BINARY: string =
  '${deflateSync(readFileSync(tfjs), { level: 9 }).toString('base64')}';
`,
);

const script = readFileSync(new URL('worker/pool-worker.js', import.meta.url), 'utf8');
write(
  'pool-worker.ts',
  `// worker/pool-worker.js; written by embed.mjs. Do not edit.
export const POOL_WORKER: string = ${JSON.stringify(script)};
`,
);
