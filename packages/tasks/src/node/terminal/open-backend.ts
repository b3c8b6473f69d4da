import { registerBackend, type SelectedBackend, selectBackend } from '@seqloom/backend';
import { nodeBackend } from '@seqloom/backend-node';
import { wasmBackend } from '@seqloom/backend-wasm';

/** Which backend to start. */
export interface OpenBackendOptions {
  /** Default: the best one that runs here. */
  readonly name?: string | undefined;
  /** Default: the backend's choice. */
  readonly threads?: number | undefined;
}

/**
 * Starts a backend for the app.
 *
 * @throws RangeError for an unknown name, with the list of known ones; Error when the one asked for cannot run here
 */
export async function openBackend({ name, threads }: OpenBackendOptions = {}): Promise<SelectedBackend> {
  registerBackend(wasmBackend());
  registerBackend(nodeBackend());
  const backend = await selectBackend({
    ...(name !== undefined && { prefer: [name] }),
    ...(threads !== undefined && { threads }),
  });
  if (name !== undefined && backend.name !== name) {
    const reason = backend.rejected.find((candidate) => candidate.name === name)?.reason ?? 'unknown reason';
    await backend.dispose();
    throw new Error(`--backend: '${name}' cannot run here: ${reason}.`);
  }
  return backend;
}
