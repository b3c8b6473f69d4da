import type { Tensor } from '@seqloom/backend';
import { formatShape, ShapeError } from '@seqloom/nn';
import { checkQuantiles, type OptionRules, resolveOptions, rule } from '@seqloom/options';
import { checkFinite, hostValues } from '../values/check-values.ts';
import { matchQuantities, matchTargets } from '../values/match-shapes.ts';
import { pinballError } from './difference-ops.ts';
import { defineLoss, type Loss } from './loss.ts';

/** Options of `quantileLoss`. */
export interface QuantileLossOptions {
  /** The fractions of targets that are to be below the outputs, in (0, 1) and rising; default `[0.1, 0.5, 0.9]`. */
  readonly quantiles?: readonly number[];
}

const RULES: OptionRules<QuantileLossOptions> = {
  quantiles: rule<readonly number[]>(checkQuantiles, [0.1, 0.5, 0.9]),
};

/**
 * The loss of forecasts of quantiles, also called pinball loss: with e = t − p, `max(q e, (q − 1) e)`, mean over the last axis. The
 * outputs that minimise it are above the fraction q of the targets.
 *
 * Shapes: predictions `[B, …, Q]` with an output for each of Q quantiles, targets `[B, …]` or `[B, …, 1]`. One quantile fits any
 * number of outputs: targets and predictions `[B, …, D]`.
 *
 * @throws ShapeError unless the last axis has an output for each quantile; RangeError for targets that are not finite, on backends
 * that read tensors without waiting; RangeError or TypeError for an option that does not exist or is out of its range
 *
 * **Source**: Koenker & Bassett 1978; `sklearn.metrics.mean_pinball_loss` for one quantile.
 *
 * @example
 * ```ts
 * const quantiles = [0.05, 0.5, 0.95];
 * const model = new Sequential([new LSTM({ units: 32 }), new Dense({ units: quantiles.length })]);
 * await fit(model, windows, { loss: quantileLoss({ quantiles }), metrics: [intervalCoverage()] });
 * ```
 */
export function quantileLoss(options: QuantileLossOptions = {}): Loss {
  const settings = resolveOptions('quantileLoss', options, RULES);
  const { quantiles } = settings;
  return defineLoss({
    name: 'quantileLoss',
    settings,
    targets: 'quantities',
    checkTargets: (targets) => checkFinite('quantileLoss', targets),
    measure: (targets, { output }) => {
      const matched =
        quantiles.length === 1
          ? matchTargets('quantileLoss', targets, output)
          : matchQuantiles('quantileLoss', targets, output, quantiles.length);
      const given = hostValues(targets);
      if (given) checkFinite('quantileLoss', given);
      return pinballError(matched, output, quantiles);
    },
  });
}

/**
 * Gives the targets of several quantiles a last axis of 1.
 *
 * @throws ShapeError unless the predictions end in an axis of `quantiles`, and the targets fit the other axes
 */
function matchQuantiles(owner: string, targets: Tensor, output: Tensor, quantiles: number): Tensor {
  if (output.shape.at(-1) !== quantiles) {
    throw new ShapeError(
      `${owner}: expected an output for each of ${quantiles} quantiles, got predictions of shape ${formatShape(output.shape)}. End the ` +
        `model in ${quantiles} units, or give as many quantiles.`,
    );
  }
  return matchQuantities(owner, targets, output);
}
