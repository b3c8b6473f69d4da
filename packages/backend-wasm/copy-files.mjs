// Copies what tsc leaves behind, and collects in wasm/ what a page can be given as `files` instead of what the code carries. Part of the build.
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);
const files = {
  'tfjs.wasm': resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm'),
  'kernels-simd.wasm': resolve('@seqloom/kernels/wasm/kernels-simd.wasm'),
  'kernels-relaxed.wasm': resolve('@seqloom/kernels/wasm/kernels-relaxed.wasm'),
  'pool-worker.js': new URL('worker/pool-worker.js', import.meta.url),
};
mkdirSync(new URL('wasm/', import.meta.url), { recursive: true });
for (const [name, from] of Object.entries(files))
  copyFileSync(from, new URL(`wasm/${name}`, import.meta.url));
for (const name of ['tfjs-kernels.js', 'tfjs-kernels.d.ts'])
  copyFileSync(
    new URL(`src/embedded/${name}`, import.meta.url),
    new URL(`dist/embedded/${name}`, import.meta.url),
  );
