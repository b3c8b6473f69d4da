import { type Options, textOption } from '@seqloom/tasks/node';

/**
 * The parts of an option such as `--models glove,learned`; undefined when it was not given.
 *
 * @throws RangeError for an empty part or one that comes twice
 */
export function listOption(args: Options, name: string): string[] | undefined {
  const parts = textOption(args, name)
    ?.split(',')
    .map((part) => part.trim());
  if (parts?.includes('')) {
    throw new RangeError(`--${name}: expected values with commas between them, got '${args[name]}'.`);
  }
  const twice = parts?.find((part, i) => parts.indexOf(part) !== i);
  if (twice !== undefined) throw new RangeError(`--${name}: '${twice}' comes twice.`);
  return parts;
}

/**
 * Whole numbers from `least` on.
 *
 * @throws RangeError for a part that is none, or a number that comes twice
 */
export function integerListOption(args: Options, name: string, least = 1): number[] | undefined {
  return listOption(args, name)?.map((part) => {
    const value = Number(part);
    if (!/^(0|[1-9]\d*)$/.test(part) || !Number.isSafeInteger(value) || value < least) {
      throw new RangeError(`--${name}: expected whole numbers from ${least} on, got '${part}'.`);
    }
    return value;
  });
}
