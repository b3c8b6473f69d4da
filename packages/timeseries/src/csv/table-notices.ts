import type { NumberColumn, Table, TextColumn } from '../table.ts';
import { kindOfCell } from './cells.ts';
import type { Layout } from './layout.ts';
import type { ReadCsvSettings } from './read-csv-options.ts';

/** A sentence about columns that look like times and are not used. */
export function unusedTimes(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const several = names.length > 1;
  const list = names.map((name) => `"${name}"`).join(', ');
  return [`${list} ${several ? 'look' : 'looks'} like a time and ${several ? 'are' : 'is'} not used as one`];
}

/** A sentence about columns of numbers whose leading zeros are gone: codes of stations, perhaps. */
export function leadingZeros({ rows, names }: Layout, columns: Table['columns']): string[] {
  const codes: string[] = [];
  for (const [i, name] of names.entries()) {
    const first = rows[0]?.cells[i];
    if (first === undefined || !/^0\d\d+$/.test(first) || columns.get(name)?.kind !== 'number') continue;
    const sameWidth = rows.every(({ cells }) => cells[i]?.length === first.length);
    if (sameWidth) codes.push(`"${name}" (${first} is read as ${Number(first)})`);
  }
  if (codes.length === 0) return [];
  return [`leading zeros are not kept in ${codes.join(', ')}; as texts they are`];
}

/** A sentence about a column of texts in which most are numbers. */
export function textNotice(
  name: string,
  column: NumberColumn | TextColumn,
  { columns }: ReadCsvSettings,
): string | undefined {
  if (column.kind !== 'text' || (Object.hasOwn(columns, name) && columns[name] === 'text')) return undefined;
  const texts = column.categories.filter((text) => text !== '');
  const withUnit = texts.find((text) => /^[+-]?\d[\d.,]*\s*[^\d\s.,:/-]{1,4}$/.test(text.trim()));
  if (withUnit !== undefined && texts.every((text) => /^[+-]?\d/.test(text))) {
    return `column "${name}" holds texts such as "${withUnit}": numbers must stand alone, without a unit`;
  }
  const other = texts.find((text) => kindOfCell(text.trim()) !== 'number');
  const numbers = texts.filter((text) => kindOfCell(text.trim()) === 'number').length;
  if (other === undefined || numbers * 2 < texts.length) return undefined;
  return `column "${name}" holds texts, because "${other.slice(0, 40)}" is no number`;
}
