import { type BackendPlugin, registerBackend, type SelectedBackend, selectBackend } from '@seqloom/backend';
import { afterAll, beforeAll } from 'vitest';

/**
 * Runs the tests of a file, or of the `describe` that calls it, on a backend: selects it before the first and disposes of it after the
 * last.
 *
 * @param threads how many the backend may use; 1 by default
 * @example
 * startBackend(wasmBackend());
 */
export function startBackend(plugin: BackendPlugin, threads = 1): void {
  let backend: SelectedBackend;
  beforeAll(async () => {
    registerBackend(plugin);
    backend = await selectBackend({ prefer: [plugin.name], threads });
  });
  afterAll(() => backend.dispose());
}
