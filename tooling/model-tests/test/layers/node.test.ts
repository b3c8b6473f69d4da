import { startBackend } from '@seqloom/backend-testkit';
import { describe } from 'vitest';
import { nativeBuilds } from '../native-builds.ts';
import { describeLayers } from './describe-layers.ts';

// What layers allocate does not depend on who runs the kernels: fewer runs than on wasm.
for (const { title, plugin } of await nativeBuilds()) {
  describe(title, () => {
    startBackend(plugin);
    describeLayers({ runs: 2 });
  });
}
