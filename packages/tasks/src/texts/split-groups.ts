import { type Examples, type Rows, selectRows, type ValidationSplitOptions } from '@seqloom/arrays';
import { createRandom } from '@seqloom/random';

/**
 * Divides samples by group: of the groups of each class, in an order that the seed decides, the last ones validate, as many as make the
 * fraction of the class, at least one. No group has samples in both parts. The training samples come in random order.
 *
 * @param groups `groups[i]` is the group of sample `i`; all samples of a group are of one class
 * @throws RangeError for a class with fewer than two groups
 */
export function splitGroups<Inputs extends Rows>(
  examples: Examples<Inputs>,
  groups: Int32Array,
  { fraction, seed = 0 }: ValidationSplitOptions,
): { readonly train: Examples<Inputs>; readonly validation: Examples<Inputs> } {
  const byClass = new Map<number, Set<number>>();
  for (const [row, group] of groups.entries()) {
    const label = examples.targets.data[row]!;
    byClass.set(label, (byClass.get(label) ?? new Set()).add(group));
  }
  const validating = new Set<number>();
  for (const [label, ofClass] of byClass) {
    const list = [...ofClass];
    if (list.length < 2) {
      throw new RangeError(
        'validationSplit: a class has one book to train on, and none would be left to validate with. Give one more of each.',
      );
    }
    const count = Math.min(list.length - 1, Math.max(1, Math.round(fraction * list.length)));
    const order = createRandom(seed, 'groups', label).permutation(list.length);
    for (const place of order.subarray(list.length - count)) validating.add(list[place]!);
  }
  const order = createRandom(seed, 'shuffle').permutation(groups.length);
  const rows = (inValidation: boolean) =>
    order.filter((row) => validating.has(groups[row]!) === inValidation);
  return { train: selectRows(examples, rows(false)), validation: selectRows(examples, rows(true)) };
}
