/** The names of headings in addresses, as GitHub makes them: links work there and here. One for each page. */
export class Slugs {
  readonly #taken = new Map<string, number>();

  of(heading: string): string {
    const plain = heading
      .toLowerCase()
      .trim()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-');
    const count = this.#taken.get(plain) ?? 0;
    this.#taken.set(plain, count + 1);
    return count === 0 ? plain : `${plain}-${count}`;
  }
}
