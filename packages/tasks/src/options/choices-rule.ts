import {
  checkBoolean,
  type OptionalRule,
  type OptionRules,
  optional,
  resolveOptions,
  rule,
} from '@seqloom/options';
import type { AnyOptionTable, OptionTable } from './command-option.ts';

/** The rule of a setting of a function that takes what a command takes as options: some of them, each in its range. */
export function choicesRule<Choices extends object>(
  table: OptionTable<Choices>,
): OptionalRule<Partial<Choices>> {
  const rules = Object.fromEntries(
    Object.entries(table as unknown as AnyOptionTable).map(([name, option]) => [
      name,
      optional(rule(option.kind === 'switch' ? checkBoolean : option.check)),
    ]),
  ) as OptionRules<Partial<Choices>>;
  return rule<Partial<Choices>>((owner, option, value) => {
    resolveOptions<Partial<Choices>>(`${owner}: ${option}`, value as Partial<Choices>, rules);
  }, {});
}
