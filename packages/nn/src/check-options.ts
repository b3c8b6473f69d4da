/**
 * Checks an option that counts something.
 *
 * @param owner class that messages name, for instance `Conv1D`
 * @throws TypeError or RangeError unless `value` is an integer from 1 on that a size may have
 */
export function checkPositiveInteger(owner: string, option: string, value: unknown): asserts value is number {
  if (typeof value !== 'number') {
    throw new TypeError(`${owner}: ${option} must be a positive integer, got ${formatValue(value)}.`);
  }
  if (!Number.isInteger(value) || value < 1 || value > 0x7fffffff) {
    throw new RangeError(`${owner}: ${option} must be a positive integer below 2^31, got ${value}.`);
  }
}

/**
 * Checks a dropout rate.
 *
 * @throws TypeError or RangeError unless `value` is in [0, 1)
 */
export function checkRate(owner: string, option: string, value: unknown): asserts value is number {
  if (typeof value !== 'number') {
    throw new TypeError(`${owner}: ${option} must be a number in [0, 1), got ${formatValue(value)}.`);
  }
  if (!(value >= 0 && value < 1)) {
    throw new RangeError(`${owner}: ${option} must be in [0, 1), got ${value}.`);
  }
}

/**
 * Checks a switch.
 *
 * @throws TypeError unless `value` is a boolean
 */
export function checkBoolean(owner: string, option: string, value: unknown): asserts value is boolean {
  if (typeof value !== 'boolean') {
    throw new TypeError(`${owner}: ${option} must be true or false, got ${formatValue(value)}.`);
  }
}

/**
 * Checks an option that is one of a few words.
 *
 * @throws RangeError that lists the words
 */
export function checkOneOf<Word extends string>(
  owner: string,
  option: string,
  value: unknown,
  words: readonly Word[],
): asserts value is Word {
  if (!(words as readonly unknown[]).includes(value)) {
    throw new RangeError(
      `${owner}: ${option} must be one of ${words.join(', ')}, got ${formatValue(value)}.`,
    );
  }
}

/** @throws RangeError for a key that is not among the known ones, with their list */
export function checkKeys(owner: string, settings: object, known: readonly string[]): void {
  const unknown = Object.keys(settings).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new RangeError(
      `${owner}: has no setting ${formatValue(unknown)}. Its settings: ${known.join(', ') || 'none'}.`,
    );
  }
}

/**
 * `checkKeys` for a function's options.
 *
 * @param known every option; a record, so that the compiler misses one that is not in it
 * @throws RangeError for an option that does not exist
 */
export function checkOptions<Options extends object>(
  owner: string,
  options: Options,
  known: Readonly<Record<keyof NoInfer<Options>, true>>,
): void {
  checkKeys(owner, options, Object.keys(known));
}

/** A value as messages show it, of bounded length. */
export function formatValue(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol' || typeof value === 'bigint') return String(value);
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    // A cycle: the kind says enough.
  }
  text ??= String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
