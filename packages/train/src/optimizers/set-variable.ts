import { own, type Tensor, type Variable, where } from '@seqloom/backend';

/**
 * Gives a variable another tensor, which it owns from then on.
 *
 * @param done scalar, bool: whether its numbers change; undefined if they do
 */
export function setVariable(variable: Variable, value: Tensor, done?: Tensor): void {
  const next = own(done ? where(done, value, variable.value) : value);
  variable.value.dispose();
  variable.value = next;
}
