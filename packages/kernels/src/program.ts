import type { Executor, KernelName } from './context.ts';
import { allocate, type Heap } from './heap.ts';
import type { Block, Place, Recording } from './recording.ts';

/** Recorded calls that can be run again for other numbers. It owns a part of the heap until it is disposed of. */
export interface Program {
  /** Where the numbers of each input are to be written before each run. */
  readonly inputs: readonly number[];
  /** Where the numbers of each output are after each run. */
  readonly outputs: readonly number[];
  /** Bytes of the heap that it holds. */
  readonly bytes: number;
  run(): void;
  /** Gives its part of the heap back; a second call does nothing. */
  dispose(): void;
}

/** A cache line: blocks begin at multiples of it. */
const ALIGNMENT = 64;

/** What a program is made of. */
export interface ProgramOptions {
  readonly recording: Recording;
  readonly inputs: readonly Block[];
  /** Where each output was after the recorded work. */
  readonly outputs: readonly Place[];
  /** A program that needs more bytes is not made. */
  readonly mostBytes: number;
}

/**
 * Makes a program: lays out the blocks that the calls write, each only while it is in use, and writes the argument structs.
 *
 * @returns undefined if the recording cannot be run again, or takes more memory than allowed
 * @throws RangeError when the heap has no room
 */
export function makeProgram(
  heap: Heap,
  executor: Executor,
  { recording, inputs, outputs, mostBytes }: ProgramOptions,
): Program | undefined {
  const { calls, problem } = recording;
  if (problem !== undefined || outputs.some(({ block }) => block.kind === 'constant')) return undefined;
  const { offsets, bytes: arena } = layOut(recording, inputs, outputs);
  const structs = calls.reduce((sum, { fields }) => sum + 4 * fields.length, 0);
  const bytes = ALIGNMENT + arena + structs;
  if (bytes > mostBytes) return undefined;
  const memory = allocate(heap, bytes);
  const base = roundUp(memory);
  const addressOf = ({ block, offset }: Place) =>
    (block.kind === 'constant' ? block.start : base + offsets.get(block)!) + offset;

  const steps: { kernel: KernelName; args: number; chunks: number }[] = [];
  let args = base + arena;
  for (const { kernel, fields, places, chunks } of calls) {
    const struct = new Int32Array(heap.memory.buffer, args, fields.length);
    struct.set(fields);
    for (const [field, place] of places) struct[field] = addressOf(place);
    steps.push({ kernel, args, chunks });
    args += 4 * fields.length;
  }
  let alive = true;
  return {
    inputs: inputs.map((block) => addressOf({ block, offset: 0 })),
    outputs: outputs.map(addressOf),
    bytes,
    run() {
      if (!alive) throw new Error('program: has been disposed of. Record a new one.');
      for (const { kernel, args, chunks } of steps) executor.run(kernel, args, chunks);
    },
    dispose() {
      if (alive) heap.free(memory);
      alive = false;
    },
  };
}

/** Offsets of blocks in one range of memory, where blocks that are in use at different times may overlap. */
function layOut({ calls }: Recording, inputs: readonly Block[], outputs: readonly Place[]) {
  /** Number of the last call that uses a block; the outputs are used after all calls. */
  const lastUse = new Map<Block, number>(inputs.map((input) => [input, -1]));
  for (const [i, { places }] of calls.entries()) {
    for (const { block } of places.values()) lastUse.set(block, i);
  }
  for (const { block } of outputs) lastUse.set(block, calls.length);

  const offsets = new Map<Block, number>();
  /** Blocks in use, by offset. */
  let taken: Block[] = [];
  let bytes = 0;
  const place = (block: Block): void => {
    let offset = 0;
    let position = 0;
    for (const other of taken) {
      const from = offsets.get(other)!;
      if (from - offset >= roundUp(block.bytes)) break;
      offset = from + roundUp(other.bytes);
      position++;
    }
    offsets.set(block, offset);
    taken.splice(position, 0, block);
    bytes = Math.max(bytes, offset + roundUp(block.bytes));
  };
  for (const input of inputs) place(input);
  for (const [i, { places }] of calls.entries()) {
    for (const { block } of places.values()) {
      if (block.kind !== 'constant' && !offsets.has(block)) place(block);
    }
    taken = taken.filter((block) => lastUse.get(block)! > i);
  }
  return { offsets, bytes };
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
