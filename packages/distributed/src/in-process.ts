import { checkNumber, checkPositiveInteger } from '@seqloom/options';
import type { Communicator } from '@seqloom/train';
import '@seqloom/train/ranks';
import { RankLostError } from './rank-lost-error.ts';

/** What a rank waits for. */
interface Call {
  /** The method and the length of its array, which must be the same on all ranks. */
  readonly what: string;
  readonly values: Float32Array | Float64Array | Uint8Array;
  readonly done: () => void;
  readonly fail: (error: Error) => void;
}

/**
 * Ranks in one process, for tests of programs that run on several. Each belongs to one asynchronous function, such as a call of `fit`
 * with a model of its own. Sums are added up in the order of the ranks.
 *
 * @param size how many ranks
 * @throws TypeError or RangeError unless `size` is a positive integer; the methods of all ranks reject when two ranks call different
 * ones or give arrays of different lengths, for a `root` that is none of them, and with a RankLostError after `abort` on another rank
 *
 * @example
 * ```ts
 * await Promise.all(inProcess(2).map((communicator) => fit(makeModel(), data, { ...options, communicator })));
 * ```
 */
export function inProcess(size: number): readonly Communicator[] {
  checkPositiveInteger('inProcess', 'size', size);
  const meeting = new Meeting(size);
  return Array.from({ length: size }, (_, rank) => ({
    rank,
    size,
    allReduce: (values: Float32Array | Float64Array<ArrayBuffer>) =>
      meeting.join(rank, 'allReduce', values, addUp),
    broadcast: async (bytes: Uint8Array<ArrayBuffer>, root = 0) => {
      checkNumber('inProcess: broadcast', 'root', root, { min: 0, max: size - 1, integer: true });
      await meeting.join(rank, `broadcast from ${root}`, bytes, (all) => copyFrom(all, root));
    },
    barrier: () => meeting.join(rank, 'barrier', new Uint8Array(0), () => {}),
    abort: (reason: unknown) => meeting.end(new RankLostError(rank, reason)),
  }));
}

/** Where the ranks wait for one another. */
class Meeting {
  readonly #calls: (Call | undefined)[];
  /** Once a rank has ended the job, for the others. */
  #lost: RankLostError | undefined;

  constructor(size: number) {
    this.#calls = new Array<Call | undefined>(size).fill(undefined);
  }

  join(
    rank: number,
    method: string,
    values: Call['values'],
    combine: (all: readonly Call['values'][]) => void,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#lost) {
        reject(this.#lost);
        return;
      }
      const what = `${method} of ${values.length} ${values.constructor.name}`;
      this.#calls[rank] = { what, values, done: resolve, fail: reject };
      const calls = this.#calls.filter((call) => call !== undefined);
      if (calls.length < this.#calls.length) return;
      this.#calls.fill(undefined);
      const other = calls.findIndex((call) => call.what !== calls[0]!.what);
      if (other < 0) {
        combine(calls.map((call) => call.values));
        for (const call of calls) call.done();
        return;
      }
      const error = new Error(
        `inProcess: all ranks must call the same method, got ${calls[0]!.what} on rank 0 and ${calls[other]!.what} on rank ${other}.`,
      );
      for (const call of calls) call.fail(error);
    });
  }

  end(error: RankLostError): void {
    this.#lost ??= error;
    const waiting = [...this.#calls];
    this.#calls.fill(undefined);
    for (const call of waiting) call?.fail(this.#lost);
  }
}

function addUp(all: readonly Call['values'][]): void {
  const [first, ...others] = all;
  for (const other of others) for (let i = 0; i < first!.length; i++) first![i]! += other[i]!;
  for (const other of others) other.set(first!);
}

function copyFrom(all: readonly Call['values'][], root: number): void {
  for (const each of all) if (each !== all[root]) each.set(all[root]!);
}
