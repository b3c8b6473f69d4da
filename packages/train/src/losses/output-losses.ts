import { formatValue, type OptionRules, optional, rule } from '@seqloom/options';
import { type NamedOr, orderByName } from '../model/by-name.ts';
import type { Network } from '../model/network.ts';
import type { Loss } from './loss.ts';
import { checkLoss, getLoss, type LossName } from './losses.ts';

/** The loss of one output of a model. */
export interface OutputLoss {
  /** The name of the output; undefined for the only output. */
  readonly output: string | undefined;
  readonly loss: Loss;
  /** What the loss is multiplied by in the total. */
  readonly weight: number;
}

/** The options that say what is minimised. */
export interface LossOptions {
  /** For all outputs, or for each: a list in their order, or by name. */
  readonly loss: NamedOr<LossName | Loss>;
  /** What the loss of each output counts in the total; default 1 each. */
  readonly lossWeights?: readonly number[] | Readonly<Record<string, number>> | undefined;
}

export const LOSS_RULES: OptionRules<LossOptions> = {
  loss: rule<NamedOr<LossName | Loss>>((owner, option, value) => {
    if (typeof value !== 'object' || value === null) checkLoss(owner, option, value);
    else for (const one of Object.values(value)) checkLoss(owner, `a loss in ${option}`, one);
  }),
  lossWeights: optional(
    rule<readonly number[] | Readonly<Record<string, number>>>((owner, option, value) => {
      const weights: readonly unknown[] =
        typeof value === 'object' && value !== null ? Object.values(value) : [value];
      if (
        typeof value === 'object' &&
        weights.every((weight) => Number.isFinite(weight) && (weight as number) >= 0)
      )
        return;
      throw new RangeError(
        `${owner}: ${option} must hold a finite number ≥ 0 for each output, as a list or by name, got ${formatValue(value)}.`,
      );
    }),
  ),
};

/**
 * The losses of the outputs of a model, in their order.
 *
 * @param options checked by `LOSS_RULES`
 * @throws TypeError or RangeError naming the outputs when there is not one loss and weight for each
 */
export function outputLosses(owner: string, model: Network, options: LossOptions): readonly OutputLoss[] {
  const { outputNames } = model;
  const names = outputNames.length > 0 ? outputNames : [undefined];
  const label = `${owner}: ${model.label}`;
  const losses = isLoss(options.loss)
    ? names.map(() => options.loss as LossName | Loss)
    : orderByName(label, 'losses', outputNames, options.loss, isLoss);
  const weights = options.lossWeights
    ? orderByName(label, 'lossWeights', outputNames, options.lossWeights, isNumber)
    : names.map(() => 1);
  return names.map((output, i) => ({
    output: names.length > 1 ? output : undefined,
    loss: getLoss(losses[i]!),
    weight: weights[i]!,
  }));
}

function isLoss(value: unknown): value is LossName | Loss {
  return typeof value === 'string' || typeof value === 'function';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
