import { formatShape, sameShape } from '@seqloom/options';
import type { UpdateRule } from '../contract/update-rule.ts';
import { inPlaceRowUpdate } from './active.ts';
import { notEqual, where } from './compare.ts';
import { scalar, tensor } from './create.ts';
import { bufferIsShared, copy, own, tidy } from './memory.ts';
import { raw } from './raw.ts';
import { denseGradient, type RowGradient } from './row-gradient.ts';
import { assign, checkUpdate, updated, type Variable } from './update.ts';
import { mayBeInPlace } from './update-rule.ts';

type Operands = Parameters<NonNullable<ReturnType<typeof inPlaceRowUpdate>>>[0];

/** Whether {@link updateRows} works on this variable and its slots: the backend can, and no other tensor holds their buffers. */
export function canUpdateRows(variable: Variable, slots: readonly Variable[]): boolean {
  return (
    inPlaceRowUpdate() !== undefined && [variable, ...slots].every(({ value }) => !bufferIsShared(value))
  );
}

/**
 * Applies one optimizer step to some rows of a table: in place where {@link canUpdateRows}, by assigning fresh tensors otherwise. With SGD and RMSprop without momentum the other rows of the table would
 * not change either, so this leaves the bits of {@link update} with the dense gradient. RMSprop's means would: rows
 * of its slots may wait for that, and what they have missed is made up for when they are updated, or by {@link decayRows}.
 * With Adam the other rows stay as they are, though their means would fade and move them.
 *
 * Shapes: variable and slots `[V, D]` float32.
 *
 * @param missed with RMSprop: for each row of the gradient, the updates that its slots have missed; default none
 * @throws RangeError for a rule with momentum, and as `update`; Error for missed updates unless {@link canUpdateRows}
 */
export function updateRows(
  variable: Variable,
  gradient: RowGradient,
  slots: readonly Variable[],
  rule: UpdateRule,
  missed?: Int32Array,
): void {
  const { shape } = checkUpdate('updateRows', variable, slots, rule);
  if (!sameShape(gradient.shape, shape)) {
    throw new RangeError(
      `updateRows: the gradient must have the variable's shape ${formatShape(shape)}, got ${formatShape(gradient.shape)}.`,
    );
  }
  if ('momentum' in rule && rule.momentum !== 0) {
    throw new RangeError(
      `updateRows: momentum moves all rows, got ${rule.momentum}, expected 0. Use update with denseGradient.`,
    );
  }
  const { indices, rows } = gradient;
  if (!mayBeInPlace(rule) || !canUpdateRows(variable, slots)) {
    if (missed?.some((count) => count > 0)) {
      throw new Error('updateRows: missed updates are made up for in place only. Use decayRows and update.');
    }
    updateElsewhere(variable, gradient, slots, rule);
    return;
  }
  const waited = rule.type === 'rmsprop' ? (missed ?? new Int32Array(indices.length)) : undefined;
  tidy(() =>
    inPlaceRowUpdate()!({
      value: raw(variable.value),
      ids: raw(tensor(indices, [indices.length])),
      rows: raw(rows),
      slots: slots.map(({ value }) => raw(value)),
      rule,
      missed: waited && raw(tensor(waited, [waited.length])),
    } as Operands),
  );
}

/** The update of the whole table, of which only the rows of the gradient are taken. */
function updateElsewhere(
  variable: Variable,
  gradient: RowGradient,
  slots: readonly Variable[],
  rule: UpdateRule,
): void {
  const { shape, indices } = gradient;
  const targets = [variable, ...slots];
  const fresh = tidy(() => {
    const marks = new Uint8Array(shape[0]!);
    for (const index of indices) marks[index] = 1;
    const touched = notEqual(tensor(Int32Array.from(marks), [shape[0]!, 1]), scalar(0, 'int32'));
    return updated(variable, denseGradient(gradient), slots, rule).map((value, i) =>
      own(where(touched, value, targets[i]!.value)),
    );
  });
  assign(targets, fresh);
}

/**
 * Makes up for updates of RMSprop that rows of its slots have missed, see {@link updateRows}.
 *
 * @param missed by row of the table
 */
export function decayRows(
  variable: Variable,
  slots: readonly Variable[],
  rule: UpdateRule,
  missed: Int32Array,
): void {
  checkUpdate('decayRows', variable, slots, rule);
  const inPlace = inPlaceRowUpdate();
  if (!inPlace) throw new Error('decayRows: the backend does not update rows.');
  for (const slot of slots) {
    if (bufferIsShared(slot.value)) slot.value = own(copy(slot.value));
  }
  const ids = Int32Array.from(missed.keys()).filter((row) => missed[row]! > 0);
  if (ids.length === 0) return;
  tidy(() =>
    inPlace({
      value: raw(variable.value),
      ids: raw(tensor(ids, [ids.length])),
      rows: undefined,
      slots: slots.map(({ value }) => raw(value)),
      rule,
      missed: raw(
        tensor(
          ids.map((row) => missed[row]!),
          [ids.length],
        ),
      ),
    } as Operands),
  );
}
