import { isNdArray } from '@seqloom/arrays';
import { expectClose, startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { predict, Sequential, StepRunner } from '@seqloom/train';
import { describe, expect, test } from 'vitest';
import { LAYER_RECORDS } from '../layers/records/index.ts';
import { inputValues } from '../layers/run-layer.ts';

startBackend(wasmBackend());

/** The classes of which at least one variant runs step by step. */
const STEPPING = new Set<string>();

for (const { layerClass, variants } of LAYER_RECORDS) {
  for (const variant of variants) {
    const { title, make, input, mask, split, states, ids } = variant;
    // Layers of several inputs and those of a single step have tests of their own.
    if (mask === undefined || split || states || variant.outputs.length > 1) continue;
    test(`${layerClass.className} ${title}: step by step as over the whole sequence, or not at all`, async () => {
      const model = new Sequential([make()]).build([null, ...input], { seed: 3 });
      let runner: StepRunner;
      try {
        runner = new StepRunner(model);
      } catch (error) {
        expect(String(error)).toMatch(/does not run step by step: /);
        model.dispose();
        return;
      }
      STEPPING.add(layerClass.className);
      const values = inputValues(variant, 1, 4);
      const isPadding = (value: number) => ids !== undefined && value === 0;
      const given = values.map((value) => (isPadding(value) ? 1 : value));
      const [time, ...features] = input as [number, ...number[]];
      const width = given.length / time;
      const kind = (part: Float32Array) => (ids === undefined ? part : Int32Array.from(part));
      for (let t = 0; t < time; t++) {
        const got = await runner.step(kind(given.slice(t * width, (t + 1) * width)));
        const first = { data: kind(given.slice(0, (t + 1) * width)), shape: [1, t + 1, ...features] };
        model.resetStates();
        const whole = await predict(model, first);
        if (!isNdArray(whole)) throw new Error('expected one output');
        expectClose(got, whole.data.slice(-got.length), 1e-6);
      }
      runner.dispose();
      model.dispose();
    });
  }
}

describe('classes', () => {
  test('that run step by step', () => {
    expect([...STEPPING].sort()).toEqual([
      'Activation',
      'BatchNormalization',
      'Conv1D',
      'ConvLSTM1D',
      'Dense',
      'Dropout',
      'Embedding',
      'GRU',
      'LSTM',
      'LayerNormalization',
      'Normalization',
      'RNN',
      'Sequential',
      'SimpleRNN',
      'SpatialDropout1D',
      'TimeDistributed',
    ]);
  });
});
