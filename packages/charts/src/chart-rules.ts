import {
  formatValue,
  list,
  type OptionRules,
  oneOf,
  optional,
  type RequiredRule,
  resolveOptions,
  rule,
  text,
} from '@seqloom/options';
import type { ChartText } from './document.ts';
import type { AxisOptions } from './frame.ts';

/** Rules of the options that all charts have. */
export const CHART_TEXT_RULES: OptionRules<ChartText> = {
  title: text(),
  description: optional(text()),
  theme: oneOf(['auto', 'light', 'dark'], 'auto'),
};

const AXIS_RULES: OptionRules<AxisOptions> = {
  label: optional(text()),
  kind: oneOf(['number', 'count', 'time', 'log'], 'number'),
  includes: optional(list<readonly number[]>()),
};

/** The rule of an axis: its options have rules of their own. */
export function axis(): RequiredRule<AxisOptions> {
  return rule((owner, option, value) => {
    resolveOptions(`${owner}: ${option}`, value as AxisOptions, AXIS_RULES); // it checks any value
  });
}

/** The rule of an object of data; the chart checks its members. */
export function data<Value extends object>(): RequiredRule<Value> {
  return rule<Value>((owner, option, value) => {
    if (typeof value === 'object' && value !== null) return;
    throw new TypeError(`${owner}: ${option} must be an object, got ${formatValue(value)}.`);
  });
}
