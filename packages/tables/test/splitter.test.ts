import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { CsvSplitter, type CsvSplitterOptions } from '../src/splitter.ts';

const encoder = new TextEncoder();

/** Cuts bytes at the given places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const borders = [
    0,
    ...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b),
    bytes.length,
  ];
  return borders.slice(1).map((border, i) => bytes.subarray(borders[i], border));
}

function split(
  chunks: readonly Uint8Array[],
  delimiter = ',',
  options: CsvSplitterOptions = {},
): { fields: string[]; line: number }[] {
  const records: { fields: string[]; line: number }[] = [];
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const splitter = new CsvSplitter(
    delimiter,
    ({ bytes, starts, ends, quotes, count, line }) => {
      const fields = Array.from({ length: count }, (_, i) => {
        const text = decoder.decode(bytes.subarray(starts[i], ends[i]));
        return quotes[i] === 2 ? text.replaceAll('""', '"') : text;
      });
      records.push({ fields, line });
    },
    options,
  );
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return records;
}

describe('CsvSplitter', () => {
  it('finds the fields papaparse finds, quoted or not, regardless of the line ends and the borders of the chunks', () => {
    const field = fc.string({
      unit: fc.constantFrom('a', 'é', '🎬', '"', ',', ';', ' ', '\n', '\r\n', '1', '.'),
      maxLength: 6,
    });
    const rows = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.array(fc.nat(), { maxLength: 8 }),
        (table, delimiter, newline, quotes, places) => {
          const text = Papa.unparse(table, { delimiter, newline, quotes });
          const expected = Papa.parse<string[]>(text, { delimiter, newline, skipEmptyLines: false }).data;
          const found = split(cut(encoder.encode(text), places), delimiter).map(({ fields }) => fields);
          // an empty line is no record for us
          const empty = (fields: string[]): boolean => fields.length === 1 && fields[0] === '';
          expect(found.filter((fields) => !empty(fields))).toEqual(
            expected.filter((fields) => !empty(fields)),
          );
        },
      ),
      { numRuns: 400 },
    );
  });

  it('counts lines, also those inside quotes', () => {
    expect(split([encoder.encode('a\n"b\n\nc",1\n\nd')]).map(({ line }) => line)).toEqual([1, 2, 6]);
  });

  it('refuses a quote that is never closed, at the end of the file or after a megabyte', () => {
    expect(() => split([encoder.encode('a,b\n1,"2\n3,4\n')])).toThrow('line 2: a quote is not closed');
    const endless = encoder.encode(`a\n"${'x'.repeat(2 ** 20)}`);
    expect(() => split([endless])).toThrow('line 2: a record has more than 1048576 bytes');
  });

  it('takes any number of fields', () => {
    const wide = Array.from({ length: 300 }, (_, i) => String(i));
    expect(split([encoder.encode(wide.join(','))])[0]!.fields).toEqual(wide);
  });

  it('takes quotes for characters where they enclose nothing', () => {
    const text = '"Wow" she said\t1\n"never closed\t0\n5\'10"\t""\n';
    const found = split([encoder.encode(text)], '\t', { quoted: false });
    expect(found.map(({ fields }) => fields)).toEqual([
      ['"Wow" she said', '1'],
      ['"never closed', '0'],
      ['5\'10"', '""'],
    ]);
  });
});
