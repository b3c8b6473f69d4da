import { formatValue, type OptionalRule, optional, rule } from '@seqloom/options';

/**
 * Connects the processes of a job, its ranks, which run the same program on parts of the same data. All ranks call the same methods in
 * the same order with arrays of the same length. `mpi()` of `@seqloom/distributed` makes one.
 */
export interface Communicator {
  /** The number of this rank, from 0. */
  readonly rank: number;
  /** How many ranks there are. */
  readonly size: number;
  /**
   * Replaces every value by its sum over all ranks, in place. All ranks get the same bits.
   *
   * @param values may lie in memory that threads share
   */
  allReduce(values: Float32Array | Float64Array<ArrayBuffer>): Promise<void>;
  /**
   * Replaces the bytes by those of one rank, in place.
   *
   * @param root the rank whose bytes all get; default 0
   */
  broadcast(bytes: Uint8Array<ArrayBuffer>, root?: number): Promise<void>;
  /** Waits until all ranks have called it. */
  barrier(): Promise<void>;
  /** Ends the job on all ranks, because this one cannot go on. */
  abort(reason: unknown): void | Promise<void>;
}

const METHODS = ['allReduce', 'broadcast', 'barrier', 'abort'] as const;

/** An object with the methods of a communicator; by default none. */
export const COMMUNICATOR_RULE: OptionalRule<Communicator | undefined> = optional(
  rule<Communicator>((owner, option, value) => {
    const given = (value ?? {}) as Partial<Communicator>;
    const { rank, size } = given;
    const hasMethods = METHODS.every((method) => typeof given[method] === 'function');
    const isPlace = Number.isInteger(rank) && Number.isInteger(size) && 0 <= rank! && rank! < size!;
    if (hasMethods && isPlace) return;
    throw new TypeError(
      `${owner}: ${option} must have rank, size, allReduce, broadcast, barrier and abort, got ${formatValue(value)}. ` +
        'mpi() of @seqloom/distributed makes one.',
    );
  }),
);
