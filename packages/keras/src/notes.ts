/** What a file says and is passed over, once each. */
export class Notes {
  readonly #notes = new Set<string>();

  add(note: string): void {
    this.#notes.add(note);
  }

  get list(): readonly string[] {
    return [...this.#notes];
  }
}
