import { formatValue, type OptionalRule, optional, rule } from '@seqloom/options';

/** Limits what messages and tables have to show. */
const LONGEST_NAME = 200;

/** The rule of a model's name. It is no part of the names of weights, unless the model stands in another one. */
export function modelName(): OptionalRule<string | undefined> {
  return optional(
    rule<string>((owner, option, value) => {
      if (typeof value === 'string' && value.length <= LONGEST_NAME) return;
      throw new TypeError(
        `${owner}: ${option} must be a string of at most ${LONGEST_NAME} characters, got ${formatValue(value)}.`,
      );
    }),
  );
}
