/** The tokens that every table has before its own. */
export const PADDING = 0;
export const UNKNOWN = 1;
export const BEGIN = 2;
export const END = 3;
const OWN = 4;

/**
 * Numbers tokens, words or characters: the more frequent, the lower the number. The first four numbers stand for padding, for tokens that are not in the
 * table, and for begin and end.
 */
export class TokenTable {
  static readonly className: string = 'TokenTable';
  readonly className: string = TokenTable.className;
  readonly #tokens: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;

  /** @param tokens each once */
  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
    this.#ids = new Map(tokens.map((token, i) => [token, i + OWN]));
  }

  /**
   * The table of the tokens of texts.
   *
   * @param most tokens with a number of their own
   */
  static of(texts: Iterable<readonly string[]>, most: number = Number.POSITIVE_INFINITY): TokenTable {
    const counts = new Map<string, number>();
    for (const tokens of texts) for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
    const ranked = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    return new TokenTable(ranked.slice(0, Math.max(0, most - OWN)).map(([token]) => token));
  }

  /** V: all numbers are below it. */
  get size(): number {
    return this.#tokens.length + OWN;
  }

  /** The tokens of its own, without the first four numbers. */
  get count(): number {
    return this.#tokens.length;
  }

  has(token: string): boolean {
    return this.#ids.has(token);
  }

  /** The numbers of tokens; those that are not in the table have one together. */
  encode(tokens: readonly string[]): Int32Array {
    return Int32Array.from(tokens, (token) => this.#ids.get(token) ?? UNKNOWN);
  }

  /** The token of a number; `…` for one that stands for no token of the table. */
  token(id: number): string {
    return this.#tokens[id - OWN] ?? '…';
  }

  toJSON(): object {
    return { className: this.className, tokens: this.#tokens };
  }

  /** @throws TypeError when the data are not a table's */
  static fromJSON(json: unknown): TokenTable {
    const { tokens } = (json ?? {}) as { readonly tokens?: unknown };
    const isList = Array.isArray(tokens) && tokens.every((token) => typeof token === 'string');
    if (isList && new Set(tokens).size === tokens.length) return new TokenTable(tokens);
    throw new TypeError('TokenTable: expected { tokens }, a list of texts, each once.');
  }
}
