/** The ranks of a run do not agree: they were given different things, or their weights differ. All ranks throw it. */
export class RankError extends Error {
  override readonly name: string = 'RankError';
  /** The rank that differs from rank 0. */
  readonly rank: number;
  /** What differs, for instance `seed is 2, on rank 0 it is 1`. */
  readonly differences: readonly string[];

  constructor(message: string, rank: number, differences: readonly string[]) {
    super(message);
    this.rank = rank;
    this.differences = differences;
  }
}
