/**
 * Which updates the rows of a parameter's slots have had. RMSprop's means of a row that does not occur in a batch only fade; they wait for
 * that until the row occurs again, or until somebody looks at the slots.
 */
export class WaitingRows {
  /** By row: the number of updates that it has had. */
  readonly #had: Int32Array;
  #updates = 0;

  constructor(rows: number) {
    this.#had = new Int32Array(rows);
  }

  /** By row: the updates that it has missed. */
  get missed(): Int32Array {
    return this.#had.map((had) => this.#updates - had);
  }

  /** Counts an update in which only these rows take part. Returns how many each of them has missed before. */
  count(rows: Int32Array): Int32Array {
    const missed = rows.map((row) => this.#updates - this.#had[row]!);
    this.#updates++;
    for (const row of rows) this.#had[row] = this.#updates;
    return missed;
  }
}
