/** An interval of an axis. */
export type Domain = readonly [low: number, high: number];

/** The smallest and largest finite value, or undefined when there is none. */
export function extent(values: Iterable<number>): Domain | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : undefined;
}

/** A domain with a margin at both ends, so that no mark touches the frame; a single value gets an interval around it. */
export function padded([low, high]: Domain, fraction = 0.05): Domain {
  const margin = high > low ? (high - low) * fraction : Math.abs(low) * 0.1 || 1;
  return [low - margin, high + margin];
}

/**
 * Round numbers inside a domain: multiples of 1, 2 or 5 times a power of ten, about `count` of them.
 *
 * @param integers Steps of at least 1, for axes that count (epochs).
 */
export function niceTicks([low, high]: Domain, count: number, integers = false): number[] {
  const raw = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= raw * 0.999) ?? 10;
  const step = Math.max(integers ? 1 : 0, factor * power);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // multiplying avoids the drift of repeated adding; + 0 turns −0 into 0
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => clean((first + i) * step) + 0);
}

/**
 * Numbers inside a domain of decimal logarithms: 1, 2 and 5 times the powers of ten, or the powers alone when those are
 * more than `count`.
 */
export function logTicks([low, high]: Domain, count: number): number[] {
  const powers = Array.from(
    { length: Math.floor(high) - Math.floor(low) + 1 },
    (_, i) => 10 ** (Math.floor(low) + i),
  );
  const inside = (ticks: number[]) =>
    ticks.map(clean).filter((tick) => Math.log10(tick) >= low - 1e-9 && Math.log10(tick) <= high + 1e-9);
  const all = inside(powers.flatMap((power) => [power, 2 * power, 5 * power]));
  return all.length <= Math.max(3, count) ? all : inside(powers);
}

/** Removes the digits that binary fractions add: 0.30000000000000004 → 0.3. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}

/** Labels with as many decimals as the step between the ticks needs. */
export function tickLabels(ticks: readonly number[]): string[] {
  const largest = Math.max(...ticks.map(Math.abs));
  if (largest >= 1e6 || (largest > 0 && largest < 1e-3)) return ticks.map((tick) => tick.toPrecision(3));
  const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : (ticks[0] ?? 1);
  const decimals = Math.max(0, Math.min(10, -Math.floor(Math.log10(Math.abs(step) || 1) + 1e-9)));
  return ticks.map((tick) => tick.toFixed(decimals).replace('-', '−'));
}
