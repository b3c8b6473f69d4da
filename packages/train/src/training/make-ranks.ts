import { COMMUNICATOR_RULE, type Communicator } from '../ranks/communicator.ts';
import type { AnyFitOptions } from './fit-options.ts';
import type { Ranks } from './ranks.ts';

type MakeRanks = (communicator: Communicator, signal: AbortSignal | undefined) => Ranks;

let make: MakeRanks | undefined;

/** Called by `@seqloom/train/ranks`, so that a page that trains alone does not load what several processes need. */
export function attachRanks(makeRanks: MakeRanks): void {
  make = makeRanks;
}

/**
 * The ranks of a run over several processes, none for a communicator of one.
 *
 * @throws TypeError for a value that is not a communicator; Error when `@seqloom/train/ranks` has not been imported
 */
export function ranksOf({ communicator, signal }: Partial<AnyFitOptions> = {}): Ranks | undefined {
  if (communicator === undefined) return undefined;
  COMMUNICATOR_RULE.check('fit', 'communicator', communicator);
  const { size } = communicator;
  if (size === 1) return undefined;
  if (make === undefined) {
    throw new Error(
      `fit: communicator has ${size} ranks, and what trains over several is not loaded. Add import '@seqloom/train/ranks' ` +
        '(@seqloom/distributed has it).',
    );
  }
  return make(communicator, signal);
}
