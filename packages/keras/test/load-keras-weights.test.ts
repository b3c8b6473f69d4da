import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense } from '@seqloom/nn';
import { Sequential } from '@seqloom/train';
import { describe, expect, test } from 'vitest';
import { KerasFileError, loadKeras, loadKerasWeights } from '../src/index.ts';
import { largestDifference } from './recorded-arrays.ts';
import { answersOf, recordedFile, recordedModels } from './recorded-models.ts';

startBackend(wasmBackend());

const withWeights = Object.entries(recordedModels).filter(([, { formats }]) =>
  formats.includes('weights.h5'),
);

/** Sets all weights of a model to others. */
async function scramble(model: Sequential): Promise<void> {
  const weights = await model.getWeights();
  model.setWeights(weights.map((weight) => ({ ...weight, data: weight.data.map((value) => value + 1) })));
}

describe('weights of Keras in a model that is there', () => {
  test.each(
    withWeights.flatMap(([name, { formats }]) =>
      formats.map((format) => [`${name}.${format}`, name] as const),
    ),
  )('%s sets them', async (file, name) => {
    const before = liveTensors();
    const { model, optimizer } = await loadKeras(await recordedFile(`${name}.keras`));
    await scramble(model as Sequential);
    const recorded = recordedModels[name]!;
    expect(largestDifference(await answersOf(model, recorded), recorded.predictions)).toBeGreaterThan(1e-3);
    await loadKerasWeights(model, await recordedFile(file));
    expect(largestDifference(await answersOf(model, recorded), recorded.predictions)).toBeLessThan(1e-5);
    optimizer?.dispose();
    model.dispose();
    expect(liveTensors()).toBe(before);
  });

  test('those of other layers are refused, and nothing changes', async () => {
    const model = new Sequential([new Dense({ units: 5 }), new Dense({ units: 3 })]);
    const bytes = await recordedFile('dense.weights.h5');
    await expect(loadKerasWeights(model, bytes)).rejects.toThrow(
      /is not built\. Call build\(inputShape\) first\.$/,
    );
    model.build([null, 4], { seed: 1 });
    const weights = await model.getWeights();
    const failure = loadKerasWeights(model, bytes);
    await expect(failure).rejects.toThrow('dense_1/kernel: must have shape [5, 3], got [5, 2].');
    await expect(failure).rejects.toBeInstanceOf(KerasFileError);
    expect(await model.getWeights()).toEqual(weights);
    model.dispose();
  });

  test('a file of weights is no model', async () => {
    await expect(loadKeras(await recordedFile('dense.weights.h5'))).rejects.toThrow(
      'holds weights without a model. Make the model, and call loadKerasWeights(model, bytes).',
    );
  });
});
