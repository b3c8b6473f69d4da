export type { WasmFiles } from './files.ts';
export { type WasmBackendOptions, wasmBackend } from './plugin.ts';
