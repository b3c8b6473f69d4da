import { readFile } from 'node:fs/promises';
import type { SimdBuild } from './kernel-module.ts';

/** Reads a build from the package folder. */
export async function readKernelFile(simd: SimdBuild, shared: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const name = `kernels-${simd}${shared ? '-shared' : ''}.wasm`;
  return new Uint8Array(await readFile(new URL(`../wasm/${name}`, import.meta.url)));
}
