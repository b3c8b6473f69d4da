import type { MissingIn, ReadCsvOptions, ResampleOptions, TimeSource } from '@seqloom/timeseries';
import { type OptionTable, switchOption, textOption } from '../options/command-option.ts';

/** What a user said about a file, in the words that were typed, by option. */
export interface FileForm {
  readonly time?: string;
  readonly 'time-format'?: string;
  readonly 'time-zone'?: string;
  readonly 'repeated-hour'?: string;
  readonly 'skipped-hour'?: string;
  readonly delimiter?: string;
  readonly decimal?: string;
  readonly thousands?: string;
  readonly encoding?: string;
  readonly names?: string;
  readonly 'header-line'?: string;
  readonly text?: string;
  readonly missing?: string;
  readonly resample?: string;
  readonly tolerance?: string;
  readonly 'max-bytes'?: string;
  readonly 'skip-bad-rows'?: true;
}

/** An option with a value. */
type FormOption = Exclude<keyof FileForm, 'skip-bad-rows'>;

/** The options as commands take them. */
export const FORM_OPTIONS: OptionTable<FileForm> = {
  time: textOption({
    hint: 'COLUMN[+COLUMN]',
    help: 'The column of times; date+time of day; or year+month+day+hour+minute (found in the file)',
  }),
  'time-format': textOption({
    hint: 'FORMAT',
    help: 'How times are written, such as "MM/dd/yyyy hh:mm a", unix or unix-ms (found in the file)',
  }),
  'time-zone': textOption({
    hint: 'ZONE',
    help: 'The zone of times that name none, such as Europe/Berlin or +01:00 (UTC)',
  }),
  'repeated-hour': textOption({
    hint: 'order|earlier|later|stop',
    help: 'What times are in the hour that clocks repeat (order: the first pass, then the second)',
  }),
  'skipped-hour': textOption({
    hint: 'stop|forward',
    help: 'What times are in the hour that clocks skip (stop: an error)',
  }),
  delimiter: textOption({
    hint: 'CHAR',
    help: 'What stands between columns; tab, or whitespace for runs of blanks (found in the file)',
  }),
  decimal: textOption({ hint: '.|,', help: 'The decimal mark (found in the file)' }),
  thousands: textOption({
    hint: 'CHAR',
    help: "What groups digits by thousands: . , ' or space (found in the file)",
  }),
  encoding: textOption({ hint: 'NAME', help: 'Such as windows-1252 (UTF-8, UTF-16, else windows-1252)' }),
  names: textOption({ hint: 'NAME,NAME', help: 'The columns, for a file without a line of names' }),
  'header-line': textOption({
    hint: 'N',
    help: 'The line with the names of the columns (found in the file)',
  }),
  text: textOption({ hint: 'NAME,NAME', help: 'Columns to keep as texts, leading zeros included' }),
  missing: textOption({
    hint: '[COLUMN=]VALUE,…',
    help: 'What means "no value" beside empty cells, NA and the like: -999, or wind=999.9',
  }),
  resample: textOption({
    hint: 'PERIOD',
    help: 'Put the rows on a grid, each the mean of a period: 15min, 1h, 1d, month, year',
  }),
  tolerance: textOption({ hint: 'SECONDS', help: 'How far rows may be off their regular times (0)' }),
  'max-bytes': textOption({
    hint: 'N',
    help: 'The most that a packed file may unpack to (200 times its size)',
  }),
  'skip-bad-rows': switchOption({
    help: 'Leave rows out that cannot be read, in place of stopping at the first',
  }),
};

/** What the words of a {@link FileForm} mean. */
export interface FileReading {
  readonly options: Omit<ReadCsvOptions, 'name' | 'time'> & { readonly time: TimeSource };
  readonly resample?: ResampleOptions['period'];
  /** Milliseconds. */
  readonly tolerance?: number;
}

const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
const UNITS: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** What belongs to a model, because its inputs were made so: what is missing, the grid of the rows, the zone of their times. */
const CLEANING: readonly FormOption[] = [
  'missing',
  'resample',
  'tolerance',
  'time-zone',
  'repeated-hour',
  'skipped-hour',
];

/** The part of a form that belongs to a model. */
export function cleaningOf(form: FileForm = {}): FileForm {
  return Object.fromEntries(
    CLEANING.flatMap((option) => (form[option] === undefined ? [] : [[option, form[option]]])),
  );
}

/**
 * Reads the words of a form.
 *
 * @throws RangeError that names the option as it was typed
 */
export function readingOf(form: FileForm): FileReading {
  const { encoding, decimal, thousands, names, missing, text, resample, tolerance } = form;
  const delimiter = form.delimiter === 'tab' || form.delimiter === '\\t' ? '\t' : form.delimiter;
  if (delimiter !== undefined && delimiter !== 'whitespace' && !/^[\t !#-,/:-@[-`{-~]$/.test(delimiter)) {
    throw new RangeError(
      `--delimiter: expected one character such as ";", tab or whitespace, got '${form.delimiter}'.`,
    );
  }
  const headerLine = countOf(form, 'header-line');
  const maxBytes = countOf(form, 'max-bytes');
  const seconds = tolerance === undefined ? undefined : Number(tolerance);
  if (seconds !== undefined && !(seconds >= 0 && Number.isFinite(seconds))) {
    throw new RangeError(`--tolerance: expected a number of seconds, got '${tolerance}'.`);
  }
  return {
    options: {
      time: timeOf(form),
      ...(delimiter !== undefined && { delimiter }),
      ...(encoding !== undefined && { encoding: encodingOf(encoding) }),
      ...(decimal !== undefined && { decimal: oneOf('decimal', decimal, ['.', ',']) }),
      ...(thousands !== undefined && {
        thousands: oneOf('thousands', thousands === 'space' ? ' ' : thousands, ['.', ',', "'", ' ']),
      }),
      ...(names !== undefined && { names: names.split(',').map((name) => name.trim()) }),
      ...(headerLine !== undefined && { headerLine }),
      ...(text !== undefined && {
        columns: Object.fromEntries(text.split(',').map((name) => [name.trim(), 'text' as const])),
      }),
      ...(missing !== undefined && { missing: missing.split(',').map(missingOf) }),
      ...(maxBytes !== undefined && { maxBytes }),
      badRows: form['skip-bad-rows'] ? 'skip' : 'stop',
    },
    ...(resample !== undefined && { resample: periodOption(resample) }),
    ...(seconds !== undefined && { tolerance: seconds * 1000 }),
  };
}

/** `-999`, or `wind=999.9` for one column. */
function missingOf(word: string): string | MissingIn {
  const at = word.lastIndexOf('=');
  const value = word.slice(at + 1).trim();
  return at < 1 ? value : { column: word.slice(0, at).trim(), value };
}

function timeOf(form: FileForm): TimeSource {
  const zone = form['time-zone'];
  const local = {
    ...(zone !== undefined && { zone }),
    ...(form['repeated-hour'] !== undefined && {
      repeatedHour: oneOf('repeated-hour', form['repeated-hour'], ['order', 'earlier', 'later', 'stop']),
    }),
    ...(form['skipped-hour'] !== undefined && {
      skippedHour: oneOf('skipped-hour', form['skipped-hour'], ['stop', 'forward']),
    }),
  };
  const columns = form.time?.split('+') ?? [];
  if (columns.length > PARTS.length) {
    throw new RangeError(`--time: expected at most ${PARTS.join('+')}, got '${form.time}'.`);
  }
  const [column, clock] = columns;
  if (columns.length > 2) {
    const parts = columns.map((name, i) => [PARTS[i]!, name]);
    return { year: column!, ...Object.fromEntries(parts), ...local };
  }
  const format = form['time-format'];
  return {
    ...(column !== undefined && { column }),
    ...(clock !== undefined && { clock }),
    ...(format !== undefined && { format }),
    ...local,
  };
}

function periodOption(text: string): ResampleOptions['period'] {
  if (text === 'month' || text === 'year') return text;
  const [, count, unit = ''] = /^([1-9]\d{0,5})(s|min|h|d)$/.exec(text) ?? [];
  if (count === undefined) {
    throw new RangeError(
      `--resample: expected a period such as 15min, 1h, 1d, month or year, got '${text}'.`,
    );
  }
  return Number(count) * UNITS[unit]!;
}

function encodingOf(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch (cause) {
    throw new RangeError(`--encoding: there is no encoding '${label}'. For instance windows-1252.`, {
      cause,
    });
  }
}

function countOf(form: FileForm, option: FormOption): number | undefined {
  const text = form[option];
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new RangeError(`--${option}: expected a whole number from 1 on, got '${text}'.`);
}

function oneOf<const Word extends string>(option: FormOption, value: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw new RangeError(`--${option}: expected one of ${words.join(' ')}, got '${value}'.`);
}
