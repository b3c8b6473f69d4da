import { expect, test } from 'vitest';
import { type Communicator, fit, Sequential } from '../src/index.ts';

const nothing = async (): Promise<void> => {};

/** A communicator that is never called. */
function communicator(place: Partial<Communicator>): Communicator {
  const methods = { allReduce: nothing, broadcast: nothing, barrier: nothing, abort: nothing };
  return { rank: 0, size: 2, ...methods, ...place };
}

const one = { data: Float32Array.of(1), shape: [1, 1] };
const data = { inputs: one, targets: one };

test('fit names the import that trains over several ranks', async () => {
  const options = { communicator: communicator({}), optimizer: 'sgd', loss: 'mse' } as const;
  await expect(fit(new Sequential([]), data, options)).rejects.toThrow(
    "fit: communicator has 2 ranks, and what trains over several is not loaded. Add import '@seqloom/train/ranks'",
  );
});

test('fit refuses what is not a communicator', async () => {
  const options = { communicator: communicator({ rank: 2 }), optimizer: 'sgd', loss: 'mse' } as const;
  await expect(fit(new Sequential([]), data, options)).rejects.toThrow(
    'fit: communicator must have rank, size, allReduce, broadcast, barrier and abort, got ',
  );
});
