export { checkBoolean, checkFunction, checkOneOf } from './check-choices.ts';
export { checkKeys, checkOptions } from './check-keys.ts';
export {
  checkCount,
  checkNotNegative,
  checkPositive,
  checkPositiveInteger,
  checkShare,
} from './check-numbers.ts';
export { formatShape, formatValue } from './format-value.ts';
