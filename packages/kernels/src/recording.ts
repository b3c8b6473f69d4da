import type { KernelName } from './context.ts';
import { ARGUMENTS } from './generated/arguments.ts';

/** A range of the heap that recorded calls work on. */
export interface Block {
  readonly start: number;
  readonly bytes: number;
  /**
   * `input`: its numbers are given again for every run. `constant`: it stays where it is; its numbers are those at the time of the run.
   * `made`: written by the calls themselves.
   */
  readonly kind: 'input' | 'constant' | 'made';
}

/** An address in a block. */
export interface Place {
  readonly block: Block;
  readonly offset: number;
}

/** A call of a compiled kernel. */
export interface RecordedCall {
  readonly kernel: KernelName;
  /** The argument struct, bit by bit. */
  readonly fields: Int32Array;
  /** What its addresses stand for, by the number of the field. */
  readonly places: ReadonlyMap<number, Place>;
  readonly chunks: number;
}

/**
 * The calls of compiled kernels during some work, and the blocks of the heap that they work on. It can be made a program
 * (`Kernels.program`) if the same work on other numbers makes the same calls.
 */
export class Recording {
  readonly calls: RecordedCall[] = [];
  /** Why no program can be made of it, once that is known. */
  problem: string | undefined;
  /** Blocks that may still be in use. A new one takes the place of those that it overlaps: they have been freed. */
  #blocks: Block[] = [];

  /** Says what a range of the heap is, before a call works on it. */
  addBlock(kind: Block['kind'], start: number, bytes: number): Block {
    const block = { kind, start, bytes };
    const end = start + bytes;
    this.#blocks = this.#blocks.filter((other) => other.start >= end || other.start + other.bytes <= start);
    this.#blocks.push(block);
    return block;
  }

  /** What an address stands for, undefined if that was not said. */
  placeOf(address: number): Place | undefined {
    const block = this.#blocks.find(({ start, bytes }) => address >= start && address < start + bytes);
    return block && { block, offset: address - block.start };
  }

  /** Keeps a call. @param fields its argument struct, copied */
  addCall(kernel: KernelName, fields: Int32Array, chunks: number): void {
    const places = new Map<number, Place>();
    let i = 0;
    for (const [field, type] of Object.entries(ARGUMENTS[kernel])) {
      const address = fields[i]! >>> 0;
      if (type === 'at' && address !== 0) {
        const place = this.placeOf(address);
        if (place) places.set(i, place);
        else this.problem ??= `${kernel}: ${field} is an address of no known block`;
      }
      i++;
    }
    this.calls.push({ kernel, fields: fields.slice(0, i), places, chunks });
  }
}
