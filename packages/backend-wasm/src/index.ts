export { type WasmBackendOptions, wasmBackend } from './plugin.ts';
