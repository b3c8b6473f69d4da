import type { Batch, NdArray } from '@seqloom/arrays';
import {
  boolean,
  count,
  type OptionRules,
  optional,
  positiveInteger,
  resolveOptions,
} from '@seqloom/options';
import { createRandom } from '@seqloom/random';
import type { Matrix } from './missing.ts';
import { gatherTargets } from './window-targets.ts';
import { gatherWindows, type Windows } from './windows.ts';

/** Options of {@link lookbackGenerator}, those of the book's `generator`. */
export interface LookbackOptions {
  /** Rows a window looks back. */
  readonly lookback: number;
  /** Rows from the window's end to its target. */
  readonly delay: number;
  /** The column of the targets. Default 1, the temperature of the Jena file. */
  readonly targetColumn?: number;
  /** First row used. Default 0. */
  readonly minIndex?: number;
  /** Windows end before this row; the targets lie `delay` rows later. Default `rows − delay − 1`. */
  readonly maxIndex?: number | undefined;
  /** Whether windows are drawn at random, with repetition. Default false. */
  readonly shuffle?: boolean;
  /** Seed of the draws. Default 0. */
  readonly seed?: number;
  /** Windows a batch. Default 128. */
  readonly batchSize?: number;
  /** Rows from one time step to the next. Default 6. */
  readonly step?: number;
}

const LOOKBACK_RULES: OptionRules<LookbackOptions> = {
  lookback: positiveInteger(),
  delay: count(),
  targetColumn: count(1),
  minIndex: count(0),
  maxIndex: optional(count()),
  shuffle: boolean(false),
  seed: count(0),
  batchSize: positiveInteger(128),
  step: positiveInteger(6),
};

/** Batches without end. */
export interface EndlessBatches extends Iterable<Batch<NdArray>> {
  /** Infinity: the caller decides when to stop. */
  readonly length: number;
}

/**
 * The generator of the book's listing 6.33, unchanged: batches without end, from
 * `data[row − lookback … row − 1]` in steps of `step`, with the target `data[row + delay]`. In order, it begins
 * again as soon as no full batch fits before `maxIndex`.
 *
 * It does not keep the borders of a split: targets lie up to `delay` rows beyond `maxIndex`, in the next part. It
 * does not know times either: its windows cross gaps and irregular rows. {@link forecastWindows} keeps borders, and with `series:
 * stretches(times)` crosses no such row.
 *
 * Shapes: `data [rows, D]` → `inputs [B, floor(lookback / step), D]`, `targets [B]`.
 *
 * @throws RangeError when an option is out of range, when step does not divide lookback (the book's code breaks
 * there), or when no batch fits.
 * Source: F. Chollet, _Deep Learning with Python_, section 6.3.2.
 * @example
 * take(lookbackGenerator(scaled, { lookback: 1440, delay: 144, minIndex: 200_001, maxIndex: 300_000 }), 769);
 */
export function lookbackGenerator(data: Matrix, options: LookbackOptions): EndlessBatches {
  const owner = 'lookbackGenerator';
  const settings = resolveOptions(owner, options, LOOKBACK_RULES);
  const { lookback, delay, targetColumn, minIndex, step, batchSize, shuffle, seed } = settings;
  const [rows = 0, width = 0] = data.shape;
  const { maxIndex = rows - delay - 1 } = settings;
  if (lookback % step !== 0) {
    throw new RangeError(`${owner}: lookback ${lookback} is no multiple of step ${step}. Give one that is.`);
  }
  if (targetColumn >= width) {
    throw new RangeError(`${owner}: targetColumn must be one of the ${width} columns, got ${targetColumn}.`);
  }
  const first = minIndex + lookback;
  if (maxIndex + delay > rows || first >= maxIndex) {
    throw new RangeError(
      `${owner}: rows ${minIndex} … ${maxIndex} with lookback ${lookback} and delay ${delay} hold no window in ${rows} rows. Give a longer series.`,
    );
  }
  const targets = Float32Array.from({ length: rows }, (_, row) => data.data[row * width + targetColumn]!);

  /** A batch whose windows end before the given rows. */
  const batchAt = (ends: Int32Array): Batch<NdArray> => {
    const windows: Windows = {
      data,
      targets,
      length: lookback / step,
      step,
      starts: ends.map((row) => row - lookback),
      targetRows: ends.map((row) => row + delay),
    };
    const all = Array.from(ends, (_, i) => i);
    return { inputs: gatherWindows(windows, all), targets: gatherTargets(windows, all) };
  };

  return {
    length: Number.POSITIVE_INFINITY,
    *[Symbol.iterator]() {
      if (shuffle) {
        for (let batch = 0; ; batch++) {
          const random = createRandom(seed, 'lookback', batch);
          yield batchAt(
            Int32Array.from({ length: batchSize }, () => first + random.integer(maxIndex - first)),
          );
        }
      }
      for (let row = first; ; ) {
        if (row + batchSize >= maxIndex) row = first;
        const size = Math.min(batchSize, maxIndex - row);
        const from = row;
        yield batchAt(Int32Array.from({ length: size }, (_, i) => from + i));
        row += size;
      }
    },
  };
}
