import { Dense } from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import { expect } from 'vitest';
import { backup, type FitOptions, fit, Sequential, type TrainingData } from '../src/index.ts';
import { MemoryStore } from './memory-store.ts';

const x = createRandom(1, 'x').fillNormal(new Float32Array(32));
/** Sixteen samples of two inputs, with targets that grow with the scale. */
export const arrays = (scale = 1): TrainingData => ({
  inputs: { data: x, shape: [16, 2] },
  targets: { data: x.subarray(0, 16).map((v) => v * scale), shape: [16, 1] },
});
/** A model of two layers, with so many hidden units. */
export const model = (units = 3) =>
  new Sequential([new Dense({ units, activation: 'tanh' }), new Dense({ units: 1 })]);
/** What all runs here have in common. */
export const OPTIONS = { loss: 'mse', epochs: 4, batchSize: 4, seed: 1 } as const;

/** A store with the backups of a run that was broken off in its third epoch. */
export async function brokenOff(data = arrays(), options: Partial<FitOptions> = {}): Promise<MemoryStore> {
  const store = new MemoryStore();
  let steps = 0;
  const crash = {
    onBatchEnd() {
      if (++steps === 10) throw new Error('crash');
    },
  };
  const keeping = backup({ store, everyMs: 0, settings: { task: 'waves' } });
  const callbacks = [...(options.callbacks ?? []), keeping, crash];
  await expect(fit(model(), data, { ...OPTIONS, ...options, callbacks })).rejects.toThrow('crash');
  return store;
}

/** Goes on from the store with what has changed. */
export async function goOn(
  store: MemoryStore,
  changed: { model?: Sequential; data?: TrainingData; settings?: object } & Partial<FitOptions>,
) {
  const {
    model: other = model(),
    data = arrays(),
    settings = { task: 'waves' },
    callbacks = [],
    ...options
  } = changed;
  const all = [...callbacks, backup({ store, settings })];
  return fit(other, data, { ...OPTIONS, ...options, callbacks: all });
}
