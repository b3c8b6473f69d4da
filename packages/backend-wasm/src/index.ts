export type { WasmFiles } from './files.ts';
export { type HeapPluginOptions, heapPlugin } from './heap-plugin.ts';
export { type KernelRunner, type OnHeapOptions, type StartedBackend, startOnHeap } from './on-heap.ts';
export { type WasmBackendOptions, wasmBackend } from './plugin.ts';
