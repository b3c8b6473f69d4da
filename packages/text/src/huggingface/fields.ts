import { formatValue, isCount } from '@seqloom/options';
import { TokenizerFileError } from './tokenizer-file-error.ts';

/** An object of JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** @throws TokenizerFileError unless the value is an object */
export function fieldsOf(where: string, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw wrong(where, 'an object', value);
}

/** @throws TokenizerFileError unless the value is a list of at most so many values */
export function listOf(where: string, value: unknown, most: number): readonly unknown[] {
  if (Array.isArray(value) && value.length <= most) return value;
  throw wrong(where, `a list of at most ${most}`, value);
}

/** @throws TokenizerFileError unless the value is a string */
export function stringOf(where: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw wrong(where, 'a string', value);
}

/** @throws TokenizerFileError unless the value is an integer of a range */
export function integerOf(where: string, value: unknown, least: number, most: number): number {
  if (isCount(value) && value >= least && value <= most) return value;
  throw wrong(where, `an integer from ${least} to ${most}`, value);
}

export function wrong(where: string, expected: string, got: unknown): TokenizerFileError {
  return new TokenizerFileError(`${where} must be ${expected}, got ${formatValue(got)}.`);
}
