/** What a cell looks like. */
export type CellKind = 'number' | 'time' | 'text' | 'missing';

/** Texts that mean "no value" wherever they stand: pandas' list. */
export const MISSING: readonly string[] = [
  '',
  '#N/A',
  '#N/A N/A',
  '#NA',
  '-1.#IND',
  '-1.#QNAN',
  '-NaN',
  '-nan',
  '1.#IND',
  '1.#QNAN',
  '<NA>',
  'N/A',
  'NA',
  'NULL',
  'NaN',
  'NAN',
  'None',
  'n/a',
  'nan',
  'null',
];
const MISSING_TEXTS: ReadonlySet<string> = new Set(MISSING);

/** Marks for "no value" in columns of numbers only: signs without letters or digits, errors of spreadsheets (`#DIV/0!`), and a few
 * words. */
const MARK =
  /^(?:[^\p{L}\p{N}\s]{1,5}|#[\p{L}/0]{2,8}[!?]|m|missing|no ?data|n\.a\.|k\.a\.|s\/d|undef|inv)$/iu;

/** Whether a text in a column of numbers is a mark for "no value". */
export function isMark(text: string): boolean {
  return MARK.test(text);
}

/** Digits with a decimal point or comma or grouped by thousands, perhaps with an exponent. */
const NUMBER =
  /^[+\-\u2212]?(?:\d+[.,]?\d*|[.,]\d+|\d{1,3}(?:[.,'\u2019 \u00a0\u202f]\d{3})+(?:[.,]\d+)?)(?:e[+-]?\d+)?$/i;
/** A date, perhaps after a weekday, a time of day, or both, or a month with a name. */
const TIME =
  /^(?:(?:mo|tu|we|th|fr|sa|su|s[áà]|di|mi|do|so|lu|ma|me|je|ju|ve|vi|gi|se|te|qu)\p{L}{0,11}\.?,? )?(?:\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}\/\d{4}|\d{8}|\d{1,2}(?: de |[. -]*)\p{L}{3,10}[.,]?(?: de |[ -]*)\d{2,4}|\p{L}{3,10}\.?[ -]\d{1,2},? \d{4}|\p{L}{3}[ -]\d{2,4})(?:$|[ T,_:-].*\d.*$)|^\d{1,2}[:h]\d{2}(?::\d{2})?(?:[.,]\d+)?(?: ?[ap]\.?m\.?)?(?: ?[-\u2013] ?\d{1,2}:\d{2})?$|^\d{4}[- ]?Q[1-4]$|^Q[1-4][- ]\d{4}$/iu;

/** An interval of the day: `00:00-01:00`. */
const CLOCK_INTERVAL = /^(\d{1,2}[:.]\d{2}) ?[-\u2013] ?(\d{1,2}[:.]\d{2})$/;

/**
 * Whether cells are intervals of the day. The end of an interval looks like a zone (`00:00-01:00`), but a zone would be equal in
 * all cells.
 */
export function areClockIntervals(cells: readonly string[]): boolean {
  const ends = new Set(cells.map((cell) => CLOCK_INTERVAL.exec(cell)?.[2]));
  return !ends.has(undefined) && (ends.size > 1 || cells.length === 1);
}

/** What a cell of a file looks like by itself, without its column. */
export function kindOfCell(cell: string): CellKind {
  if (MISSING_TEXTS.has(cell) || isMark(cell)) return 'missing';
  if (NUMBER.test(cell)) return 'number';
  return TIME.test(cell) ? 'time' : 'text';
}
