import { RunningLoss, type RunningLossState } from '../losses/running-loss.ts';
import type { Communicator } from './communicator.ts';

/** Sum, count, last loss, and whether there is one. */
const PLACES = 4;

/**
 * The losses that all ranks have added up, each on its rows.
 *
 * @param outputs of the model; a rank that had no batch does not know them
 */
export async function joinLosses(
  communicator: Communicator,
  running: RunningLoss,
  outputs: number,
): Promise<RunningLoss> {
  const { state } = running;
  const several = outputs > 1 ? outputs : 0;
  const numbers = new Float64Array(PLACES * (1 + several));
  const put = ({ sum, count, last }: RunningLossState, place: number) => {
    const has = !Number.isNaN(last) || count > 0;
    numbers.set([sum, count, Number.isNaN(last) ? 0 : last, Number(has)], place * PLACES);
  };
  put(state, 0);
  for (const [i, output] of state.outputs.entries()) put(output, i + 1);
  await communicator.allReduce(numbers);
  const take = (place: number, ofOutputs: readonly RunningLossState[] = []): RunningLossState => {
    const [sum, count, last, ranks] = numbers.subarray(place * PLACES);
    return { sum: sum!, count: count!, last: last! / ranks!, outputs: ofOutputs };
  };
  return RunningLoss.of(
    take(
      0,
      Array.from({ length: several }, (_, i) => take(i + 1)),
    ),
  );
}
