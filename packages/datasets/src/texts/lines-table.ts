import { type Budget, BYTES_PER_FIELD, type TextTable } from './text-table.ts';

/**
 * Reads a text a line; an empty line is an empty text, the end of the last line begins no new one.
 *
 * @param bytes UTF-8
 * @throws DatasetError when they are more than may be read
 */
export function linesTable(bytes: Uint8Array, { budget }: { readonly budget: Budget }): TextTable {
  const texts = new TextDecoder().decode(bytes).split(/\r?\n/);
  if (texts.at(-1) === '') texts.pop();
  budget.take(bytes.length + texts.length * BYTES_PER_FIELD);
  return {
    form: 'lines',
    names: ['text'],
    named: false,
    columns: [texts],
    place: (row) => `line ${row + 1}`,
  };
}
