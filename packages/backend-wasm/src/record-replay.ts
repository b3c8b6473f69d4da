import {
  isReplayable,
  type RecordableWork,
  type RecordReplay,
  type Replay,
  type TensorHandle,
} from '@seqloom/backend';
import { type Block, type Heap, type Program, Recording } from '@seqloom/kernels';
import { sizeOf } from '@seqloom/options';
import type { BackendWasm } from './embedded/tfjs-kernels.js';
import type { HeapTensors } from './tensors.ts';
import { naming } from './traps.ts';

/**
 * The most memory that a recorded prediction may hold. Where more is in use, the kernels take so long that the engine around
 * them does not matter.
 */
const MOST_BYTES = 4 * 1024 * 1024;

/** Records the calls of our compiled kernels, and runs them again without tfjs's engine. */
export function recordReplay(backend: BackendWasm, tensors: HeapTensors, heap: Heap): RecordReplay {
  return (work) => {
    const recording = new Recording();
    const input = recording.addBlock('input', tensors.at(work.input), bytesOf(work.input));
    for (const constant of work.constants) {
      recording.addBlock('constant', tensors.at(constant), bytesOf(constant));
    }
    const rows = follow(backend, tensors, recording, input, work);
    const output = recording.placeOf(tensors.at(rows.output));
    if (!output || recording.problem !== undefined) return undefined;
    const program = programOf(tensors, { recording, input, output, mostBytes: MOST_BYTES });
    return program && replayOf(program, heap, work.input, sizeOf(rows.output.shape), rows.fewest);
  };
}

/**
 * Does the work and follows it. Whatever its result depends on beside the input and the constants is a problem of the recording: kernels
 * that are not ours, numbers that come from the host, numbers that the host reads, tensors that are kept.
 *
 * @returns the output, and how many rows the smallest of the tables has that the input's ids pick from
 */
function follow(
  backend: BackendWasm,
  tensors: HeapTensors,
  recording: Recording,
  input: Block,
  work: RecordableWork,
): { readonly output: TensorHandle; readonly fewest: number } {
  const { write, readSync } = backend;
  const made: TensorHandle[] = [];
  let fewest = Number.POSITIVE_INFINITY;
  let making = false;
  const problem = (what: string) => {
    recording.problem ??= what;
  };
  backend.write = (...block) => {
    if (!making) problem('it makes a tensor that no kernel of ours does');
    return write.apply(backend, block);
  };
  backend.readSync = (dataId) => {
    // The ids of a look-up are read to be checked: the layers that are recorded read nothing else.
    if (dataId !== work.input.dataId) problem('it reads a tensor');
    return readSync.call(backend, dataId);
  };
  tensors.watch = {
    make(allocate) {
      making = true;
      try {
        const handle = allocate();
        made.push(handle);
        recording.addBlock('made', tensors.at(handle), bytesOf(handle));
        return handle;
      } finally {
        making = false;
      }
    },
    run(kernel) {
      if (!isReplayable(kernel)) problem(`${kernel} cannot be replayed`);
    },
    lookUp(ids, rows) {
      if (tensors.at(ids) !== input.start || bytesOf(ids) !== input.bytes) problem('ids are not the input');
      fewest = Math.min(fewest, rows);
    },
  };
  try {
    const output = tensors.kernels.record(recording, work.run);
    const isKept = ({ dataId }: TensorHandle) => dataId !== output.dataId && backend.refCount(dataId) > 0;
    if (made.some(isKept)) problem('it keeps a tensor');
    return { output, fewest };
  } finally {
    tensors.watch = undefined;
    backend.write = write;
    backend.readSync = readSync;
  }
}

/** A heap without room has no plans; predictions go on without. */
function programOf({ kernels }: HeapTensors, options: Parameters<HeapTensors['kernels']['program']>[0]) {
  try {
    return kernels.program(options);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function replayOf(
  program: Program,
  { memory }: Heap,
  { shape, dtype }: TensorHandle,
  outputSize: number,
  rows: number,
): Replay {
  const viewsOf = () => {
    const { buffer } = memory;
    const Numbers = dtype === 'int32' ? Int32Array : Float32Array;
    return {
      input: new Numbers(buffer, program.input, sizeOf(shape)),
      output: new Float32Array(buffer, program.output, outputSize),
    };
  };
  let views = viewsOf();
  return {
    run(values) {
      if (rows < Number.POSITIVE_INFINITY && !areBelow(values, rows)) return undefined;
      // The memory has grown: views of the old buffer are detached, or too short on a shared memory.
      if (views.input.buffer !== memory.buffer) views = viewsOf();
      views.input.set(values);
      naming('of a recorded prediction', program.run);
      return views.output.slice();
    },
    dispose: program.dispose,
  };
}

/** Whether all are in 0 … size − 1. */
function areBelow(ids: Int32Array | Float32Array, size: number): boolean {
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!;
    if (!(id >= 0 && id < size)) return false;
  }
  return true;
}

function bytesOf({ shape, dtype }: TensorHandle): number {
  return sizeOf(shape) * (dtype === 'bool' ? 1 : 4);
}
