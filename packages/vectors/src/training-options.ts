/** What both trainers take. */
export interface TrainingOptions {
  /** Length of the vectors, `D`. Default 100. */
  readonly dimensions?: number;
  /** Decides the initial vectors and every draw: the same seed gives the same vectors. Default 0. */
  readonly seed?: number;
  /** Ends the training with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** @throws RangeError unless `value` is a positive integer */
export function checkPositiveInteger(trainer: string, option: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${trainer}: ${option} must be a positive integer, got ${value}.`);
  }
}

/** @throws RangeError unless `value` is a positive finite number */
export function checkPositive(trainer: string, option: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new RangeError(`${trainer}: ${option} must be a positive number, got ${value}.`);
  }
}
