import kernels from '@seqloom/backend-wasm/wasm/kernels-simd.wasm?url';
import tfjs from '@seqloom/backend-wasm/wasm/tfjs.wasm?url';

/**
 * Where the binaries of the wasm backend are: `wasmBackend({ files: WASM_FILES })`. They are files of the site, which all pages and
 * workers share in the cache; the build leaves them out of the scripts.
 */
export const WASM_FILES: { readonly tfjs: string; readonly kernels: string } = { tfjs, kernels };
