import { zipMembers } from '@seqloom/archives/streams';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import * as h5wasm from 'h5wasm';
import { describe, expect, test } from 'vitest';
import { loadKeras, saveKeras } from '../src/index.ts';
import { answersOf, recordedFile, recordedModels } from './recorded-models.ts';

startBackend(wasmBackend());
const { FS } = await h5wasm.ready;

/** The files of an archive. */
async function unpacked(archive: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const member of zipMembers(archive)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of member.open()) chunks.push(chunk);
    files.set(member.name, new Uint8Array(Buffer.concat(chunks)));
  }
  return files;
}

interface StoredValues {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Every dataset with its shape and its numbers, as the HDF5 library reads them. */
function datasetsOf(bytes: Uint8Array): Record<string, StoredValues> {
  FS!.writeFile('read.h5', bytes);
  const file = new h5wasm.File('read.h5', 'r');
  const found: Record<string, StoredValues> = {};
  const visit = (group: h5wasm.Group, path: string) => {
    for (const name of group.keys()) {
      const entity = group.get(name);
      if (entity instanceof h5wasm.Group) visit(entity, `${path}${name}/`);
      else if (entity instanceof h5wasm.Dataset) {
        found[`${path}${name}`] = { shape: entity.shape ?? [], values: numbersOf(entity.value) };
      }
    }
  };
  visit(file, '');
  file.close();
  return found;
}

/** One number, or all of an array. */
function numbersOf(value: unknown): number[] {
  return ArrayBuffer.isView(value) ? Array.from(value as Float32Array, Number) : [Number(value)];
}

/** What Keras keeps besides: where random numbers begin, and the count of the data of `adapt`, which nothing reads. */
const BESIDE = /seed_generator|metrics/;

/** The names in which two configs of one model may differ: those that say what a number is stored in, or where random numbers begin. */
const EITHER_WAY = new Set([
  'dtype',
  'seed',
  'build_config',
  'build_input_shape',
  'shape',
  'registered_name',
  'name',
  'batch_shape',
  'zero_output_for_mask',
]);

/** A `ReLU` layer is an `Activation` here; a key that Keras was given by name is one of the inputs. */
const WRITTEN_OTHERWISE = new Set(['activation_layers', 'multi_head_attention']);

/** Where what we write differs from what Keras wrote; fields that only Keras has are its defaults. */
function differences(ours: unknown, theirs: unknown, path = ''): string[] {
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    if (ours.length !== theirs.length) return [`${path}: ${ours.length} and ${theirs.length} entries`];
    return ours.flatMap((value, i) => differences(value, theirs[i], `${path}/${i}`));
  }
  if (typeof ours === 'object' && ours !== null && typeof theirs === 'object' && theirs !== null) {
    return Object.entries(ours).flatMap(([key, value]) =>
      // Keras writes no `trainable` of a stack within another model: its layers have their own.
      EITHER_WAY.has(key) || (key === 'trainable' && !(key in theirs))
        ? []
        : differences(value, (theirs as Record<string, unknown>)[key], `${path}/${key}`),
    );
  }
  // A number of JSON that was a float32.
  if (typeof ours === 'number' && typeof theirs === 'number' && Math.fround(ours) === Math.fround(theirs))
    return [];
  return ours === theirs ? [] : [`${path}: ${JSON.stringify(ours)} and ${JSON.stringify(theirs)}`];
}

/** A config without the operations by which Keras computes masks: here layers pass them on by themselves. */
function withoutMasks(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((each) => !/\.ops\./.test(String(each?.module))).map(withoutMasks);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutMasks(each)]));
}

const text = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;

describe('a model that is written', () => {
  test.each(Object.keys(recordedModels))(
    '%s has the variables and the config that Keras wrote',
    async (name) => {
      const original = await recordedFile(`${name}.keras`);
      const { model, optimizer } = await loadKeras(original);
      const written = await saveKeras(model, { optimizer });
      const [ours, theirs] = await Promise.all([unpacked(written), unpacked(original)]);

      const [got, expected] = [ours, theirs].map((files) => datasetsOf(files.get('model.weights.h5')!));
      const paths = Object.keys(expected!).filter((path) => !BESIDE.test(path));
      expect(Object.keys(got!).sort()).toEqual(paths.sort());
      for (const path of paths) {
        expect(got![path]!.shape, path).toEqual(expected![path]!.shape);
        // Nadam's product of momentums follows from the number of steps here; there it is rounded at every step.
        const tolerance = path === 'optimizer/vars/20' ? 1e-6 : 0;
        for (const [i, value] of expected![path]!.values.entries()) {
          expect(Math.abs(got![path]!.values[i]! - value), path).toBeLessThanOrEqual(tolerance);
        }
      }

      const { compile_config: compiled, ...config } = text(ours.get('config.json')!);
      const { compile_config: theirCompiled, ...theirConfig } = text(theirs.get('config.json')!);
      if (!WRITTEN_OTHERWISE.has(name))
        expect(differences(config, withoutMasks(theirConfig)).join('\n')).toBe('');
      const optimizerOf = (value: unknown) => ({
        ...(value as { readonly optimizer?: object } | undefined)?.optimizer,
        module: 'keras.optimizers', // that of the backend with which Keras ran is another one
      });
      if (optimizer)
        expect(differences(optimizerOf(compiled), optimizerOf(theirCompiled)).join('\n')).toBe('');

      const again = await loadKeras(written);
      const answers = await answersOf(model, recordedModels[name]!);
      expect(await answersOf(again.model, recordedModels[name]!)).toEqual(answers);
      for (const each of [model, again.model, optimizer, again.optimizer]) each?.dispose();
    },
  );

  test('equal models give equal bytes', async () => {
    const { model } = await loadKeras(await recordedFile('dense.keras'));
    expect(await saveKeras(model)).toEqual(await saveKeras(model));
    model.dispose();
  });
});
