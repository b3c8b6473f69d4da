import type { Communicator } from '@seqloom/train';

/**
 * The communicator of a process that is alone: rank 0 of 1. `fit` trains with it exactly as without one.
 *
 * @example
 * ```ts
 * await fit(model, data, { ...options, communicator: single() });
 * ```
 */
export function single(): Communicator {
  return {
    rank: 0,
    size: 1,
    allReduce: async () => {},
    broadcast: async () => {},
    barrier: async () => {},
    abort(reason) {
      throw reason;
    },
  };
}
