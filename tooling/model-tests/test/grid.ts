/**
 * Distinct numbers in −1 … 1, in a fixed shuffled order: no two lie closer than 2 / count and none closer than 1 / count to 0, so
 * that the small steps of a finite difference cross no kink of a relu or a maximum (count up to 90 for steps of 0.01).
 */
export function grid(count: number, seed = 1): Float32Array {
  const values = Float32Array.from({ length: count }, (_, i) => ((i + 0.5) * 2) / count - 1);
  let state = seed >>> 0;
  for (let i = count - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    [values[i], values[j]] = [values[j]!, values[i]!];
  }
  return count % 2 === 0 ? values : values.map((value) => value + 1 / (2 * count));
}
