import type { Preprocessor } from '@seqloom/arrays';
import { formatValue } from '@seqloom/options';

/** Whether a value is a preprocessor: no layer has a `preprocess`. */
export function isPreprocessor(value: unknown): value is Preprocessor {
  return typeof (value as Partial<Preprocessor> | undefined)?.preprocess === 'function';
}

/** @throws TypeError unless a value is a preprocessor */
export function checkPreprocessor(owner: string, option: string, value: unknown): void {
  if (isPreprocessor(value)) return;
  throw new TypeError(
    `${owner}: ${option} must make numbers of strings, as a TextVectorizer or a StringLookup does, got ${formatValue(value)}.`,
  );
}
