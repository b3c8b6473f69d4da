// Places tfjs's wasm files where bundlers find them as assets of this package (Node reads them from tfjs itself).
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';

const resolve = createRequire(import.meta.url).resolve;
mkdirSync(new URL('wasm/', import.meta.url), { recursive: true });
for (const name of ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm']) {
  copyFileSync(
    resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`),
    new URL(`wasm/${name}`, import.meta.url),
  );
}
