import { formatValue, isCount } from '@seqloom/options';

/** The contents of a saved Tokenizer. */
export interface TokenizerConfig {
  readonly numWords: number | null;
  readonly filters: string;
  readonly lower: boolean;
  readonly split: string;
  readonly charLevel: boolean;
  readonly oovToken: string | null;
  /** Whether there was an analyzer, which `fromJSON` needs again. */
  readonly hasAnalyzer: boolean;
  readonly documentCount: number;
  /** All words in order of first occurrence; the following three arrays have one entry per word. */
  readonly words: readonly string[];
  readonly counts: readonly number[];
  readonly docs: readonly number[];
  /** Index of each word, −1 for none. */
  readonly indices: readonly number[];
  readonly oovIndex: number | null;
  /** `[index, documents]` where it differs from `docs`. */
  readonly indexDocs: readonly (readonly [index: number, documents: number])[];
}

/** A saved Tokenizer as plain data. */
export interface TokenizerJSON {
  readonly className: 'Tokenizer';
  readonly config: TokenizerConfig;
}

/** The config of a saved Tokenizer, checked field by field. */
export function checkTokenizerConfig(json: unknown): TokenizerConfig {
  const { className, config } = record(json, 'the data');
  if (className !== 'Tokenizer') fail('className', className, "'Tokenizer'");
  const fields = record(config, 'config');
  const number = (name: string): number => {
    const value = fields[name];
    return isCount(value) ? value : fail(name, value, 'an integer from 0 on');
  };
  const optional = (name: string): number | null => (fields[name] === null ? null : number(name));
  const boolean = (name: string): boolean => {
    const value = fields[name];
    return typeof value === 'boolean' ? value : fail(name, value, 'true or false');
  };
  const string = (name: string): string => {
    const value = fields[name];
    return typeof value === 'string' ? value : fail(name, value, 'a string');
  };
  const array = <T>(name: string, holds: (item: unknown) => item is T, what: string): T[] => {
    const value = fields[name];
    return Array.isArray(value) && value.every(holds) ? value : fail(name, value, `an array of ${what}`);
  };

  const words = array('words', (item) => typeof item === 'string', 'strings');
  const perWord = <T>(values: T[], name: string): T[] =>
    values.length === words.length ? values : fail(name, values.length, `${words.length} values`);
  return {
    numWords: optional('numWords'),
    filters: string('filters'),
    lower: boolean('lower'),
    split: string('split'),
    charLevel: boolean('charLevel'),
    oovToken: fields.oovToken === null ? null : string('oovToken'),
    hasAnalyzer: boolean('hasAnalyzer'),
    documentCount: number('documentCount'),
    words,
    counts: perWord(array('counts', isCount, 'counts'), 'counts'),
    docs: perWord(array('docs', isCount, 'counts'), 'docs'),
    indices: perWord(array('indices', isIndex, 'word indices'), 'indices'),
    oovIndex: optional('oovIndex'),
    indexDocs: array('indexDocs', isCountPair, 'pairs of counts'),
  };
}

/** The fields of an object, each of unknown type. */
export function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>; // fields stay unknown
  return fail(what, value, 'an object');
}

/** Throws the error for one field of a saved Tokenizer. */
export function fail(name: string, got: unknown, expected: string): never {
  throw new TypeError(`Tokenizer: ${name} in the saved data must be ${expected}, got ${formatValue(got)}.`);
}

function isIndex(value: unknown): value is number {
  return value === -1 || (isCount(value) && value < 2 ** 31);
}

function isCountPair(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((item) => Number.isSafeInteger(item));
}
