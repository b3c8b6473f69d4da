import { byteSource, type CsvRecord, CsvSplitter, markLength } from '@seqloom/tables';
import { NOT_UTF_8, ShardError, type ShardForm } from './shard-error.ts';

/** Texts of a column of delimited records (RFC 4180), whose names are in the first one. */
export async function* readCsvTexts(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  { column, signal }: ShardForm,
  delimiter: string,
): AsyncGenerator<readonly string[]> {
  let texts: string[] = [];
  let names: readonly string[] | undefined;
  let place = 0;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const field = (record: CsvRecord, i: number) => {
    try {
      return fieldOf(decoder, record, i);
    } catch (cause) {
      throw new ShardError(path, `${NOT_UTF_8} The line is ${record.line}.`, { cause });
    }
  };
  const splitter = new CsvSplitter(delimiter, (record) => {
    if (!names) {
      names = Array.from({ length: record.count }, (_, i) => field(record, i));
      place = placeOf(path, names, column);
      return;
    }
    if (record.count !== names.length) {
      throw new ShardError(
        path,
        `is half-written or damaged: line ${record.line} has ${record.count} fields, expected ${names.length} as in the first line.`,
      );
    }
    texts.push(field(record, place));
  });
  let source: ReturnType<typeof byteSource> | undefined;
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    const first = source ? 0 : markLength(chunk);
    source ??= byteSource(chunk, undefined);
    splitter.push(source.convert(chunk.subarray(first)));
    yield texts;
    texts = [];
  }
  if (source) splitter.push(source.convert(new Uint8Array(0), true));
  splitter.end();
  yield texts;
}

function fieldOf(decoder: TextDecoder, { bytes, starts, ends, quotes }: CsvRecord, i: number): string {
  const text = decoder.decode(bytes.subarray(starts[i], ends[i]));
  return quotes[i] === 2 ? text.replaceAll('""', '"') : text;
}

function placeOf(path: string, names: readonly string[], column: string | undefined): number {
  const place = names.length === 1 && column === undefined ? 0 : names.indexOf(column ?? 'text');
  if (place >= 0) return place;
  throw new ShardError(
    path,
    `has no column ${JSON.stringify(column ?? 'text')}, got ${names.map((name) => JSON.stringify(name)).join(', ')}. --text COLUMN names another one.`,
  );
}
