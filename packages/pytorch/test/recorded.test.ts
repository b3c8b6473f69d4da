import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tensor, tidy } from '@seqloom/backend';
import { cpuBackend, startBackend } from '@seqloom/backend-testkit';
import { Dense, type Layer } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import { decodeSafetensors, encodeSafetensors, type SafeTensor } from '@seqloom/safetensors';
import { type Recorded, readRecorded } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import { loadStateDict, saveStateDict } from '../src/index.ts';
import { disposeModule, type MadeModule, makeModule, outputOf, type RecordedModule } from './modules.ts';

interface RecordedFile {
  readonly base64: string;
  readonly input: Recorded;
  readonly output: Recorded;
}

const cases = readRecorded<readonly RecordedModule[]>('pytorch', 'cases');
const files = readRecorded<Readonly<Record<string, RecordedFile>>>('pytorch', 'files');
const rows = cases.map(
  (each, i) => [`${i} ${each.module} ${JSON.stringify(each.options)}`, each, i] as const,
);
/** With this variable a file of every module is written, for tooling/oracles/pytorch.py to load. */
const folder = process.env.SEQLOOM_PYTORCH_FOLDER;

startBackend(cpuBackend());

/** Float32 sums in another order. */
const TOLERANCE = 1e-5;

function expectClose(got: ArrayLike<number>, expected: readonly number[]): void {
  expect(got).toHaveLength(expected.length);
  const differences = expected.map((value, i) => Math.abs(value - got[i]!));
  expect(Math.max(...differences)).toBeLessThanOrEqual(TOLERANCE);
}

const fileOf = (state: RecordedModule['state']): Uint8Array =>
  encodeSafetensors(
    Object.entries(state).map(([name, { shape, data }]): [string, SafeTensor] => [
      name,
      name.endsWith('num_batches_tracked')
        ? { dtype: 'I64', shape, data: BigInt64Array.from(data, BigInt) }
        : { dtype: 'F32', shape, data: Float32Array.from(data) },
    ]),
  );

/** Weights of our own, the same on every machine. */
function fill({ layers }: MadeModule): void {
  for (const [i, weight] of ([layers].flat() as readonly Layer[])
    .flatMap((layer) => layer.weights)
    .entries()) {
    const values = Float32Array.from(
      { length: weight.size },
      (_, at) => (((at * 37 + i * 11) % 41) - 20) / 32,
    );
    weight.assign(weight.trainable ? values : values.map((value) => 1 + value));
  }
}

test.each(rows)('%s gives here what it gives in PyTorch', async (_, recorded) => {
  const made = makeModule(recorded);
  loadStateDict({ '': made.layers }, fileOf(recorded.state));
  expectClose(await outputOf(recorded, made), recorded.output.data);
  disposeModule(made);
});

test.each(rows)('%s is written as PyTorch names it and read back', async (_, recorded) => {
  const [made, again] = [makeModule(recorded), makeModule(recorded)];
  loadStateDict({ module: made.layers }, fileOf(withPrefix(recorded.state)));
  const bytes = await saveStateDict({ module: made.layers });
  const { tensors, metadata } = decodeSafetensors(bytes);
  expect(metadata.get('format')).toBe('pt');
  expect([...tensors.keys()].sort()).toEqual(Object.keys(withPrefix(recorded.state)).sort());
  for (const [name, { shape, data }] of Object.entries(recorded.state)) {
    const written = tensors.get(`module.${name}`)!;
    expect(written.shape).toEqual(shape);
    // PyTorch adds the two biases, but in a GRU.
    if (recorded.module === 'GRU' || !name.startsWith('bias_')) {
      if (!name.startsWith('num_')) expectClose(written.data as Float32Array, data);
    } else if (name.startsWith('bias_ih')) {
      const other = recorded.state[name.replace('ih', 'hh')]!.data;
      expectClose(
        written.data as Float32Array,
        data.map((value, i) => value + other[i]!),
      );
    } else {
      expectClose(
        written.data as Float32Array,
        data.map(() => 0),
      );
    }
  }
  loadStateDict({ module: again.layers }, bytes);
  expectClose(await outputOf(recorded, again), recorded.output.data);
  disposeModule(made);
  disposeModule(again);
});

test.each(rows)('the file of %s is the one that load_state_dict took', async (_, recorded, i) => {
  const made = makeModule(recorded);
  fill(made);
  const bytes = await saveStateDict({ '': made.layers });
  const output = await outputOf(recorded, made);
  disposeModule(made);
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${i}.safetensors`), bytes);
    writeFileSync(join(folder, `${i}.json`), JSON.stringify(output));
    return;
  }
  // Another file needs another look by PyTorch: record again.
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(recorded.loaded.sha256);
  expectClose(output, recorded.loaded.output);
});

describe.each(Object.entries(files))('a file of PyTorch in %s', (_, { base64, input, output }) => {
  test('is read into named layers', async () => {
    const encoder = new GRU({ units: 2, returnSequences: true }).build([null, null, 3]);
    const head = new Dense({ units: 1 }).build([null, null, 2]);
    loadStateDict({ encoder, head }, Buffer.from(base64, 'base64'));
    const y = tidy(() => head.apply(encoder.apply(tensor(Float32Array.from(input.data), input.shape))));
    expectClose(await y.data(), output.data);
    y.dispose();
    encoder.dispose();
    head.dispose();
  });
});

function withPrefix(state: RecordedModule['state']): RecordedModule['state'] {
  return Object.fromEntries(Object.entries(state).map(([name, tensor]) => [`module.${name}`, tensor]));
}
