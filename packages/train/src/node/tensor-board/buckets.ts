import type { Bucket } from './events.ts';

/** As many as TensorBoard makes. */
const BUCKETS = 30;

/**
 * The distribution of numbers in 30 buckets of one width from the smallest to the largest. Numbers that are all equal are in the last one
 * of 30 without width. Numbers that are not finite are left out;
 * where there are no others, there is no bucket.
 *
 * **Source**: `tf.summary.histogram`.
 */
export function bucketsOf(values: ArrayLike<number>): Bucket[] {
  const finite = Array.from(values).filter(Number.isFinite);
  if (finite.length === 0) return [];
  let [low, high] = [finite[0]!, finite[0]!];
  for (const value of finite) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const width = (high - low) / BUCKETS;
  const counts = new Array<number>(BUCKETS).fill(0);
  for (const value of finite) {
    const bucket = width === 0 ? BUCKETS - 1 : Math.min(BUCKETS - 1, Math.floor((value - low) / width));
    counts[bucket]!++;
  }
  return counts.map((count, i) => ({
    from: low + i * width,
    to: i === BUCKETS - 1 ? high : low + (i + 1) * width,
    count,
  }));
}
