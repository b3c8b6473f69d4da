import { type BackendPlugin, registerBackend, type SelectedBackend, selectBackend } from '@seqloom/backend';
import { afterAll, beforeAll } from 'vitest';

/** Runs the tests of a file on a backend. */
export function startBackend(plugin: BackendPlugin, threads = 1): void {
  let backend: SelectedBackend;
  beforeAll(async () => {
    registerBackend(plugin);
    backend = await selectBackend({ prefer: [plugin.name], threads });
  });
  afterAll(() => backend.dispose());
}
