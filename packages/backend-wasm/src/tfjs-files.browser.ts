/** Written out one by one: bundlers find an asset by this very form. The build copies the files there. */
const simd: URL = new URL('../wasm/tfjs-backend-wasm-simd.wasm', import.meta.url);
const threadedSimd: URL = new URL('../wasm/tfjs-backend-wasm-threaded-simd.wasm', import.meta.url);

/** Fetches one of tfjs's wasm files, which the bundler placed beside the script. */
export async function readTfjsFile(threaded: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const url = threaded ? threadedSimd : simd;
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(
      `wasm: ${url.href} answered ${response.status}. Serve the package's wasm files as assets.`,
    );
  }
  return new Uint8Array(await response.arrayBuffer());
}
