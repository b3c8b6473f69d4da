import { crc32 } from '@seqloom/archives';
import type { BatchData, NdArray } from '@seqloom/arrays';
import { hasNumberedPasses } from '../data/data-plan.ts';
import { firstPart, type ModelBatch, namedParts } from '../data/parts.ts';
import { isIterable, type TrainingData } from '../data/training-data.ts';

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

function partsOf({ inputs, targets, sampleWeights }: ModelBatch): [string, NdArray][] {
  const parts = [
    ...namedParts('inputs', inputs),
    ...namedParts('targets', targets),
    ...(sampleWeights === undefined ? [] : namedParts('sampleWeights', sampleWeights)),
  ];
  return parts as [string, NdArray][]; // the data were checked
}

function describeArray({ data, shape }: NdArray): DataDescription {
  return { shape, crc32: crc32(bytesOf(data)) };
}

function bytesOf({ buffer, byteOffset, byteLength }: BatchData): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Values at equal distances, at most so many. */
function spread(data: BatchData, most: number): BatchData {
  if (data.length <= most) return data;
  const distance = data.length / most;
  return Float32Array.from({ length: most }, (_, i) => data[Math.floor(i * distance)]!);
}
