import {
  checkBoolean,
  checkNotNegative,
  checkNumber,
  checkOneOf,
  checkPositiveInteger,
  checkShare,
  formatShape,
  formatValue,
  sameShape,
} from '@seqloom/options';
import type { Tensor } from '../contract/tensor.ts';
import type { Formula, UpdateRule } from '../contract/update-rule.ts';
import { inPlaceUpdate } from './active.ts';
import { add, div, maximum, mul, sub } from './arithmetic.ts';
import { typedOperand } from './check-tensors.ts';
import { scalar } from './create.ts';
import { sqrt, square } from './functions.ts';
import { bufferIsShared, own, tidy } from './memory.ts';
import { raw } from './raw.ts';
import { adamAlpha, mayBeInPlace, nadamMomentum, slotCount } from './update-rule.ts';

/** A place for a tensor that changes over time: a parameter of a model, a slot of an optimizer. */
export interface Variable {
  value: Tensor;
}

/**
 * Applies one optimizer step: changes the variable and its slots, in place where no other tensor holds their buffers and
 * the backend can, by assigning fresh tensors otherwise. Call it after the gradients have been computed.
 *
 * Shapes: variable, gradient and slots are of one shape, float32.
 *
 * @param gradient of the variable's shape; it stays the caller's
 * @param slots the optimizer's memory of this variable, {@link slotCount} of them, zeros at first
 * @throws RangeError when shapes or the number of slots do not fit, or for numbers of the rule that are not finite;
 * TypeError unless all are float32 tensors
 * @example
 * ```ts
 * update(weights, gradient, [], { type: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false });
 * ```
 */
export function update(
  variable: Variable,
  gradient: Tensor,
  slots: readonly Variable[],
  rule: UpdateRule,
): void {
  const { shape } = checkUpdate('update', variable, slots, rule);
  checkFits('update', 'gradient', gradient, shape);
  const inPlace = inPlaceUpdate();
  if (inPlace && mayBeInPlace(rule) && [variable, ...slots].every(({ value }) => !bufferIsShared(value))) {
    inPlace({
      value: raw(variable.value),
      gradient: raw(gradient),
      slots: slots.map(({ value }) => raw(value)),
      rule,
    } as Parameters<typeof inPlace>[0]);
    return;
  }
  assign(
    [variable, ...slots],
    tidy(() => updated(variable, gradient, slots, rule).map(own)),
  );
}

/** The new value and the new slots. */
export function updated(
  variable: Variable,
  gradient: Tensor,
  slots: readonly Variable[],
  rule: UpdateRule,
): Tensor[] {
  const { gradientScale = 1 } = rule;
  const scaled = gradientScale === 1 ? gradient : mul(gradient, scalar(gradientScale));
  const old = slots.map(({ value }) => value);
  return step(variable.value, scaled, old, rule);
}

/** Puts tensors in the place of those of the variables. */
export function assign(targets: readonly Variable[], fresh: readonly Tensor[]): void {
  for (const [i, target] of targets.entries()) {
    target.value.dispose();
    target.value = fresh[i]!;
  }
}

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
      // A variance is not negative, though its rounded value may be.
      const variance = average[0] ? maximum(sub(velocity, square(average[0])), scalar(0)) : velocity;
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
    case 'nadam': {
      const [m0, v0] = slots as [Tensor, Tensor];
      const { step, momentumProduct: product } = rule;
      const [now, next] = [nadamMomentum(rule, step), nadamMomentum(rule, step + 1)];
      const m = add(m0, mul(sub(g, m0), scalar(1 - rule.beta1)));
      const v = add(v0, mul(sub(square(g), v0), scalar(1 - rule.beta2)));
      const ahead = add(
        mul(m, scalar(next / (1 - product * next))),
        mul(g, scalar((1 - now) / (1 - product))),
      );
      const root = sqrt(mul(v, scalar(1 / (1 - rule.beta2 ** step))));
      return [sub(value, div(mul(ahead, rate), add(root, scalar(rule.epsilon)))), m, v];
    }
    case 'adagrad': {
      const squares = add(slots[0]!, square(g));
      return [sub(value, div(mul(rate, g), sqrt(add(squares, scalar(rule.epsilon))))), squares];
    }
  }
}

/** Checks what every update takes, and returns the variable's tensor. */
export function checkUpdate(
  owner: string,
  variable: Variable,
  slots: readonly Variable[],
  rule: UpdateRule,
): Tensor {
  for (const [name, place] of [
    ['variable', variable],
    ['rule', rule],
  ] as const) {
    if (typeof place !== 'object' || place === null) {
      throw new TypeError(`${owner}: ${name} must be an object, got ${formatValue(place)}.`);
    }
  }
  if (!Array.isArray(slots))
    throw new TypeError(`${owner}: slots must be an array, got ${formatValue(slots)}.`);
  const { shape } = typedOperand(owner, 'variable.value', variable.value, 'float32');
  checkRule(owner, rule);
  if (slots.length !== slotCount(rule)) {
    throw new RangeError(
      `${owner}: got ${slots.length} slots, expected ${slotCount(rule)} for ${rule.type}.`,
    );
  }
  for (let i = 0; i < slots.length; i++)
    checkFits(owner, `slots[${i}].value`, slots[i]?.value as Tensor, shape);
  return variable.value;
}

function checkFits(owner: string, name: string, tensor: Tensor, shape: readonly number[]): void {
  const { shape: got } = typedOperand(owner, name, tensor, 'float32');
  if (sameShape(got, shape)) return;
  throw new RangeError(
    `${owner}: ${name} must have the variable's shape ${formatShape(shape)}, got ${formatShape(got)}.`,
  );
}

/** Numbers of a rule that lie in [0, 1). */
const SHARES: readonly string[] = ['momentum', 'rho', 'beta1', 'beta2', 'momentumProduct'];

function checkRule(owner: string, rule: UpdateRule): void {
  checkOneOf(owner, 'rule.type', rule.type, ['sgd', 'rmsprop', 'adam', 'nadam', 'adagrad']);
  for (const [name, value] of Object.entries(rule)) {
    if (name === 'type') continue;
    if (name === 'nesterov' || name === 'centered') checkBoolean(owner, name, value);
    else if (name === 'epsilon') checkNotNegative(owner, name, value);
    else if (SHARES.includes(name)) checkShare(owner, name, value);
    else checkNumber(owner, name, value, {});
  }
  if (rule.type === 'adam' || rule.type === 'nadam') checkPositiveInteger(owner, 'step', rule.step);
  if (rule.type === 'nadam') checkShare(owner, 'momentumProduct', rule.momentumProduct);
}
