import type { BackendPlugin } from '@seqloom/backend';
import { type OptionRules, oneOf, optional, resolveOptions, rule } from '@seqloom/options';
import { chooseFiles, type WasmFiles } from './files.ts';
import { heapPlugin } from './heap-plugin.ts';
import { createWasmBackend } from './start.ts';

/** Options of {@link wasmBackend}. */
export interface WasmBackendOptions {
  /**
   * Which build of the kernels. `simd` (default) gives the same bits on every machine; `relaxed` uses fused
   * multiply-add, about 1.25 times as fast, and rounds as the machine does.
   */
  readonly simd?: 'simd' | 'relaxed';
  /**
   * `own` (default) runs our kernels, with threads; `stock` leaves them out and runs tfjs's kernels and portable bodies on one
   * thread, to compare with.
   */
  readonly loader?: 'own' | 'stock';
  /**
   * Where the binaries are read from, if not from the code, which carries them: the URL of a folder with the contents of
   * this package's `wasm/`, or single files as URLs or bytes. Relative URLs start from the page or the worker; in Node a
   * path will do.
   */
  readonly files?: string | URL | WasmFiles | undefined;
}

const WASM_BACKEND_RULES: OptionRules<WasmBackendOptions> = {
  simd: oneOf(['simd', 'relaxed'], 'simd'),
  loader: oneOf(['own', 'stock'], 'own'),
  files: optional(rule<string | URL | WasmFiles>(() => {})), // checked where they are chosen
};

/**
 * The WebAssembly backend: tfjs's wasm kernels, and our own where those are slow or missing.
 *
 * @throws RangeError for an option with another value
 * @throws TypeError for `files` of another kind
 * @example
 * ```ts
 * registerBackend(wasmBackend());
 * await selectBackend();
 * ```
 */
export function wasmBackend(options: WasmBackendOptions = {}): BackendPlugin {
  const settings = resolveOptions('wasmBackend', options, WASM_BACKEND_RULES);
  const { simd, loader } = settings;
  const files = settings.files === undefined ? {} : chooseFiles(settings.files, simd);
  const addresses = [files.tfjs, files.kernels, files.worker].map((file) =>
    typeof file === 'object' && 'href' in file ? file.href : file,
  );
  return heapPlugin({
    name: 'wasm',
    priority: 10,
    configuration: [simd, loader, ...addresses],
    checkSupport: () =>
      typeof WebAssembly === 'object'
        ? { ok: true }
        : { ok: false, reason: 'this JavaScript engine has no WebAssembly' },
    start: (init) => createWasmBackend({ simd, loader, files, ...init }),
  });
}
