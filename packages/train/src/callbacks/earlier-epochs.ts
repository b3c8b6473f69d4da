import type { EpochLogs } from '../training/history.ts';
import type { TrainingRun } from './callback.ts';

/**
 * The epochs before the first one of a continued run that have a log. A callback restores its state from them.
 *
 * @returns epoch number and logs, in order
 * @throws RangeError when the model does not know them
 */
export function earlierEpochs(
  owner: string,
  run: TrainingRun,
  name: string,
): (readonly [number, EpochLogs])[] {
  const { initialEpoch = 0, earlier = [] } = run as Partial<TrainingRun>; // absent in a training loop other than fit
  if (earlier.length < initialEpoch) {
    throw new RangeError(
      `${owner}: cannot continue with epoch ${initialEpoch + 1}: the logs of earlier epochs are not known. Continue with the model ` +
        'that was trained, or with one that was saved with its optimizer; or leave initialEpoch out to begin a new run.',
    );
  }
  return [...earlier.slice(0, initialEpoch).entries()].filter(([, logs]) => Object.hasOwn(logs, name));
}
