/** What is told of a file. */
export interface ShardForm {
  /** The column or the key of the texts. Default `text`, or the only one. */
  readonly column: string | undefined;
  readonly signal: AbortSignal;
}

/** A file that cannot be scored as it is. */
export class ShardError extends Error {
  override readonly name: string = 'ShardError';
  readonly path: string;

  /** @param problem a clause, for instance `is empty` */
  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`${path} ${problem}`, options);
    this.path = path;
  }
}
