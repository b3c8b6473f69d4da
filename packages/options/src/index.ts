export { checkBoolean, checkFunction, checkOneOf, checkText } from './check-choices.ts';
export { checkKeys, checkOptions } from './check-keys.ts';
export { checkQuantiles, checkTexts } from './check-lists.ts';
export {
  checkCount,
  checkNotNegative,
  checkNumber,
  checkPositive,
  checkPositiveInteger,
  checkShare,
  isCount,
  type NumberRange,
} from './check-numbers.ts';
export { formatShape, formatValue } from './format-value.ts';

export type { OptionalRule, OptionCheck, OptionRule, OptionRules, RequiredRule } from './option-rule.ts';
export { nullable, optional, rule } from './option-rule.ts';
export { type JSONLimits, parseJSON } from './parse-json.ts';
export { printable } from './printable.ts';
export { type Resolved, resolveOptions } from './resolve-options.ts';
export {
  abortSignal,
  boolean,
  byName,
  count,
  fraction,
  functionOf,
  limit,
  list,
  notNegative,
  numberIn,
  oneOf,
  positive,
  positiveInteger,
  text,
  texts,
} from './rules.ts';
export { sameShape, sizeOf } from './shapes.ts';
