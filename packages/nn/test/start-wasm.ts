import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { afterAll, beforeAll } from 'vitest';

/** Runs the tests of a file on the WebAssembly backend. */
export function startWasm(): void {
  let stop: () => Promise<void>;
  beforeAll(async () => {
    registerBackend(wasmBackend());
    const backend = await selectBackend({ prefer: ['wasm'], threads: 1 });
    stop = () => backend.dispose();
  });
  afterAll(() => stop());
}
