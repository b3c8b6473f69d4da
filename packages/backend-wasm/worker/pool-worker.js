// One worker of the pool: a kernel instance on the shared memory that claims pieces of work until it is terminated.
// Plain JavaScript, whose text travels with the code (embed.mjs). The layout of the control
// block and the protocol are described in src/pool.ts.

/**
 * @typedef {{ module: WebAssembly.Module, memory: WebAssembly.Memory, stackTop: number, kernels: string[],
 *   control: number, words: Record<'ticket' | 'wake' | 'kernel' | 'args' | 'chunks' | 'done' | 'failed' | 'claim', number>,
 *   controlWords: number, spins: number, noClaim: number }} Setup
 */

/** @param {Setup} setup */
function serve({ module, memory, stackTop, kernels, control, words, controlWords, spins, noClaim }) {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const stack = /** @type {WebAssembly.Global} */ (exports.__stack_pointer);
  stack.value = stackTop;
  const bodies = kernels.map((name) => /** @type {(args: number, chunk: number) => void} */ (exports[name]));
  // A shared memory never moves: this view stays valid however far it grows.
  const state = new Int32Array(memory.buffer, control, controlWords);

  /** Claims and runs pieces of the current job until none is left. */
  const work = () => {
    for (;;) {
      const ticket = Atomics.load(state, words.ticket);
      const chunk = ticket & 0xffff;
      if (chunk >= Atomics.load(state, words.chunks)) break;
      Atomics.store(state, words.claim, ticket);
      const kernel = Atomics.load(state, words.kernel);
      const args = Atomics.load(state, words.args);
      // If the ticket is still the one read above, so are the job's words; otherwise somebody else was faster.
      if (Atomics.compareExchange(state, words.ticket, ticket, ticket + 1) !== ticket) continue;
      try {
        bodies[kernel](args, chunk);
      } catch {
        stack.value = stackTop;
        Atomics.store(state, words.failed, 1);
      }
      Atomics.add(state, words.done, 1);
      Atomics.notify(state, words.done);
    }
    Atomics.store(state, words.claim, noClaim);
  };

  for (;;) {
    const seen = Atomics.load(state, words.wake);
    work();
    // Jobs come in quick succession: look for the next one a little before going to sleep.
    let spin = 0;
    while (Atomics.load(state, words.wake) === seen && spin < spins) spin++;
    if (spin === spins) Atomics.wait(state, words.wake, seen);
  }
}

const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
if (threads) {
  threads.parentPort.once('message', (/** @type {Setup} */ setup) => {
    threads.parentPort.postMessage('ready');
    serve(setup);
  });
} else {
  globalThis.onmessage = (/** @type {{ data: Setup }} */ { data }) => {
    globalThis.postMessage('ready');
    serve(data);
  };
}
