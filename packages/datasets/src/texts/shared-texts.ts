/** A text that is in two parts. */
export interface SharedText {
  /** The names of the parts. */
  readonly parts: readonly [first: string, second: string];
  /** The place of the text in each, from 0. */
  readonly rows: readonly [first: number, second: number];
  readonly text: string;
}

/**
 * What texts that are copies of one another have in common: capitals and blanks do not make another text of it.
 *
 * @example
 * textKey('A  good film') === textKey('a good film'); // true
 */
export function textKey(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/**
 * Texts that are in more than one part, where capitals and blanks do not count: what a model has learned by heart it will know in
 * the test. Each text is listed once for each pair of parts.
 *
 * @example
 * const shared = sharedTexts({ train, test });
 * if (shared.length > 0) console.warn(`${shared.length} test texts are in the training part`);
 */
export function sharedTexts(
  parts: Readonly<Record<string, { readonly texts: readonly string[] }>>,
): readonly SharedText[] {
  const places = Object.entries(parts).map(([name, { texts }]) => {
    const rows = new Map<string, number>();
    for (const [row, text] of texts.entries()) {
      const key = textKey(text);
      if (!rows.has(key)) rows.set(key, row);
    }
    return { name, texts, rows };
  });
  return places.flatMap((first, i) =>
    places.slice(i + 1).flatMap((second) =>
      [...first.rows].flatMap(([key, row]): SharedText[] => {
        const other = second.rows.get(key);
        if (other === undefined) return [];
        return [{ parts: [first.name, second.name], rows: [row, other], text: first.texts[row]! }];
      }),
    ),
  );
}
