import { type Budget, BYTES_PER_FIELD, type RowLog, type TextTable } from './text-table.ts';

const PREFIX = '__label__';
const LF = 0x0a;

/** Whether bytes begin as fastText's training files do. */
export function looksLikeFastText(bytes: Uint8Array): boolean {
  return /^\s*__label__\S/.test(new TextDecoder().decode(bytes.subarray(0, 256)));
}

/**
 * Reads the lines of fastText's training files, `__label__name text`, as the columns `text` and `label`.
 *
 * @param bytes UTF-8
 * @throws DatasetError for a line without a label or with several
 */
export function fastTextTable(
  bytes: Uint8Array,
  { log, budget }: { readonly log: RowLog; readonly budget: Budget },
): TextTable {
  const decoder = new TextDecoder();
  const [texts, labels, places]: [string[], string[], number[]] = [[], [], []];
  let line = 0;
  for (let start = 0; start < bytes.length; ) {
    const next = bytes.indexOf(LF, start);
    const end = next < 0 ? bytes.length : next;
    budget.take(end - start + 2 * BYTES_PER_FIELD);
    const text = decoder.decode(bytes.subarray(start, end)).trim();
    line++;
    start = end + 1;
    if (text === '') continue;
    const [, marks = '', rest = ''] = /^((?:__label__\S+\s*)*)(.*)$/su.exec(text) ?? [];
    const found = marks.split(/\s+/).filter((mark) => mark !== '');
    if (found.length === 1) {
      texts.push(rest);
      labels.push(found[0]!.slice(PREFIX.length));
      places.push(line);
    } else if (found.length === 0) {
      log.drop(`line ${line}`, 'there is no label such as __label__name at its beginning');
    } else {
      log.drop(`line ${line}`, `there are ${found.length} labels, ${found.join(' ')}; a text has one class`);
    }
  }
  return {
    form: 'fastText',
    names: ['text', 'label'],
    named: true,
    columns: [texts, labels],
    place: (row) => `line ${places[row]}`,
  };
}
