import { registerBackend } from '@seqloom/backend';
import { type NodeBackendOptions, nodeBackend } from '@seqloom/backend-node';
import { wasmBackend } from '@seqloom/backend-wasm';

/** Variants of backends that can be named on the command line. */
const NODE_VARIANTS: Readonly<Record<string, NodeBackendOptions>> = {
  node: {},
  'node:fma': { fma: true },
  'node:sse4.1': { simd: 'sse4.1' },
  'node:avx2': { simd: 'avx2' },
  'node:avx2:fma': { simd: 'avx2', fma: true },
  'node:avx512': { simd: 'avx512' },
  'node:neon': { simd: 'neon' },
};

/** What `--backend` takes. */
export const BACKENDS: readonly string[] = ['wasm', ...Object.keys(NODE_VARIANTS)];

/**
 * Registers the backend of that name, and no other: what is measured is what was asked for.
 *
 * @returns the name to select it by
 * @throws RangeError for an unknown name
 */
export function registerNamed(name: string): string {
  if (name === 'wasm') {
    registerBackend(wasmBackend());
    return name;
  }
  const options = NODE_VARIANTS[name];
  if (options === undefined) {
    throw new RangeError(`--backend must be one of ${BACKENDS.join(', ')}, got '${name}'.`);
  }
  registerBackend(nodeBackend(options));
  return 'node';
}
