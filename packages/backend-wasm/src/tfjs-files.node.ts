import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** Reads one of tfjs's wasm files from the installed package. */
export async function readTfjsFile(threaded: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const name = `tfjs-backend-wasm-${threaded ? 'threaded-' : ''}simd.wasm`;
  const path = createRequire(import.meta.url).resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`);
  return new Uint8Array(await readFile(path));
}
