/** What is told of a file. */
export interface ShardForm {
  /** The column or the key of the texts. Default `text`, or the only one. */
  readonly column: string | undefined;
  readonly signal: AbortSignal;
}

/** The problem of a file in another encoding. */
export const NOT_UTF_8 = 'is half-written or not UTF-8. Convert it, for instance by iconv.';

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
