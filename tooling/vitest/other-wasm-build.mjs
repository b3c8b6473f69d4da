import { join } from 'node:path';

const PACKAGE = '@seqloom/backend-wasm';
const SOURCE = join(import.meta.dirname, '..', '..', 'packages', 'backend-wasm', 'src', 'index.ts');
const WRAPPER = '\0other-wasm-build';

const OPTIONS = { stock: { loader: 'stock' }, relaxed: { simd: 'relaxed' } };

/**
 * Vite plugins that run all tests on another build of the wasm backend, for `pnpm nightly`: `stock` leaves out the fused
 * kernels, `relaxed` uses relaxed SIMD. A test that asks for a build itself gets that one. None by default.
 */
export function otherWasmBuild(name) {
  if (name === undefined || name === '') return [];
  const options = OPTIONS[name];
  if (!options)
    throw new RangeError(`SEQLOOM_WASM must be one of ${Object.keys(OPTIONS).join(', ')}, got "${name}".`);
  return [
    {
      name: 'other-wasm-build',
      enforce: 'pre',
      resolveId: (source) => (source === PACKAGE ? WRAPPER : undefined),
      load: (id) =>
        id === WRAPPER
          ? `import { wasmBackend as make } from ${JSON.stringify(SOURCE)};
             export * from ${JSON.stringify(SOURCE)};
             export const wasmBackend = (options) => make({ ...${JSON.stringify(options)}, ...options });`
          : undefined,
    },
  ];
}
