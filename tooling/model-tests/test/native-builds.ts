import type { BackendPlugin } from '@seqloom/backend';
import { nodeBackend } from '@seqloom/backend-node';
import { test } from 'vitest';

/** A build of the native kernels that runs here. */
export interface NativeBuild {
  readonly title: string;
  readonly plugin: BackendPlugin;
  /** Whether it gives the bits of wasm. */
  readonly exact: boolean;
}

/** The builds that run here; a test that is skipped with the reason for each that does not. */
export async function nativeBuilds(): Promise<NativeBuild[]> {
  const builds: NativeBuild[] = [];
  for (const fma of [false, true]) {
    for (const simd of ['avx512', 'avx2', 'sse4.1', 'neon'] as const) {
      const plugin = nodeBackend({ simd, fma });
      const title = `node, ${simd}${fma ? ' with fma' : ''}`;
      const support = await plugin.checkSupport();
      if (support.ok) builds.push({ title, plugin, exact: !fma });
      else test.skip(`${title}: ${support.reason}`, () => {});
    }
  }
  return builds;
}
