import { crc32 } from '@seqloom/archives';
import type { BatchData } from '@seqloom/arrays';
import { hasNumberedPasses } from '../data/data-plan.ts';
import { asInputArray, firstPart, type ModelBatch, namedParts } from '../data/parts.ts';
import { isIterable, type TrainingData } from '../data/training-data.ts';
import type { InputArray } from '../model/preprocessing.ts';

/** The most values of an array of a batch that are looked at, evenly spaced: a large bag of words would cost as much as its step. */
const MOST_VALUES = 16_384;

/** What data are, as far as a run that goes on can tell. Plain data. */
export type DataDescription = Readonly<Record<string, unknown>>;

/**
 * Describes data: arrays and lists of batches by all of their values, numbered batches by their first one. Batches of other
 * iterables cannot be looked at beforehand; the digest of those that were trained on tells them apart.
 */
export function describeData(data: TrainingData): DataDescription {
  if (!isIterable(data)) {
    const sums = partsOf(data as ModelBatch).map(([name, array]) => [name, describeArray(array)]);
    return { kind: 'arrays', ...Object.fromEntries(sums) };
  }
  if (Array.isArray(data)) {
    const digest = new BatchDigest();
    for (const batch of data as readonly ModelBatch[]) digest.add(batch, Number.POSITIVE_INFINITY);
    return { kind: 'list of batches', batches: data.length, crc32: digest.value };
  }
  if (!hasNumberedPasses(data)) return { kind: 'iterable' };
  const { length, samples } = data;
  const [first] = data.epoch(0);
  const digest = new BatchDigest();
  if (first) digest.add(first);
  const batchSize = first && firstPart(first.inputs).shape[0];
  return { kind: 'batches', batches: length, samples, batchSize, firstBatch: digest.value };
}

/** A checksum over batches, in the order in which they come. */
export class BatchDigest {
  value: number;

  constructor(value = 0) {
    this.value = value;
  }

  /** @param most how many values of each array are looked at */
  add(batch: ModelBatch, most: number = MOST_VALUES): void {
    for (const [name, { data, shape }] of partsOf(batch)) {
      this.value = crc32(new TextEncoder().encode(`${name} ${shape}`), this.value);
      this.value = crc32(bytesOf(spread(data, most)), this.value);
    }
  }
}

function partsOf({ inputs, targets, sampleWeights }: ModelBatch): [string, InputArray][] {
  const parts = [
    ...namedParts('inputs', inputs),
    ...namedParts('targets', targets),
    ...(sampleWeights === undefined ? [] : namedParts('sampleWeights', sampleWeights)),
  ];
  return parts.map(([name, part]) => [name, asInputArray(part) as InputArray]); // the data were checked
}

function describeArray({ data, shape }: InputArray): DataDescription {
  return { shape, crc32: crc32(bytesOf(data)) };
}

function bytesOf(data: InputArray['data']): Uint8Array {
  if (!isView(data)) return new TextEncoder().encode(JSON.stringify(data));
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Values at equal distances, at most so many. */
function spread(data: InputArray['data'], most: number): InputArray['data'] {
  if (data.length <= most) return data;
  const distance = data.length / most;
  const at = (_: unknown, i: number) => data[Math.floor(i * distance)]!;
  return isView(data)
    ? Float32Array.from({ length: most }, at as () => number)
    : Array.from({ length: most }, at as () => string);
}

function isView(data: InputArray['data']): data is BatchData {
  return ArrayBuffer.isView(data);
}
