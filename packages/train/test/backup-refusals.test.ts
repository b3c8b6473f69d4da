import { batches } from '@seqloom/arrays';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense, setWarningHandler } from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import { afterEach, expect, test } from 'vitest';
import {
  adam,
  BackupError,
  backup,
  earlyStopping,
  fit,
  hasBackup,
  load,
  rmsprop,
  type TrainingData,
} from '../src/index.ts';
import { arrays, brokenOff, goOn, model, OPTIONS } from './broken-off-run.ts';
import { collectWarnings } from './collect-warnings.ts';
import { MemoryStore } from './memory-store.ts';
import { bitsOf } from './toy-data.ts';

startBackend(wasmBackend());
afterEach(() => void setWarningHandler());

test.each<[string, Parameters<typeof goOn>[1], string]>([
  ['another architecture', { model: model(5) }, 'model.layers[0].options.units is 5, was 3'],
  ['another seed', { seed: 2 }, 'seed is 2, was 1'],
  ['another batch size', { batchSize: 8 }, 'batchSize is 8, was 4'],
  ['other targets', { data: arrays(2) }, 'data.targets.crc32 is '],
  [
    'data of another kind',
    { data: batches(arrays() as never, { batchSize: 4 }) as never },
    'data.kind is "batches", was "arrays"',
  ],
  ['another loss', { loss: 'mae' }, 'losses[0].name is "meanAbsoluteError", was "meanSquaredError"'],
  ['another optimizer', { optimizer: adam() }, 'optimizer.name is "adam", was "rmsprop"'],
  [
    'another step size',
    { optimizer: rmsprop({ learningRate: 0.1 }) },
    'optimizer.settings.learningRate is 0.1, was 0.001',
  ],
  ['metrics', { metrics: ['mae'] }, 'metrics[0].names[0] is "mae", was absent'],
  ['a validation part', { validationSplit: 0.25 }, 'validationSplit is 0.25, was absent'],
  ['other steps an epoch', { stepsPerEpoch: 2 }, 'stepsPerEpoch is 2, was absent'],
  ['no shuffle', { shuffle: false }, 'shuffle is false, was true'],
  [
    'more callbacks with a state',
    { callbacks: [earlyStopping({ monitor: 'loss' })] },
    'callbacks[0] is {"name":"earlyStopping",',
  ],
  ['other settings of the user', { settings: { task: 'storms' } }, 'settings.task is "storms", was "waves"'],
])('%s is refused, with what differs', async (_, changed, difference) => {
  const store = await brokenOff();
  const kept = new Map(store.entries);
  const error = await goOn(store, changed).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BackupError);
  expect((error as Error).message).toContain('backup: backup-');
  expect((error as Error).message).toContain(' is of another run: ');
  expect((error as BackupError).differences.join('; ')).toContain(difference);
  expect((error as Error).message).toContain(difference);
  expect(store.entries).toEqual(kept);
});

test('another version and another format are refused', async () => {
  const change = async (from: string, to: string) => {
    const store = await brokenOff();
    for (const [name, bytes] of store.entries) {
      // The checksums are in the header, and left out of it they are not compared.
      const text = Buffer.from(bytes)
        .toString('latin1')
        .replace(from, to)
        .replace('seqloom.checksum', 'seqloom.unchecked');
      const grown = text.length - bytes.length;
      const out = Buffer.from(text, 'latin1');
      out.writeBigUInt64LE(out.readBigUInt64LE(0) + BigInt(grown), 0);
      store.entries.set(name, new Uint8Array(out));
    }
    return goOn(store, {});
  };
  await expect(
    change('signature\\":{\\"version\\":\\"0.0.0', 'signature\\":{\\"version\\":\\"0.0.9'),
  ).rejects.toThrow('version is "0.0.0", was "0.0.9"');
  await expect(change('{\\"format\\":1,\\"version', '{\\"format\\":7,\\"version')).rejects.toThrow(
    'format is 1, was 7 of version 0.0.0',
  );
});

test('more epochs make a run longer', async () => {
  const store = await brokenOff();
  const longer = await goOn(store, { epochs: 6 });
  expect(longer.epochs).toEqual([0, 1, 2, 3, 4, 5]);
});

test('an iterable that gives other batches in each process is refused', async () => {
  let process = 0;
  const drawn = (): TrainingData => {
    const random = createRandom(process++, 'x');
    return {
      *[Symbol.iterator]() {
        for (let i = 0; i < 4; i++) {
          const inputs = { data: random.fillNormal(new Float32Array(8)), shape: [4, 2] };
          yield { inputs, targets: { data: new Float32Array(4), shape: [4, 1] } };
        }
      },
    };
  };
  const store = await brokenOff(drawn());
  await expect(goOn(store, { data: drawn() })).rejects.toThrow(
    /^backup: backup-\d\.safetensors cannot be resumed: the data give other batches than those of its run\. Give arrays, /,
  );
});

test('when the newer backup is damaged, the older one is used, with a warning', async () => {
  const whole = model();
  await fit(whole, arrays(), OPTIONS);
  for (const position of [3, 200, -1]) {
    const store = await brokenOff();
    const names = [...store.entries.keys()];
    const numbers = names.map((name) =>
      Number(/\\"number\\":(\d+)/.exec(Buffer.from(store.entries.get(name)!).toString('latin1'))![1]),
    );
    const newer = names[numbers.indexOf(Math.max(...numbers))]!;
    const bytes = store.entries.get(newer)!;
    bytes[position < 0 ? bytes.length - 1 : position]! ^= 4;
    const warnings = collectWarnings();
    const resumed = model();
    const places: string[] = [];
    await fit(resumed, arrays(), {
      ...OPTIONS,
      callbacks: [
        backup({ store, settings: { task: 'waves' }, onResume: ({ place }) => void places.push(place) }),
      ],
    });
    expect(places).toEqual([names.find((name) => name !== newer)]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      new RegExp(
        `^backup: ${newer} is damaged \\(.+\\)\\. The run goes on from .+, which is older: epoch 3, after 0 steps\\.$`,
        's',
      ),
    );
    expect(await bitsOf(resumed)).toEqual(await bitsOf(whole));
  }
});

test('a part of a file is damaged, too, and two damaged backups are refused', async () => {
  const store = await brokenOff();
  for (const [name, bytes] of store.entries) store.entries.set(name, bytes.slice(0, bytes.length / 2));
  await expect(goOn(store, {})).rejects.toThrow(
    /^backup: backup-0\.safetensors is damaged \(.+\); backup-1\.safetensors is damaged \(.+\)\. Remove it to begin from the start\.$/s,
  );
});

test('a backup that cannot be written ends the run, or is reported and left out', async () => {
  const full = () =>
    Object.assign(new MemoryStore(), {
      write: () => Promise.reject(new Error('disk/backup-0.safetensors: cannot be written (ENOSPC).')),
    });
  const run = (callback: ReturnType<typeof backup>) =>
    fit(model(), arrays(), { ...OPTIONS, callbacks: [callback] });
  await expect(run(backup({ store: full() }))).rejects.toThrow(
    'disk/backup-0.safetensors: cannot be written',
  );
  const errors: unknown[] = [];
  const { epochs } = await run(
    backup({ store: full(), everyMs: 0, onError: (error) => void errors.push(error) }),
  );
  expect(epochs).toHaveLength(4);
  expect(errors.length).toBeGreaterThan(3);
});

test('an aborted run keeps the step it was at', async () => {
  const whole = model();
  await fit(whole, arrays(), OPTIONS);
  for (const at of [1, 4, 7]) {
    const store = new MemoryStore();
    const controller = new AbortController();
    let steps = 0;
    const aborting = {
      onBatchEnd() {
        if (++steps === at) controller.abort(new Error('stop'));
      },
    };
    const callbacks = [backup({ store, everyMs: 1e9 }), aborting];
    await expect(
      fit(model(), arrays(), { ...OPTIONS, callbacks, signal: controller.signal }),
    ).rejects.toThrow('stop');
    const resumed = model();
    let point: unknown;
    await fit(resumed, arrays(), {
      ...OPTIONS,
      callbacks: [backup({ store, onResume: ({ epoch, batch }) => (point = [epoch, batch]) })],
    });
    expect(point).toEqual([Math.floor(at / 4), at % 4]);
    expect(await bitsOf(resumed)).toEqual(await bitsOf(whole));
  }
});

test('a backup that outlives its run gives the same outcome again, without a step', async () => {
  const store = new MemoryStore();
  let steps = 0;
  const run = async () => {
    const made = model();
    const callbacks = [
      earlyStopping({ monitor: 'loss', restoreBestWeights: true, patience: 1 }),
      backup({ store, removeAtEnd: false }),
      { onBatchEnd: () => void steps++ },
    ];
    const { logs } = await fit(made, arrays(), {
      ...OPTIONS,
      optimizer: rmsprop({ learningRate: 0.5 }),
      epochs: 9,
      callbacks,
    });
    return { logs, bits: await bitsOf(made) };
  };
  const first = await run();
  const done = steps;
  expect(await run()).toEqual(first);
  expect(steps).toBe(done);
  expect(await hasBackup(store)).toBe(true);
});

test('a backup is a model file', async () => {
  const store = await brokenOff();
  const { model: loaded, logs } = load(store.entries.values().next().value!, { layers: [Dense] });
  expect(loaded.countParams()).toBe(13);
  expect(logs).toHaveLength(2);
});

test('options and a second backup are checked', async () => {
  const store = new MemoryStore();
  expect(() => backup({ store: {} as never })).toThrow(
    'backup: store must have read, write, remove, got {}.',
  );
  expect(() => backup({ store, everyMs: -1 })).toThrow('backup: everyMs must be');
  expect(() => backup({ store, every: 1 } as never)).toThrow('every');
  const callbacks = [backup({ store }), backup({ store })];
  await expect(fit(model(), arrays(), { ...OPTIONS, callbacks })).rejects.toThrow(
    'fit: takes one backup, got 2.',
  );
});
