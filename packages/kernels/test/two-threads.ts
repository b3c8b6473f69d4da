import { Worker } from 'node:worker_threads';
import {
  allocateStack,
  type Executor,
  type Heap,
  instantiateKernels,
  type KernelModule,
  kernelNames,
} from '../src/index.ts';

/** Words of the control block that both threads see. */
const [TURN, KERNEL, ARGS, CHUNKS, NEXT, DONE, IDLE, WORDS] = [0, 1, 2, 3, 4, 5, 6, 7];

/** What the second thread runs: all it needs is the module, the memory, a stack and the control block. */
const BODY = `
  const { workerData } = require('node:worker_threads');
  const { module, memory, stackTop, names, control: c } = workerData;
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  exports.__stack_pointer.value = stackTop;
  for (let turn = 0; ; turn++) {
    Atomics.wait(c, ${TURN}, turn);
    const body = exports[names[c[${KERNEL}]]];
    for (let i; (i = Atomics.add(c, ${NEXT}, 1)) < c[${CHUNKS}]; ) {
      body(c[${ARGS}], i);
      Atomics.add(c, ${DONE}, 1);
    }
    Atomics.notify(c, ${DONE});
    Atomics.store(c, ${IDLE}, turn + 1);
    Atomics.notify(c, ${IDLE});
  }
`;

/** An executor that shares the pieces out between the calling thread and one worker. */
export function createTwoThreads(
  heap: Heap,
  kernelModule: KernelModule,
  stackBytes: number,
): Executor & { readonly byWorker: () => number; terminate(): Promise<number> } {
  const { module } = kernelModule;
  const names = kernelNames(module);
  const own = instantiateKernels(module, heap.memory, allocateStack(heap));
  const control = new Int32Array(new SharedArrayBuffer(4 * WORDS));
  const stackTop = allocateStack(heap) + stackBytes;
  const workerData = { module, memory: heap.memory, stackTop, names, control };
  const worker = new Worker(BODY, { eval: true, workerData });
  let byWorker = 0;
  const awaitWord = (word: number, wanted: number) => {
    for (let got = Atomics.load(control, word); got !== wanted; got = Atomics.load(control, word)) {
      if (Atomics.wait(control, word, got, 60_000) === 'timed-out') {
        throw new Error('The worker has stopped answering.');
      }
    }
  };
  return {
    byWorker: () => byWorker,
    terminate: () => worker.terminate(),
    run(kernel, args, chunks) {
      // A worker that is still looking for pieces of the last job must not take one of this job for one of that.
      awaitWord(IDLE, Atomics.load(control, TURN));
      control.set([names.indexOf(kernel), args, chunks, 0, 0], KERNEL);
      Atomics.add(control, TURN, 1);
      Atomics.notify(control, TURN);
      let mine = 0;
      for (let i = Atomics.add(control, NEXT, 1); i < chunks; i = Atomics.add(control, NEXT, 1)) {
        own.run(kernel, args, i);
        Atomics.add(control, DONE, 1);
        mine++;
      }
      awaitWord(DONE, chunks);
      byWorker += chunks - mine;
    },
  };
}
