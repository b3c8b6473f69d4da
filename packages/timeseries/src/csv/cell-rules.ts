import { MISSING } from './cells.ts';
import type { CellRules } from './column-builder.ts';
import type { NumberFormat } from './number-format.ts';
import type { MissingValue, ReadCsvSettings } from './read-csv-options.ts';

/** The rules for each column: those for all, and what means "no value" in one. */
export function cellRules(
  { missing, sentinels }: Pick<ReadCsvSettings, 'missing' | 'sentinels'>,
  numbers: NumberFormat,
  encoding: string,
): (column: string) => CellRules {
  const everywhere = [...missing, ...sentinels].filter((each) => typeof each !== 'object');
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const withMissing = (values: readonly MissingValue[]): CellRules => ({
    missing: new Set([...MISSING, ...values.map(String)]),
    missingNumbers: Float64Array.from(values.filter((value) => value !== '').map(Number)).filter(
      (value) => !Number.isNaN(value),
    ),
    numbers,
    decode: (bytes, start, end, quote) => {
      const text = decoder.decode(bytes.subarray(start, end));
      return quote === 2 ? text.replaceAll('""', '"') : text;
    },
  });
  const shared = withMissing(everywhere);
  const own = new Map<string, MissingValue[]>();
  for (const each of missing) {
    if (typeof each === 'object') own.set(each.column, [...(own.get(each.column) ?? everywhere), each.value]);
  }
  const rules = new Map(Array.from(own, ([column, values]) => [column, withMissing(values)]));
  return (column) => rules.get(column) ?? shared;
}
