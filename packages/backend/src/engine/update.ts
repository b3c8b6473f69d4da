import { inPlaceUpdate } from '../plugin/active.ts';
import { add, div, mul, sqrt, square, sub } from './arithmetic.ts';
import { scalar } from './create.ts';
import { bufferIsShared, own, tidy } from './memory.ts';
import { raw } from './raw.ts';
import type { Tensor } from './tensor.ts';
import { adamAlpha, type Formula, slotCount, type UpdateRule } from './update-rule.ts';

/** A place for a tensor that changes over time: a parameter of a model, a slot of an optimizer. */
export interface Variable {
  value: Tensor;
}

/**
 * Applies one optimizer step: changes the variable and its slots, in place where nobody else holds their buffers and
 * the backend can, by assigning fresh tensors otherwise. Call it after the gradients have been computed.
 *
 * @param gradient of the variable's shape; it stays the caller's
 * @param slots the optimizer's memory of this variable, {@link slotCount} of them, zeros at first
 * @throws RangeError when shapes or the number of slots do not fit
 */
export function update(
  variable: Variable,
  gradient: Tensor,
  slots: readonly Variable[],
  rule: UpdateRule,
): void {
  check(variable, gradient, slots, rule);
  const { gradientScale = 1 } = rule;
  const inPlace = inPlaceUpdate();
  if (inPlace && [variable, ...slots].every(({ value }) => !bufferIsShared(value))) {
    inPlace({
      value: raw(variable.value),
      gradient: raw(gradient),
      slots: slots.map(({ value }) => raw(value)),
      rule,
    } as Parameters<typeof inPlace>[0]);
    return;
  }
  const fresh = tidy(() =>
    step(
      variable.value,
      gradientScale === 1 ? gradient : mul(gradient, scalar(gradientScale)),
      slots.map(({ value }) => value),
      rule,
    ).map(own),
  );
  [variable, ...slots].forEach((target, i) => {
    target.value.dispose();
    target.value = fresh[i]!;
  });
}

/** The new value and the new slots. */
function step(value: Tensor, g: Tensor, slots: readonly Tensor[], rule: Formula): Tensor[] {
  const rate = scalar(rule.type === 'adam' ? adamAlpha(rule) : rule.learningRate);
  switch (rule.type) {
    case 'sgd': {
      if (rule.momentum === 0) return [sub(value, mul(rate, g))];
      const momentum = scalar(rule.momentum);
      const velocity = sub(mul(momentum, slots[0]!), mul(rate, g));
      const move = rule.nesterov ? sub(mul(momentum, velocity), mul(rate, g)) : velocity;
      return [add(value, move), velocity];
    }
    case 'rmsprop': {
      const blend = (slot: Tensor, x: Tensor) =>
        add(mul(scalar(rule.rho), slot), mul(scalar(1 - rule.rho), x));
      const velocity = blend(slots[0]!, square(g));
      const average = rule.centered ? [blend(slots[1]!, g)] : [];
      const variance = average[0] ? sub(velocity, square(average[0])) : velocity;
      const increment = div(mul(rate, g), sqrt(add(variance, scalar(rule.epsilon))));
      if (rule.momentum === 0) return [sub(value, increment), velocity, ...average];
      const momentum = add(mul(scalar(rule.momentum), slots.at(-1)!), increment);
      return [sub(value, momentum), velocity, ...average, momentum];
    }
    case 'adam': {
      const [m0, v0] = slots as [Tensor, Tensor];
      const m = add(m0, mul(sub(g, m0), scalar(1 - rule.beta1)));
      const v = add(v0, mul(sub(square(g), v0), scalar(1 - rule.beta2)));
      return [sub(value, div(mul(m, rate), add(sqrt(v), scalar(rule.epsilon)))), m, v];
    }
  }
}

function check(variable: Variable, gradient: Tensor, slots: readonly Variable[], rule: Formula): void {
  if (slots.length !== slotCount(rule)) {
    throw new RangeError(`update: got ${slots.length} slots, expected ${slotCount(rule)} for ${rule.type}.`);
  }
  const shape = variable.value.shape.join(', ');
  for (const { shape: got } of [gradient, ...slots.map(({ value }) => value)]) {
    if (got.join(', ') !== shape) {
      throw new RangeError(
        `update: gradient and slots must have the variable's shape [${shape}], got [${got.join(', ')}].`,
      );
    }
  }
}
