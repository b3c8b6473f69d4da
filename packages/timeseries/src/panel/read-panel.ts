import { DatasetError } from '@seqloom/archives';
import { limit, type OptionRules, resolveOptions, rule, text } from '@seqloom/options';
import { type CsvRecord, CsvSplitter } from '@seqloom/tables';
import { type ByteChunks, piecesOf } from '../byte-chunks.ts';
import { MISSING } from '../csv/cells.ts';
import { parseNumber } from '../csv/parse-number.ts';
import { type Panel, panelOf } from './panel.ts';

/** Options of {@link readPanel}. */
export interface ReadPanelOptions {
  /** What messages call the file. */
  readonly name: string;
  /** The character between columns. Default a comma. */
  readonly delimiter?: string;
  /** The most bytes that are read. Default: no limit. */
  readonly maxBytes?: number;
}

/** The rules of {@link ReadPanelOptions}. */
export const READ_PANEL_RULES: OptionRules<ReadPanelOptions> = {
  name: text(),
  delimiter: rule<string>(checkDelimiter, ','),
  maxBytes: limit(Number.POSITIVE_INFINITY),
};

function checkDelimiter(owner: string, option: string, value: unknown): void {
  if (typeof value === 'string' && /^[\t -~]$/.test(value) && !/["\d.+-]/.test(value)) return;
  throw new RangeError(
    `${owner}: ${option} must be a character such as "," or ";", got ${JSON.stringify(value)}.`,
  );
}

const MISSING_TEXTS: ReadonlySet<string> = new Set(MISSING);

/**
 * Reads a wide file: a series in each line, its id in the first column, its values from the earliest to the latest in the others, empty
 * cells (or NA) after the last value of a shorter series. A first line without numbers holds the names of the columns. The M4 competition
 * publishes its series so.
 *
 * @param chunks The file's bytes, unpacked, UTF-8; a page's `file.stream()` works.
 * @throws DatasetError naming file, line and series when a cell is neither a number nor empty, a value stands after an empty cell, two
 * series have one id, a series has no value, or there is no series; RangeError when an option does not fit.
 * @example
 * const panel = await readPanel(file.stream(), { name: file.name });
 * panel.series[0].length; // 700
 */
export async function readPanel(chunks: ByteChunks, options: ReadPanelOptions): Promise<Panel> {
  const { name, delimiter, maxBytes } = resolveOptions('readPanel', options, READ_PANEL_RULES);
  const rows: [string, Float64Array][] = [];
  const splitter = new CsvSplitter(delimiter, (record) => {
    const row = new PanelRow(name, record);
    if (rows.length > 0 || !row.isHeader()) rows.push([row.id(), row.values()]);
  });
  let bytes = 0;
  try {
    for await (const chunk of piecesOf(chunks)) {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        throw new DatasetError(name, `the file unpacks to more than ${maxBytes} bytes.`, {
          wayOut: { option: 'maxBytes', advice: 'If it is meant to be that large, raise maxBytes.' },
        });
      }
      splitter.push(chunk);
    }
    splitter.end();
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetError(name, `${reason}. Correct the file or fetch it again.`, { cause });
  }
  return panelOf(name, rows);
}

const DECODER = new TextDecoder();

/** A line of a wide file. */
class PanelRow {
  readonly #file: string;
  readonly #record: CsvRecord;

  constructor(file: string, record: CsvRecord) {
    this.#file = file;
    this.#record = record;
    if (record.count > 1) return;
    throw new DatasetError(
      file,
      `line ${record.line} has one cell, expected an id and values. If columns are divided by another character, give the option delimiter.`,
    );
  }

  /** Whether no cell after the first is a number: names, `V2,V3,…`. */
  isHeader(): boolean {
    for (let cell = 1; cell < this.#record.count; cell++) if (!Number.isNaN(this.#number(cell))) return false;
    return true;
  }

  id(): string {
    return this.#text(0);
  }

  values(): Float64Array {
    const { count, line } = this.#record;
    const values = new Float64Array(count - 1);
    let length = 0;
    for (let cell = 1; cell < count; cell++) {
      const value = this.#number(cell);
      if (Number.isNaN(value)) {
        const text = this.#text(cell);
        if (MISSING_TEXTS.has(text)) continue;
        throw this.#error(line, `value ${cell} is "${text.slice(0, 40)}", expected a number. Correct it.`);
      }
      if (length !== cell - 1) {
        throw this.#error(
          line,
          `value ${length + 1} is missing and value ${cell} is not. Series have no gaps: fill it, or leave the series out.`,
        );
      }
      values[length++] = value;
    }
    return values.slice(0, length);
  }

  #number(cell: number): number {
    const { bytes, starts, ends } = this.#record;
    return parseNumber(bytes, starts[cell]!, ends[cell]!);
  }

  #text(cell: number): string {
    const { bytes, starts, ends } = this.#record;
    return DECODER.decode(bytes.subarray(starts[cell]!, ends[cell]!)).trim();
  }

  #error(line: number, problem: string): DatasetError {
    return new DatasetError(this.#file, `line ${line}, series "${this.id()}": ${problem}`);
  }
}
