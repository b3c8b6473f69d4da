import {
  checkPositiveInteger,
  formatValue,
  type OptionalRule,
  type OptionRule,
  optional,
  type RequiredRule,
  rule,
} from '@seqloom/options';
import { type ActivationName, getActivation } from './activations.ts';
import { getInitializer, type InitializerOption } from './initializers.ts';
import { checkRegularizer, type Regularizer } from './regularizers.ts';
import { checkSteps } from './shape.ts';

/** The rule of an option that names an activation. Without a default the option must be given. */
export function activation(): RequiredRule<ActivationName>;
export function activation(fallback: ActivationName): OptionalRule<ActivationName>;
export function activation(fallback?: ActivationName): OptionRule<ActivationName> {
  return rule<ActivationName>((owner, option, value) => {
    getActivation(`${owner}: ${option}`, value as ActivationName); // it checks the name
  }, fallback);
}

/** The rule of an option that is an initializer. */
export function initializer(fallback: InitializerOption): OptionalRule<InitializerOption> {
  return rule((owner, option, value) => {
    getInitializer(`${owner}: ${option}`, value as InitializerOption); // it checks name and settings
  }, fallback);
}

/** The rule of an option that is a regularizer; by default there is none. */
export function regularizer(): OptionalRule<Regularizer | undefined> {
  return optional(rule<Regularizer>(checkRegularizer));
}

/** The rule of an option that is a number of time steps, from 1 on. */
export function steps(): RequiredRule<number>;
export function steps(fallback: number): OptionalRule<number>;
export function steps(fallback?: number): OptionRule<number> {
  return rule<number>((owner, option, value) => {
    checkPositiveInteger(owner, option, value);
    checkSteps(owner, option, value);
  }, fallback);
}

/** The rule of an option that is the number of an axis; negative ones count from the end. */
export function axis(fallback: number): OptionalRule<number> {
  return rule<number>((owner, option, value) => {
    if (Number.isSafeInteger(value)) return;
    throw new RangeError(`${owner}: ${option} must be the number of an axis, got ${formatValue(value)}.`);
  }, fallback);
}
