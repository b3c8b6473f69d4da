import type { SimdBuild } from './kernel-module.ts';

/** Written out one by one: bundlers find an asset by this very form. */
const urls = {
  simd: [
    new URL('../wasm/kernels-simd.wasm', import.meta.url),
    new URL('../wasm/kernels-simd-shared.wasm', import.meta.url),
  ],
  relaxed: [
    new URL('../wasm/kernels-relaxed.wasm', import.meta.url),
    new URL('../wasm/kernels-relaxed-shared.wasm', import.meta.url),
  ],
} as const;

/** Fetches a build that the bundler placed beside the script. */
export async function readKernelFile(simd: SimdBuild, shared: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const url = urls[simd][shared ? 1 : 0];
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(
      `kernels: ${url.href} answered ${response.status}. Serve the package's wasm files as assets.`,
    );
  }
  return new Uint8Array(await response.arrayBuffer());
}
