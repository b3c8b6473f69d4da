import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { createRandom } from '@seqloom/random';
import { predict } from '@seqloom/train';
import { describe, expect, test } from 'vitest';
import { loadKeras } from '../src/index.ts';
import { archiveOf, outcome, refusal } from './hostile-file.ts';
import { recordedArchive } from './recorded-models.ts';

startBackend(wasmBackend());

const read = recordedArchive('keras_chunks.zip');
const { inputs, predictions } = JSON.parse(new TextDecoder().decode(await read('answers.json'))) as {
  readonly inputs: readonly number[];
  readonly predictions: readonly number[];
};
const packed = await read('shuffled.h5');

test.each(['plain', 'chunks', 'gzip', 'shuffled'])('%s.h5 predicts what Keras predicts', async (name) => {
  const { model } = await loadKeras(await read(`${name}.h5`));
  const [answers] = [await predict(model, { data: Float32Array.from(inputs), shape: [2, 6, 3] })].flat();
  model.dispose();
  for (const [i, value] of predictions.entries())
    expect(Math.abs(answers!.data[i]! - value)).toBeLessThan(1e-6);
});

test.each([
  ['lzf', 32_000],
  ['checksums', 3],
])('%s.h5 is refused', async (name, filter) => {
  expect(await refusal(await read(`${name}.h5`))).toContain(`data packed by the filter ${filter}`);
});

describe('packed data', () => {
  test('that are changed give a model or our own error', async () => {
    const counts = { model: 0, refused: 0 };
    for (let i = 0; i < 100; i++) {
      const random = createRandom(i, 'chunks');
      const bytes = packed.slice();
      for (let flips = 1 + random.integer(3); flips > 0; flips--) {
        bytes[random.integer(bytes.length)] = random.integer(256);
      }
      counts[await outcome(bytes)]++;
    }
    expect(counts.refused).toBeGreaterThan(0);
    expect(counts.model).toBeGreaterThan(0); // most of the file is empty
  });

  test('that are cut off are refused', async () => {
    for (let length = 0; length < packed.length * 0.9; length += 197) {
      expect(await outcome(packed.subarray(0, length))).toBe('refused');
    }
  });

  /** The layout message of a dataset in chunks of 3 by 7 elements of 4 bytes. */
  const layoutOf = (bytes: Uint8Array) => {
    const sizes = Buffer.from(Uint32Array.of(3, 7, 4).buffer);
    return Buffer.from(bytes.buffer).indexOf(sizes) - 11;
  };
  const changed = (change: (view: DataView, layout: number) => void) => {
    const bytes = packed.slice();
    change(new DataView(bytes.buffer), layoutOf(bytes));
    return bytes;
  };

  test.each<readonly [string, (view: DataView, layout: number) => void, string]>([
    [
      'chunks of 4 GB',
      (view, at) => view.setUint32(at + 11, 0xffffffff, true),
      'bytes of chunks cannot hold',
    ],
    [
      'smaller chunks',
      (view, at) => view.setUint32(at + 11, 2, true),
      'a dataset lacks chunks, or has one twice',
    ],
    [
      'chunks of nothing',
      (view, at) => view.setUint32(at + 11, 0, true),
      'chunks have elements of another size',
    ],
    [
      'elements of 8 bytes',
      (view, at) => view.setUint32(at + 19, 8, true),
      'chunks have elements of another size',
    ],
    ['more axes', (view, at) => view.setUint8(at + 2, 200), 'chunks have other axes than the dataset'],
    ['a tree elsewhere', (view, at) => view.setUint32(at + 3, 0, true), 'no TREE where one belongs'],
  ])('with %s are refused', async (_, change, message) => {
    expect(await refusal(changed(change))).toContain(message);
  });

  test('in chunks that larger ones could not fill are refused before they are made', async () => {
    // The dataset and its one chunk are said to have 2³⁰ elements, of which the file has some bytes.
    const bytes = await read('gzip.h5');
    const view = new DataView(bytes.buffer);
    const sizes = Buffer.from(BigUint64Array.of(5n).buffer);
    const chunk = Buffer.from(Uint32Array.of(5, 4).buffer);
    for (let at = 0; ; at++) {
      at = Buffer.from(bytes.buffer).indexOf(sizes, at);
      if (at < 0) break;
      view.setBigUint64(at, 2n ** 28n, true);
    }
    for (let at = 0; ; at++) {
      at = Buffer.from(bytes.buffer).indexOf(chunk, at);
      if (at < 0) break;
      view.setUint32(at, 2 ** 28, true);
    }
    const before = process.memoryUsage().arrayBuffers;
    expect(await outcome(bytes)).toBe('refused');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * bytes.length + (1 << 20));
  });

  test('may be in an archive', async () => {
    expect(await refusal(archiveOf({ weights: packed }))).toMatch(/expected \d variables in/);
  });
});
