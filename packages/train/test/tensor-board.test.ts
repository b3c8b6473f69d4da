import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense } from '@seqloom/nn';
import { readRecorded } from '@seqloom/vitest/recorded';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fit, Sequential, sgd } from '../src/index.ts';
import { tensorBoard } from '../src/node/index.ts';
import { bucketsOf } from '../src/node/tensor-board/buckets.ts';
import { histogramEvent, scalarEvent, versionEvent } from '../src/node/tensor-board/events.ts';
import { record } from '../src/node/tensor-board/record-file.ts';

startBackend(wasmBackend());

describe('bytes are those of TensorFlow', () => {
  const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
  const events = readRecorded<string[]>('tensor_board', 'events').map(bytesOf);
  const file = bytesOf(readRecorded<string>('tensor_board', 'file'));
  /** The time is the first field of an event. */
  const timeOf = (event: Uint8Array) => new DataView(event.buffer, event.byteOffset).getFloat64(1, true);

  test('of records', () => {
    expect(new Uint8Array(Buffer.concat(events.map(record)))).toEqual(file);
  });

  test('of the version, but for the name of the writer', () => {
    const own = Buffer.from(versionEvent(timeOf(events[0]!)));
    const end = own.indexOf('brain.Event:2') + 'brain.Event:2'.length;
    expect(own.subarray(0, end)).toEqual(Buffer.from(events[0]!).subarray(0, end));
  });

  test.each([
    [1, 'epoch_loss', 0.6912345, 0],
    [2, 'epoch_loss', 0.25, 1],
    [3, 'epoch_learning_rate', 1e-3, 300],
    [4, 'epoch_größe', Number.NaN, 2],
  ])('of a number (%i)', (i, tag, value, step) => {
    const expected = events[i]!;
    expect(scalarEvent(tag, value, { wallTime: timeOf(expected), step })).toEqual(expected);
  });

  test('of a distribution', () => {
    const expected = events[5]!;
    const buckets = [
      { from: -1, to: 0.5, count: 3 },
      { from: 0.5, to: 2, count: 4 },
    ];
    const own = histogramEvent('dense/kernel/histogram', buckets, { wallTime: timeOf(expected), step: 1 });
    expect(own).toEqual(expected);
  });
});

test('buckets divide the range evenly; equal numbers are in the last one', () => {
  const buckets = bucketsOf([0, 1, 15, 29.5, 30, Number.NaN]);
  expect(buckets).toHaveLength(30);
  expect(buckets[0]).toEqual({ from: 0, to: 1, count: 1 });
  expect(buckets.map(({ count }) => count).filter((count) => count > 0)).toEqual([1, 1, 1, 2]);
  expect(buckets.at(-1)).toEqual({ from: 29, to: 30, count: 2 });
  const equal = bucketsOf([2, 2, 2]);
  expect(equal.every(({ from, to }) => from === 2 && to === 2)).toBe(true);
  expect(equal.map(({ count }) => count)).toEqual([...new Array(29).fill(0), 3]);
  expect(bucketsOf([Number.NaN])).toEqual([]);
});

describe('a run', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seqloom-board-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const line = { data: Float32Array.of(1, 2, 3, 4), shape: [4, 1] };
  const data = { inputs: line, targets: line };
  const run = async (options: object, epochs = 3, more: object = {}) => {
    const model = new Sequential([new Dense({ units: 1, name: 'out' })]);
    const optimizer = sgd({ learningRate: 0.01 });
    const callbacks = [tensorBoard({ logDir: folder, ...options })];
    const settings = { loss: 'mse', metrics: ['mae'], epochs, batchSize: 2, validation: data } as const;
    try {
      return await fit(model, data, { ...settings, optimizer, callbacks, ...more });
    } finally {
      model.dispose();
      optimizer.dispose();
    }
  };

  test('writes its logs and the step size to train/, those of validation data to validation/', async () => {
    const { logs } = await run({}, 3, { validationFreq: 2 });
    expect((await readdir(folder)).sort()).toEqual(['train', 'validation']);
    const rate = Math.fround(0.01);
    expect(await readScalars(join(folder, 'train'))).toEqual(
      logs.flatMap(({ loss, mae }, step) => [
        { tag: 'epoch_loss', step, value: Math.fround(loss) },
        { tag: 'epoch_mae', step, value: Math.fround(mae!) },
        { tag: 'epoch_learning_rate', step, value: rate },
      ]),
    );
    expect(await readScalars(join(folder, 'validation'))).toEqual([
      { tag: 'epoch_loss', step: 1, value: Math.fround(logs[1]!.valLoss!) },
      { tag: 'epoch_mae', step: 1, value: Math.fround(logs[1]!.valMae!) },
    ]);
    const [name] = await readdir(join(folder, 'train'));
    expect(name).toMatch(/^events\.out\.tfevents\.\d{10}\..+\.v2$/);
  });

  test('writes batches and distributions of weights where it is told to', async () => {
    const { logs } = await run({ updateFreq: 'batch', histogramFreq: 2 }, 2);
    const scalars = await readScalars(join(folder, 'train'));
    const losses = scalars.filter(({ tag }) => tag === 'batch_loss');
    expect(losses.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
    expect(losses[3]!.value).toBe(Math.fround(logs[1]!.loss)); // the mean of the epoch so far
    expect(scalars.filter(({ tag }) => tag === 'batch_mae').at(-1)!.value).toBe(Math.fround(logs[1]!.mae!));
    const histograms = scalars.filter(({ tag }) => tag.endsWith('/histogram'));
    expect(histograms.map(({ tag, step }) => [tag, step])).toEqual([
      ['out/kernel/histogram', 0],
      ['out/bias/histogram', 0],
    ]);
  });

  test('a continued run adds a file', async () => {
    const model = new Sequential([new Dense({ units: 1 })]);
    const optimizer = sgd();
    const settings = { loss: 'mse', optimizer, callbacks: [tensorBoard({ logDir: folder })] } as const;
    await fit(model, data, { ...settings, epochs: 2 });
    await fit(model, data, { ...settings, epochs: 3, initialEpoch: 2 });
    expect(await readdir(join(folder, 'train'))).toHaveLength(2);
    const losses = (await readScalars(join(folder, 'train'))).filter(({ tag }) => tag === 'epoch_loss');
    expect(losses.map(({ step }) => step)).toEqual([0, 1, 2]);
    model.dispose();
    optimizer.dispose();
  });

  test('fails before the first step where it cannot write, and names the file', async () => {
    await writeFile(join(folder, 'train'), 'a file');
    await expect(run({})).rejects.toThrow(/train.events\.out\..*: cannot be written/);
    expect(() => tensorBoard({ logDir: 3 as never })).toThrow('tensorBoard: logDir must be a string, got 3.');
    expect(() => tensorBoard({ logDir: folder, updateFreq: 0 })).toThrow(
      'tensorBoard: updateFreq must be a positive integer, got 0.',
    );
    expect(() => tensorBoard({ logDir: folder, updateFreq: 'step' as never })).toThrow(
      'tensorBoard: updateFreq must be "epoch", "batch" or a positive integer, got "step".',
    );
  });
});

/** The numbers in the event files of a folder, by the order of the files. Of a distribution the value is NaN. */
async function readScalars(folder: string) {
  const found: { tag: string; step: number; value: number }[] = [];
  for (const name of (await readdir(folder)).sort()) {
    for (const bytes of recordsIn(await readFile(join(folder, name)))) {
      const event = decode(bytes);
      const [summary] = event.get(5) ?? [];
      if (!summary) continue;
      const value = decode(decode(summary as Uint8Array).get(1)![0] as Uint8Array);
      const tensor = decode(value.get(8)![0] as Uint8Array);
      const content = tensor.get(4)![0] as Uint8Array;
      found.push({
        tag: Buffer.from(value.get(1)![0] as Uint8Array).toString(),
        step: (event.get(2)?.[0] as number | undefined) ?? 0,
        value: content.length === 4 ? Buffer.from(content).readFloatLE() : Number.NaN,
      });
    }
  }
  return found;
}

/** The records of a file: length, check, bytes, check. */
function recordsIn(file: Buffer): Uint8Array[] {
  const records: Uint8Array[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    records.push(file.subarray(at + 12, at + 12 + length));
    at += 16 + length;
  }
  return records;
}

/** The fields of a message of the protocol buffers. */
function decode(bytes: Uint8Array): Map<number, (number | Uint8Array)[]> {
  const fields = new Map<number, (number | Uint8Array)[]>();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const take = (length: number) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = varint();
    const kind = key & 7;
    const value = kind === 0 ? varint() : take(kind === 1 ? 8 : kind === 5 ? 4 : varint());
    fields.set(key >> 3, [...(fields.get(key >> 3) ?? []), value]);
  }
  return fields;
}
