/** The network of the home page and what it is trained with. */
export const WAVE = {
  /** Values that the network sees. */
  window: 32,
  /** Windows that it learns from. */
  windows: 512,
  units: 24,
  batchSize: 32,
  epochs: 24,
  learningRate: 0.005,
  /** Values that it then continues the wave by. */
  ahead: 96,
} as const;

/** The number of steps of a training. */
export const WAVE_STEPS: number = WAVE.epochs * (WAVE.windows / WAVE.batchSize);

/**
 * Values `from` to `from + length − 1` of the wave: the mean of two, of 24 and of 36 steps. A point is turned by a fixed angle
 * again and again; products and sums are the same on every machine, sines are not.
 */
export function waveValues(from: number, length: number): Float32Array {
  const day = turned(0.9659258262890683, 0.25881904510252074, from + length);
  const slow = turned(0.984807753012208, 0.17364817766693033, from + length);
  return Float32Array.from({ length }, (_, i) => (day[from + i]! + slow[from + i]!) / 2);
}

/** The heights of a point that turns around the origin by the angle of this cosine and sine. */
function turned(cosine: number, sine: number, length: number): number[] {
  let [x, y] = [1, 0];
  return Array.from({ length }, () => {
    const height = y;
    [x, y] = [x * cosine - y * sine, x * sine + y * cosine];
    return height;
  });
}
