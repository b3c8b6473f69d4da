/** Names as one text for the address: commas between them, commas and percent signs within them escaped. */
export function encodeNames(names: readonly string[]): string {
  return names.map((name) => name.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',');
}

/** The names of a text of {@link encodeNames}. */
export function decodeNames(text: string): readonly string[] {
  if (text === '') return [];
  return text.split(',').map((name) => name.replaceAll('%2C', ',').replaceAll('%25', '%'));
}
