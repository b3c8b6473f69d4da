import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { predict } from '@seqloom/train';
import { readRecorded } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import { KerasFileError, loadTfjs } from '../src/tfjs/index.ts';
import { largestDifference, type RecordedArray } from './recorded-arrays.ts';

startBackend(wasmBackend());

interface TfjsModel {
  readonly json: string;
  readonly weights: string;
  readonly inputs: readonly RecordedArray[];
  readonly predictions: readonly RecordedArray[];
}

/** The models of `tooling/oracles/tfjs_models.mjs`, which TensorFlow.js 4.22 saved. */
const models: Readonly<Record<string, TfjsModel>> = readRecorded('tfjs_models', 'models');

const weightsOf = ({ weights }: TfjsModel) => new Uint8Array(Buffer.from(weights, 'base64'));

describe('a model.json of TensorFlow.js', () => {
  test.each(Object.keys(models))('%s predicts the same', async (name) => {
    const { json, inputs, predictions } = models[name]!;
    const before = liveTensors();
    const { model, notes } = await loadTfjs(json, (path) => {
      expect(path).toBe('weights.bin');
      return weightsOf(models[name]!);
    });
    expect(notes).toEqual([]);
    const given = inputs.map(({ data, shape }) => ({ data: Float32Array.from(data), shape }));
    const got = [await predict(model, given.length > 1 ? given : given[0]!)].flat();
    // float32 sums over at most a few dozen products, in another order.
    expect(largestDifference(got, predictions)).toBeLessThan(1e-5);
    model.dispose();
    expect(liveTensors()).toBe(before);
  });

  const { json } = models.dense!;
  const changed = (
    change: (root: { weightsManifest: [{ paths: string[]; weights: Record<string, unknown>[] }] }) => void,
  ) => {
    const root = JSON.parse(json);
    change(root);
    return JSON.stringify(root);
  };

  test.each([
    ['../secrets', 'weightsManifest: paths must name files beside the model, got "../secrets".'],
    ['/etc/passwd', 'got "/etc/passwd"'],
    ['https://example.org/w.bin', 'got "https://example.org/w.bin"'],
    ['.hidden', 'got ".hidden"'],
  ])('asks for no file elsewhere: %s', async (path, message) => {
    const asked: string[] = [];
    const hostile = changed(({ weightsManifest: [group] }) => {
      group.paths = [path];
    });
    await expect(
      loadTfjs(hostile, (name) => {
        asked.push(name);
        return new Uint8Array();
      }),
    ).rejects.toThrow(message);
    expect(asked).toEqual([]);
  });

  test('asks for no file twice', async () => {
    const asked: string[] = [];
    const hostile = changed(({ weightsManifest: [group] }) => {
      group.paths = new Array(1000).fill('w.bin');
    });
    const read = (name: string) => {
      asked.push(name);
      return new Uint8Array(1 << 20);
    };
    await expect(loadTfjs(hostile, read)).rejects.toThrow('weightsManifest: paths has "w.bin" twice.');
    expect(asked).toEqual([]);
  });

  test.each<readonly [string, string, (weights: Uint8Array) => Uint8Array, string]>([
    ['cut', json, (bytes) => bytes.subarray(0, 40), 'bytes too early'],
    ['too long', json, (bytes) => new Uint8Array([...bytes, 0, 0, 0, 0]), 'the manifest lists'],
    ['NaN', json, (bytes) => bytes.slice().fill(255), 'must hold finite numbers, got NaN'],
    [
      'another shape',
      changed(({ weightsManifest: [{ weights }] }) => {
        weights[0]!.shape = [4, 3];
      }),
      (bytes) => bytes,
      'must have shape [3, 4], got [4, 3]',
    ],
    [
      'a weight less',
      changed(({ weightsManifest: [{ weights }] }) => {
        weights.pop();
      }),
      (bytes) => bytes.subarray(0, bytes.length - 16),
      'expected 4 variables, got 3',
    ],
    [
      'a graph model',
      json.replace('layers-model', 'graph-model'),
      (bytes) => bytes,
      'Convert the Keras model',
    ],
    ['no JSON', json.slice(0, 100), (bytes) => bytes, 'the JSON of model.json is damaged'],
  ])('refuses weights or a model: %s', async (_, hostile, change, message) => {
    const before = liveTensors();
    const failure = loadTfjs(hostile, () => change(weightsOf(models.dense!)));
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toBeInstanceOf(KerasFileError);
    expect(liveTensors()).toBe(before);
  });

  test('reads weights that are stored in fewer bytes', async () => {
    const { inputs, predictions } = models.dense!;
    const root = JSON.parse(json);
    const bytes = weightsOf(models.dense!);
    const steps: number[] = [];
    let at = 0;
    for (const weight of root.weightsManifest[0].weights) {
      const size = weight.shape.reduce((a: number, b: number) => a * b, 1);
      const values = new Float32Array(bytes.slice(at, at + 4 * size).buffer);
      const [min, max] = [Math.min(...values), Math.max(...values)];
      weight.quantization = { dtype: 'uint8', scale: (max - min) / 255 || 1, min };
      steps.push(...values.map((value) => Math.round((value - min) / weight.quantization.scale)));
      at += 4 * size;
    }
    const { model } = await loadTfjs(JSON.stringify(root), () => Uint8Array.from(steps));
    const { data, shape } = inputs[0]!;
    const got = [await predict(model, { data: Float32Array.from(data), shape })].flat();
    const difference = largestDifference(got, predictions);
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThan(0.02); // 256 steps for each weight
    model.dispose();
  });
});
