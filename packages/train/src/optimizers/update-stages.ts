import {
  canUpdateRows,
  denseGradient,
  isRowGradient,
  type RowGradient,
  tidy,
  type UpdateRule,
  update,
  updateRows,
} from '@seqloom/backend';
import type { OpenStep, ParameterUpdate } from './open-step.ts';
import type { OptimizerDefinition } from './optimizer-definition.ts';
import type { OptimizerSlots } from './optimizer-slots.ts';

/** `w ← w − η λ w`: a plain step along w itself. */
export function decayWeights({ learningRate, updates }: OpenStep, weightDecay: number): void {
  if (weightDecay === 0) return;
  const rule = {
    type: 'sgd',
    learningRate: learningRate * weightDecay,
    momentum: 0,
    nesterov: false,
  } as const;
  for (const { weight } of updates) update(weight, weight.value, [], rule);
}

/** Moves weights and slots along the clipped gradients. */
export function updateWeights(
  { learningRate, number, updates }: OpenStep,
  definition: OptimizerDefinition,
  slots: OptimizerSlots,
): void {
  const rule = definition.rule(learningRate, number);
  for (const each of updates) {
    const scaled = { ...rule, gradientScale: each.scale };
    if (isRowGradient(each.gradient)) {
      updateTable(each, each.gradient, scaled, definition, slots);
    } else {
      slots.catchUp(each.parameter, rule);
      update(each.weight, each.gradient, each.slots, scaled);
    }
  }
}

function updateTable(
  { parameter, weight, slots }: ParameterUpdate,
  gradient: RowGradient,
  rule: UpdateRule,
  { rowGradients }: OptimizerDefinition,
  allSlots: OptimizerSlots,
): void {
  if (rowGradients === 'always') {
    updateRows(weight, gradient, slots, rule);
  } else if (weight === parameter && canUpdateRows(weight, slots)) {
    const rows = slots.length > 0 ? allSlots.waitingRows(parameter) : undefined;
    updateRows(weight, gradient, slots, rule, rows?.count(gradient.indices));
  } else {
    allSlots.catchUp(parameter, rule);
    tidy(() => update(weight, denseGradient(gradient), slots, rule));
  }
}
