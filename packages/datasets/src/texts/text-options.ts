import {
  boolean,
  checkPositive,
  formatValue,
  type OptionRules,
  oneOf,
  optional,
  type RequiredRule,
  type Resolved,
  resolveOptions,
  rule,
  text,
} from '@seqloom/options';

/** A column by its name, or by its number from 1. */
export type ColumnChoice = string | number;

/** Options of {@link readLabelledTexts}. What is not given is seen in the file and told in the report. */
export interface ReadLabelledTextsOptions {
  /** What messages call the texts. Default: the name of the file, else `texts`. */
  readonly name?: string | undefined;
  /** The column that is the text, or several to join with a blank between them. Default: seen. */
  readonly text?: ColumnChoice | readonly ColumnChoice[] | undefined;
  /** The column that is the label. Default: seen. */
  readonly label?: ColumnChoice | undefined;
  /** What is between the columns of a delimited file, one ASCII character. Default: seen among tab, `;`, `|` and `,`. */
  readonly delimiter?: string | undefined;
  /** Whether the first line of a delimited file names its columns. Default: seen. */
  readonly header?: boolean | undefined;
  /**
   * Any label of the Encoding Standard, such as `windows-1252` (Latin-1). Default: UTF-8, or UTF-16 where a byte order mark
   * or the bytes tell it.
   */
  readonly encoding?: string | undefined;
  /**
   * The classes in the order of their numbers, for instance those of the training texts when test texts are read. A label that
   * is not among them is refused. Default: the labels of the file, by number when all are numbers, else by code points.
   */
  readonly classes?: readonly string[] | undefined;
  /** What to do with a row without text or label, or with too many or too few fields. Default `stop`. */
  readonly badRows?: 'stop' | 'skip';
  /** The file to read from an archive that holds several. */
  readonly member?: string | undefined;
  /**
   * How many bytes may be read, 128 for each field beside its characters. Default 1 GiB, and for packed files at most 200 times
   * their size (at least 32 MiB).
   */
  readonly maxBytes?: number | undefined;
}

/** Options of `readTexts`: those of labelled texts that are not about labels. */
export type ReadTextsOptions = Omit<ReadLabelledTextsOptions, 'label' | 'classes'>;

/** The options with their defaults. */
export type TextOptions = Resolved<ReadLabelledTextsOptions>;

const column: RequiredRule<ColumnChoice> = rule<ColumnChoice>(checkColumn);

const RULES: OptionRules<ReadLabelledTextsOptions> = {
  name: optional(text()),
  text: optional(
    rule<ColumnChoice | readonly ColumnChoice[]>((owner, option, value) => {
      if (!Array.isArray(value)) return checkColumn(owner, option, value);
      if (value.length === 0)
        throw new RangeError(`${owner}: ${option} must name at least one column, got [].`);
      for (const [i, item] of value.entries()) checkColumn(owner, `${option}[${i}]`, item);
    }),
  ),
  label: optional(column),
  delimiter: optional(rule<string>(checkDelimiter)),
  header: optional(boolean()),
  encoding: optional(rule<string>(checkEncoding)),
  classes: optional(rule<readonly string[]>(checkClasses)),
  badRows: oneOf(['stop', 'skip'], 'stop'),
  member: optional(text()),
  maxBytes: optional(
    rule<number>((owner, option, value) => {
      if (value !== Number.POSITIVE_INFINITY) checkPositive(owner, option, value);
    }),
  ),
};

/** @throws TypeError or RangeError for an option that does not exist or a value that does not fit */
export function textOptions(owner: string, options: ReadLabelledTextsOptions): TextOptions {
  return resolveOptions(owner, options, RULES);
}

const { label: _label, classes: _classes, ...RULES_WITHOUT_LABELS } = RULES;

/** @throws TypeError or RangeError for an option that does not exist or a value that does not fit */
export function textsOptions(owner: string, options: ReadTextsOptions): Resolved<ReadTextsOptions> {
  return resolveOptions<ReadTextsOptions>(owner, options, RULES_WITHOUT_LABELS);
}

function checkColumn(owner: string, option: string, value: unknown): void {
  if (typeof value === 'string') return;
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value) && value > 0) return;
    throw new RangeError(
      `${owner}: ${option} must be the number of a column, from 1, got ${formatValue(value)}.`,
    );
  }
  throw new TypeError(
    `${owner}: ${option} must be the name or the number of a column, got ${formatValue(value)}.`,
  );
}

function checkDelimiter(owner: string, option: string, value: unknown): void {
  if (typeof value === 'string' && /^[\t !#-,/:-@[-`{-~]$/.test(value)) return;
  const problem = `${owner}: ${option} must be one ASCII character other than a quote, a letter, a digit, - and ., got ${formatValue(value)}.`;
  throw typeof value === 'string' ? new RangeError(problem) : new TypeError(problem);
}

function checkEncoding(owner: string, option: string, value: unknown): void {
  if (typeof value !== 'string') {
    throw new TypeError(`${owner}: ${option} must be a string, got ${formatValue(value)}.`);
  }
  try {
    new TextDecoder(value);
  } catch (cause) {
    throw new RangeError(
      `${owner}: ${option} must be an encoding such as "utf-8" or "windows-1252", got ${formatValue(value)}.`,
      { cause },
    );
  }
}

function checkClasses(owner: string, option: string, value: unknown): void {
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) {
    throw new TypeError(`${owner}: ${option} must be a list of strings, got ${formatValue(value)}.`);
  }
  if (value.length < 2 || new Set(value).size !== value.length) {
    throw new RangeError(
      `${owner}: ${option} must be two or more different labels, got ${formatValue(value)}.`,
    );
  }
}
