import { DatasetError } from '@seqloom/archives';
import { type Budget, BYTES_PER_FIELD, type RowLog, type TextTable } from './text-table.ts';

/** The largest JSON file that is read as one value; JSON lines have no such limit. */
const LARGEST_JSON = 1 << 28;
const MOST_COLUMNS = 10_000;
/** Objects in objects whose fields are columns. */
const DEEPEST = 4;
const LF = 0x0a;

interface Parts {
  readonly log: RowLog;
  readonly budget: Budget;
}

/** Whether bytes begin as JSON does. */
export function looksLikeJson(bytes: Uint8Array): boolean {
  return /^\s*[[{]/.test(new TextDecoder().decode(bytes.subarray(0, 256)));
}

/**
 * Reads JSON into columns: one object or array a line; an array of objects or arrays; an object that holds one such array
 * (`{ "data": [ … ] }`) or one array a column. The fields of an object in an object are columns such as `data.text`.
 *
 * @param bytes UTF-8
 * @throws DatasetError for what is not JSON, with line or item, and for values of other forms
 */
export function jsonTable(file: string, bytes: Uint8Array, parts: Parts): TextTable {
  const firstEnd = bytes.indexOf(LF);
  const firstLine = new TextDecoder()
    .decode(bytes.subarray(0, firstEnd < 0 ? bytes.length : firstEnd))
    .trim();
  const first = parsed(firstLine);
  const isLine = isObject(first)
    ? !Object.values(first).some(isRowList)
    : Array.isArray(first) && !isRowList(first);
  if (isLine && !(isObject(first) && isColumnar(first))) return linesTable(bytes, parts);
  return valueTable(file, bytes, parts);
}

function linesTable(bytes: Uint8Array, { log, budget }: Parts): TextTable {
  const decoder = new TextDecoder();
  const rows = new RowGatherer(budget);
  let line = 0;
  for (let start = 0; start < bytes.length; ) {
    const next = bytes.indexOf(LF, start);
    const end = next < 0 ? bytes.length : next;
    line++;
    const text = decoder.decode(bytes.subarray(start, end)).trim();
    start = end + 1;
    if (text === '') continue;
    const value = parsed(text);
    const problem = value === undefined ? 'this is not JSON' : rows.add(value, line);
    if (problem !== undefined) log.drop(`line ${line}`, problem);
  }
  return rows.finish('json lines');
}

function valueTable(file: string, bytes: Uint8Array, { log, budget }: Parts): TextTable {
  if (bytes.length > LARGEST_JSON) {
    throw new DatasetError(
      file,
      `a JSON file of ${bytes.length} bytes is too large to read as one value. Write one object a line (JSON lines).`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetError(
      file,
      `the file is not JSON (${reason}). Correct it, or write one object a line.`,
      {
        cause,
      },
    );
  }
  const rows = new RowGatherer(budget);
  for (const [i, item] of rowsOf(file, value).entries()) {
    const problem = rows.add(item, i + 1);
    if (problem !== undefined) log.drop(`item ${i + 1}`, problem);
  }
  return rows.finish('json');
}

function rowsOf(file: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const lists = isObject(value) ? Object.entries(value).filter(([, list]) => Array.isArray(list)) : [];
  const [only] = lists;
  if (only && lists.length === 1) return only[1] as unknown[];
  if (isObject(value) && isColumnar(value)) {
    const length = (only![1] as unknown[]).length;
    return Array.from({ length }, (_, i) =>
      Object.fromEntries(lists.map(([name, list]) => [name, (list as unknown[])[i]])),
    );
  }
  throw new DatasetError(
    file,
    'expected an array of objects such as [{"text": "…", "label": "…"}], or one such object a line.',
  );
}

/** Rows of objects or arrays as columns of texts. A name that appears later is empty in the rows before. */
class RowGatherer {
  readonly #columns = new Map<string, string[]>();
  readonly #places: number[] = [];
  readonly #budget: Budget;
  #named = false;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** @returns what is wrong with a value that cannot be a row */
  add(value: unknown, place: number): string | undefined {
    const named = isObject(value);
    if (!named && !Array.isArray(value)) return 'expected an object or an array';
    const cells = named
      ? fieldsOf(value)
      : (value as unknown[]).map((cell, i) => [`column ${i + 1}`, cell] as const);
    if (named) this.#named = true;
    const row = this.#places.length;
    for (const [name, cell] of cells) {
      let column = this.#columns.get(name);
      if (!column) {
        if (this.#columns.size === MOST_COLUMNS)
          return `there are more than ${MOST_COLUMNS} different names in the file`;
        column = [];
        this.#columns.set(name, column);
      }
      while (column.length < row) column.push('');
      const text = cellText(cell);
      this.#budget.take(text.length + BYTES_PER_FIELD);
      column.push(text);
    }
    this.#places.push(place);
    return undefined;
  }

  finish(form: 'json' | 'json lines'): TextTable {
    const rows = this.#places.length;
    for (const column of this.#columns.values()) while (column.length < rows) column.push('');
    const places = this.#places;
    const what = form === 'json' ? 'item' : 'line';
    return {
      form,
      names: [...this.#columns.keys()],
      named: this.#named,
      columns: [...this.#columns.values()],
      place: (row) => `${what} ${places[row]}`,
    };
  }
}

/** The fields of an object; those of an object in it have its name and a dot before theirs. */
function fieldsOf(value: Readonly<Record<string, unknown>>, depth = 0): [name: string, cell: unknown][] {
  return Object.entries(value).flatMap(([name, cell]) =>
    isObject(cell) && depth < DEEPEST
      ? fieldsOf(cell, depth + 1).map(([inner, each]): [string, unknown] => [`${name}.${inner}`, each])
      : [[name, cell] as [string, unknown]],
  );
}

/** Texts, numbers and truth values; a list is not a cell. */
function cellText(cell: unknown): string {
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An array of rows. */
function isRowList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'object');
}

/** `{ "text": […], "label": […] }`. */
function isColumnar(value: Readonly<Record<string, unknown>>): boolean {
  const lists = Object.values(value).filter(Array.isArray);
  return lists.length > 1 && lists.every(({ length }) => length === lists[0]!.length);
}
