import type { EpochLogs } from '../training/history.ts';
import type { TrainingRun } from './callback.ts';

/**
 * The epochs before the run's first one that have a log, from which a callback that watches it finds where it stood.
 *
 * @returns number and logs, in order
 * @throws RangeError when the model does not know them
 */
export function earlierEpochs(
  owner: string,
  run: TrainingRun,
  name: string,
): (readonly [number, EpochLogs])[] {
  const { initialEpoch = 0, earlier = [] } = run as Partial<TrainingRun>; // a loop of one's own may know neither
  if (earlier.length < initialEpoch) {
    throw new RangeError(
      `${owner}: cannot go on with epoch ${initialEpoch + 1}: the logs of the epochs before are not known. Go on with the model ` +
        'that was trained, or with one that was saved with its optimizer; or leave initialEpoch out to begin a new run.',
    );
  }
  return [...earlier.slice(0, initialEpoch).entries()].filter(([, logs]) => Object.hasOwn(logs, name));
}
