import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { trainOnBatch } from '@seqloom/train';
import { describe, expect, test } from 'vitest';
import { loadKeras } from '../src/index.ts';
import { asInput, largestDifference } from './recorded-arrays.ts';
import { answersOf, recordedFile, recordedModels } from './recorded-models.ts';

startBackend(wasmBackend());

/** float32 sums over at most a few dozen products, in another order. */
const TOLERANCE = 1e-5;

const files = Object.entries(recordedModels).flatMap(([name, recorded]) =>
  recorded.formats
    .filter((format) => format !== 'weights.h5')
    .map((format) => ({ file: `${name}.${format}`, recorded })),
);

describe('a model of Keras 3', () => {
  test.each(files)(
    '$file predicts the same, and does after a step of training',
    async ({ file, recorded }) => {
      const before = liveTensors();
      const { model, optimizer, notes } = await loadKeras(await recordedFile(file));
      expect(notes.filter((note) => !note.includes('constraint'))).toEqual([]);
      expect(largestDifference(await answersOf(model, recorded), recorded.predictions)).toBeLessThan(
        TOLERANCE,
      );
      if (recorded.targets && recorded.afterStep) {
        const [inputs, targets] = [recorded.inputs, recorded.targets].map((list) => {
          const arrays = list.map(asInput);
          return arrays.length > 1 ? arrays : arrays[0]!;
        }) as [never, never];
        await trainOnBatch(
          model as never,
          { inputs, targets },
          { optimizer: optimizer!, loss: 'meanSquaredError' },
        );
        expect(largestDifference(await answersOf(model, recorded), recorded.afterStep)).toBeLessThan(
          TOLERANCE,
        );
      }
      optimizer?.dispose();
      model.dispose();
      expect(liveTensors()).toBe(before);
    },
  );
});
