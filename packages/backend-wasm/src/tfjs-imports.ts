/**
 * What tfjs-backend-wasm 4.22.0's threaded binary imports. Our loader answers exactly these; a binary that asks for
 * anything else is another version.
 */
const IMPORTS: readonly string[] = [
  'env.__emscripten_init_main_thread_js',
  'env.__emscripten_thread_cleanup',
  'env.__pthread_create_js',
  'env._emscripten_default_pthread_stack_size',
  'env._emscripten_notify_task_queue',
  'env._emscripten_set_offscreencanvas_size',
  'env.abort',
  'env.emscripten_check_blocking_allowed',
  'env.emscripten_get_heap_max',
  'env.emscripten_get_now',
  'env.emscripten_memcpy_big',
  'env.emscripten_num_logical_cores',
  'env.emscripten_receive_on_main_thread_js',
  'env.emscripten_resize_heap',
  'env.emscripten_unwind_to_js_event_loop',
  'env.exit',
  'env.memory',
  'wasi_snapshot_preview1.fd_close',
  'wasi_snapshot_preview1.fd_seek',
  'wasi_snapshot_preview1.fd_write',
];

/** Exports that our loader calls; the kernels themselves are looked up when tfjs binds them. */
const EXPORTS: readonly string[] = [
  '__wasm_call_ctors',
  'malloc',
  'free',
  'stackSave',
  'stackRestore',
  'stackAlloc',
  'init',
  'init_with_threads_count',
  'get_threads_count',
  'register_tensor',
  'dispose_data',
  'dispose',
  '_emscripten_thread_init',
  '_emscripten_tls_init',
];

/**
 * Compares a binary with the version our loader was written for.
 *
 * @returns what differs, or undefined if nothing does
 */
export function unexpectedInterface(module: WebAssembly.Module): string | undefined {
  const imports = new Set(WebAssembly.Module.imports(module).map((i) => `${i.module}.${i.name}`));
  const exports = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  const differences = [
    ...[...imports].filter((name) => !IMPORTS.includes(name)).map((name) => `imports ${name}`),
    ...IMPORTS.filter((name) => !imports.has(name)).map((name) => `does not import ${name}`),
    ...EXPORTS.filter((name) => !exports.has(name)).map((name) => `does not export ${name}`),
  ];
  if (differences.length === 0) return undefined;
  return differences.length > 3 ? `${differences.slice(0, 3).join(', ')}, …` : differences.join(', ');
}
