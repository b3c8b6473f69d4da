import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense } from '@seqloom/nn';
import { decodeSafetensors, encodeSafetensors } from '@seqloom/safetensors';
import { expect, test } from 'vitest';
import { adam, fit, load, loadWeights, Sequential, save, saveWeights } from '../src/index.ts';

startBackend(wasmBackend());

function model(): Sequential {
  const sequential = new Sequential([new Dense({ units: 3 })]);
  sequential.build([null, 4], { seed: 5 });
  return sequential;
}

const valuesOf = async (of: Sequential) => (await of.getWeights()).map(({ data }) => Array.from(data));

test('float16 files hold weights of 11 bits, which load as float32', async () => {
  const saved = model();
  const bytes = await save(saved, { dtype: 'float16' });
  expect(bytes.length).toBeLessThan((await save(saved)).length);
  const { model: loaded } = load(bytes, { layers: [Dense] });
  const [before, after] = [await valuesOf(saved), await valuesOf(loaded as Sequential)];
  for (const [i, weights] of before.entries()) {
    for (const [j, value] of weights.entries()) {
      // half a unit in the last of 11 bits
      expect(Math.abs(after[i]![j]! - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -11 + 2 ** -25);
    }
  }
  saved.dispose();
  loaded.dispose();
});

test('int8 files hold matrices in 127 steps a side, and biases as they are', async () => {
  const saved = model();
  const names = saved.weightNames;
  saved.setWeights([
    {
      name: names[0]!,
      shape: [4, 3],
      data: Float32Array.of(1, 0, 254, -0.75, 0, 127, 0.25, 0, 2, 0, 0, -254),
    },
    { name: names[1]!, shape: [3], data: Float32Array.of(0.1, 0.2, 0.3) },
  ]);
  const bytes = await saveWeights(saved, { dtype: 'int8' });
  const { tensors } = decodeSafetensors(bytes);
  expect(tensors.get(names[0]!)).toMatchObject({ dtype: 'I8', shape: [4, 3] });
  // by hand: scales 1/127, 0 and 2; −0.75 · 127 = −95.25 rounds to −95, 0.25 · 127 = 31.75 to 32, 127 / 2 = 63.5 to 64
  expect(Array.from(tensors.get(names[0]!)!.data as Int8Array)).toEqual([
    127, 0, 127, -95, 0, 64, 32, 0, 1, 0, 0, -127,
  ]);
  const other = model();
  loadWeights(other, bytes);
  const [kernel, bias] = await valuesOf(other);
  const expected = [1, 0, 254, -95 / 127, 0, 128, 32 / 127, 0, 2, 0, 0, -254];
  for (const [i, value] of expected.entries()) expect(kernel![i]).toBeCloseTo(value, 6);
  expect(bias).toEqual(Array.from(Float32Array.of(0.1, 0.2, 0.3)));
  saved.dispose();
  other.dispose();
});

test('int8 without its scales, and values that float16 cannot hold, are refused', async () => {
  const saved = model();
  const { tensors } = decodeSafetensors(await saveWeights(saved, { dtype: 'int8' }));
  const broken = encodeSafetensors([...tensors].filter(([name]) => !name.startsWith('seqloom.scale/')));
  const [name] = saved.weightNames;
  expect(() => loadWeights(saved, broken)).toThrow(
    `weight "${name}" is int8, but "seqloom.scale/${name}" does not hold`,
  );
  const bias = { name: saved.weightNames[1]!, shape: [3], data: new Float32Array(3) };
  saved.setWeights([{ name: name!, shape: [4, 3], data: new Float32Array(12).fill(70_000) }, bias]);
  await expect(saveWeights(saved, { dtype: 'float16' })).rejects.toThrow(
    `saveWeights: "${name}" holds 70000, and float16 at most 65504. Save it as float32 or int8.`,
  );
  await expect(saveWeights(saved, { dtype: 'int4' as never })).rejects.toThrow('dtype must be one of');
  saved.dispose();
});

test('a training that is to go on is saved as float32', async () => {
  const saved = model();
  const optimizer = adam();
  const data = {
    inputs: { data: new Float32Array(8).fill(1), shape: [2, 4] },
    targets: { data: new Float32Array(6), shape: [2, 3] },
  };
  await fit(saved, data, { epochs: 1, loss: 'meanSquaredError', optimizer });
  await expect(save(saved, { optimizer, dtype: 'int8' })).rejects.toThrow(
    "got dtype 'int8' with an optimizer",
  );
  saved.dispose();
  optimizer.dispose();
});
