/** Another rank has ended the job. */
export class RankLostError extends Error {
  override readonly name: string = 'RankLostError';
  /** The rank that ended it. */
  readonly rank: number;

  /** @param reason why, as that rank gave it */
  constructor(rank: number, reason: unknown) {
    super(`rank ${rank} ended the job: ${reason instanceof Error ? reason.message : String(reason)}`, {
      cause: reason,
    });
    this.rank = rank;
  }
}
