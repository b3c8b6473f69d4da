import {
  isReplayable,
  type RecordableWork,
  type RecordReplay,
  type Replay,
  type TensorData,
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
    const inputs = work.inputs.map((input) => recording.addBlock('input', tensors.at(input), bytesOf(input)));
    for (const constant of work.constants) {
      recording.addBlock('constant', tensors.at(constant), bytesOf(constant));
    }
    const { results, fewest } = follow(backend, tensors, recording, inputs, work);
    const outputs = results.map((result) => recording.placeOf(tensors.at(result)));
    if (!outputs.every((place) => place !== undefined) || recording.problem !== undefined) return undefined;
    const program = programOf(tensors, { recording, inputs, outputs, mostBytes: MOST_BYTES });
    return program && replayOf(program, heap, work.inputs, results, fewest);
  };
}

/**
 * Does the work and follows it. A replay needs results that depend on the inputs and the constants alone, so these are reported: kernels
 * that are not ours, numbers that come from the host, numbers that the host reads, tensors that are kept.
 *
 * @returns the outputs, and for each input how many rows the smallest of the tables has that its ids pick from
 */
function follow(
  backend: BackendWasm,
  tensors: HeapTensors,
  recording: Recording,
  inputs: readonly Block[],
  work: RecordableWork,
): { readonly results: readonly TensorHandle[]; readonly fewest: readonly number[] } {
  const { write, readSync } = backend;
  const made: TensorHandle[] = [];
  const fewest = inputs.map(() => Number.POSITIVE_INFINITY);
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
    if (!work.inputs.some((input) => input.dataId === dataId)) problem('it reads a tensor');
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
      const [start, bytes] = [tensors.at(ids), bytesOf(ids)];
      const i = inputs.findIndex((input) => input.start === start && input.bytes === bytes);
      if (i < 0) problem('ids are not an input');
      else fewest[i] = Math.min(fewest[i]!, rows);
    },
  };
  try {
    const results = tensors.kernels.record(recording, work.run);
    const returned = new Set(results.map(({ dataId }) => dataId));
    const isKept = ({ dataId }: TensorHandle) => !returned.has(dataId) && backend.refCount(dataId) > 0;
    if (made.some(isKept)) problem('it keeps a tensor');
    return { results, fewest };
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
  inputs: readonly TensorHandle[],
  outputs: readonly TensorHandle[],
  rows: readonly number[],
): Replay {
  // Sizes alone: the tensors do not outlive the recording.
  const ins = inputs.map(({ shape, dtype }) => ({ size: sizeOf(shape), Numbers: NUMBERS[dtype] }));
  const outs = outputs.map(({ shape }) => sizeOf(shape));
  const viewsOf = (buffer: ArrayBufferLike) => ({
    buffer,
    inputs: ins.map(({ size, Numbers }, i) => new Numbers(buffer as ArrayBuffer, program.inputs[i]!, size)), // or a shared one
    outputs: outs.map((size, i) => new Float32Array(buffer, program.outputs[i]!, size)),
  });
  let views = viewsOf(memory.buffer);
  return {
    run(values) {
      for (const [i, below] of rows.entries()) {
        if (below < Number.POSITIVE_INFINITY && !areBelow(values[i]!, below)) return undefined;
      }
      // The memory has grown: views of the old buffer are detached, or too short on a shared memory.
      if (views.buffer !== memory.buffer) views = viewsOf(memory.buffer);
      for (const [i, view] of views.inputs.entries()) view.set(values[i]!);
      naming('of a recorded prediction', program.run);
      return views.outputs.map((view) => view.slice());
    },
    dispose: program.dispose,
  };
}

/** What holds the numbers of a dtype. */
const NUMBERS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** Whether all are in 0 … size − 1. */
function areBelow(ids: TensorData, size: number): boolean {
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!;
    if (!(id >= 0 && id < size)) return false;
  }
  return true;
}

function bytesOf({ shape, dtype }: TensorHandle): number {
  return sizeOf(shape) * (dtype === 'bool' ? 1 : 4);
}
