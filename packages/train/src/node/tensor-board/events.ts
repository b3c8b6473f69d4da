import { joinBytes } from '@seqloom/archives/streams';
import { bytesField, doubleField, type Field, integerField, messageField, textField } from './protobuf.ts';

/** When something was measured. */
export interface EventTime {
  /** Seconds since 1970. */
  readonly wallTime: number;
  /** Epochs or batches. */
  readonly step: number;
}

/** The first event of a file: the version of the format, and who writes it. */
export function versionEvent(wallTime: number): Uint8Array {
  return joinBytes([
    doubleField(1, wallTime),
    textField(3, 'brain.Event:2'),
    messageField(10, [textField(1, 'seqloom')]),
  ]);
}

/** A number under a tag, as `tf.summary.scalar` writes it. */
export function scalarEvent(tag: string, value: number, at: EventTime): Uint8Array {
  return tensorEvent(tag, at, { plugin: 'scalars', dataClass: 1 }, [
    integerField(1, 1), // DT_FLOAT
    messageField(2, []), // no axes
    bytesField(
      4,
      littleEndian(4, [value], (view, offset, number) => view.setFloat32(offset, number, true)),
    ),
  ]);
}

/** How many numbers lie between two ends. */
export interface Bucket {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The distribution of numbers under a tag, as `tf.summary.histogram` writes it: `[K, 3]` float64. */
export function histogramEvent(tag: string, buckets: readonly Bucket[], at: EventTime): Uint8Array {
  const rows = buckets.flatMap(({ from, to, count }) => [from, to, count]);
  return tensorEvent(tag, at, { plugin: 'histograms', dataClass: 2 }, [
    integerField(1, 2), // DT_DOUBLE
    messageField(
      2,
      [buckets.length, 3].map((size) => messageField(2, [integerField(1, size)])),
    ),
    bytesField(
      4,
      littleEndian(8, rows, (view, offset, number) => view.setFloat64(offset, number, true)),
    ),
  ]);
}

/**
 * An `Event` with one value.
 *
 * **Source**: `event.proto`, `summary.proto` and `tensor.proto` of TensorFlow.
 */
function tensorEvent(
  tag: string,
  { wallTime, step }: EventTime,
  { plugin, dataClass }: { readonly plugin: string; readonly dataClass: number },
  tensor: readonly Field[],
): Uint8Array {
  const metadata = messageField(9, [messageField(1, [textField(1, plugin)]), integerField(4, dataClass)]);
  const value = messageField(1, [textField(1, tag), messageField(8, tensor), metadata]);
  return joinBytes([
    doubleField(1, wallTime),
    ...(step === 0 ? [] : [integerField(2, step)]), // 0 is what a reader takes where the field is missing
    messageField(5, [value]),
  ]);
}

function littleEndian(
  size: number,
  values: readonly number[],
  set: (view: DataView, offset: number, value: number) => void,
): Uint8Array {
  const bytes = new Uint8Array(size * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) set(view, i * size, value);
  return bytes;
}
