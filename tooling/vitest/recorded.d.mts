/** An array that a script in tooling/oracles recorded. */
export interface Recorded {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export function readRecorded<T>(file: string, subject?: string): T;

export function relativeError(got: ArrayLike<number>, expected: readonly number[]): number;
