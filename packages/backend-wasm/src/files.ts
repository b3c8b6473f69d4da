import type { BinarySource } from '@seqloom/kernels';
import { checkOptions, formatValue } from '@seqloom/options';

/** Where single files of the backend are, for {@link WasmBackendOptions.files}. What is left out travels with the code. */
export interface WasmFiles {
  /** tfjs's binary, `tfjs.wasm`: its bytes, a URL, or in Node a path. */
  readonly tfjs?: BinarySource;
  /** The build of the kernels that `simd` names, `kernels-simd.wasm` or `kernels-relaxed.wasm`. */
  readonly kernels?: BinarySource;
  /** The script of the workers, `pool-worker.js`; of the page's own origin. For pages that allow no `blob:` workers. */
  readonly worker?: string | URL;
}

/**
 * The files that an option means.
 *
 * @throws TypeError for another kind of value
 */
export function chooseFiles(files: string | URL | WasmFiles, simd: 'simd' | 'relaxed'): WasmFiles {
  if (typeof files === 'string' || isURL(files)) {
    const folder = String(files).replace(/\/?$/, '/');
    return { tfjs: `${folder}tfjs.wasm`, kernels: `${folder}kernels-${simd}.wasm` };
  }
  if (typeof files !== 'object' || files === null || ArrayBuffer.isView(files)) {
    throw new TypeError(
      `wasmBackend: files must be a base URL or an object of tfjs, kernels and worker, got ${formatValue(files)}.`,
    );
  }
  checkOptions('wasmBackend: files', files, { tfjs: true, kernels: true, worker: true });
  const { tfjs, kernels, worker } = files;
  for (const [name, source] of Object.entries({ tfjs, kernels, worker })) {
    const bytes = name !== 'worker' && (ArrayBuffer.isView(source) || isArrayBuffer(source));
    if (source === undefined || typeof source === 'string' || isURL(source) || bytes) continue;
    throw new TypeError(
      `wasmBackend: files.${name} must be a URL${name === 'worker' ? '' : ' or bytes'}, got ${formatValue(source)}.`,
    );
  }
  return files;
}

/** By what they are and not by class: a test runner has a second `URL` and `ArrayBuffer`. */
const isURL = (value: unknown): value is URL => Object.prototype.toString.call(value) === '[object URL]';
const isArrayBuffer = (value: unknown): value is ArrayBuffer =>
  Object.prototype.toString.call(value) === '[object ArrayBuffer]';
