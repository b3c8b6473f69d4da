import type { Plugin } from 'vite';

/** The modules in which the packages carry their binaries as text; the site has them as files: `src/backend/wasm-files.ts`. */
const EMBEDDED = /\/embedded\/(?:tfjs-binary|kernels-simd|kernels-relaxed)\.js$/;

/**
 * Modules of tfjs-core that register themselves when it loads, whether or not they are used: its optimizers, and where it stores models.
 * Seqloom has its own. What stands in their place has the names that others import.
 */
const UNUSED: Readonly<Record<string, string>> = {
  'optimizers/register_optimizers.js': 'export function registerOptimizers() {}',
  'io/io.js': 'export {};',
  'io/indexed_db.js': 'export class BrowserIndexedDB {} export class BrowserIndexedDBManager {}',
  'io/local_storage.js': 'export class BrowserLocalStorage {} export class BrowserLocalStorageManager {}',
  'io/model_management.js': 'export const ModelStoreManagerRegistry = { registerManager() {} };',
};
const TFJS_CORE = /\/@tensorflow\/tfjs-core\/dist\/((?:optimizers|io)\/\w+\.js)$/;

/** Leaves out of the scripts of workers what no page of the site uses. */
export function leanWorkers(): Plugin {
  return {
    name: 'seqloom-lean',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (EMBEDDED.test(id)) return code.replaceAll(/(["'`])[A-Za-z0-9+/=]{4000,}\1/g, '""');
      const [, part = ''] = TFJS_CORE.exec(id) ?? [];
      return UNUSED[part];
    },
  };
}
