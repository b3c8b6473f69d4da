import { copy, dispose, l2Norms, own, type Variable } from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';

/** A parameter with its slots, and what updates them or copies of them. */
export interface PendingUpdate {
  readonly parameter: Parameter;
  readonly slots: readonly Variable[];
  readonly run: (weight: Variable, slots: readonly Variable[]) => void;
}

/**
 * Runs updates on copies, which take the originals' places if all of them are finite.
 *
 * @returns the first parameter that would not be finite, or has a slot that would not; then nothing has changed
 */
export function updateOnCopies(updates: readonly PendingUpdate[]): Parameter | undefined {
  const made: { readonly original: Variable; readonly copied: Variable; readonly parameter: Parameter }[] =
    [];
  const discard = () => dispose(...made.map(({ copied }) => copied.value));
  try {
    for (const { parameter, slots, run } of updates) {
      const copies = [parameter, ...slots].map((original) => {
        const copied = { value: own(copy(original.value)) };
        made.push({ original, copied, parameter });
        return copied;
      });
      run(copies[0]!, copies.slice(1));
    }
  } catch (error) {
    discard();
    throw error;
  }
  const norms = l2Norms(made.map(({ copied }) => copied.value));
  const bad = norms.findIndex((norm) => !Number.isFinite(norm));
  if (bad >= 0) {
    discard();
    return made[bad]!.parameter;
  }
  for (const { original, copied } of made) {
    original.value.dispose();
    original.value = copied.value;
  }
  return undefined;
}
