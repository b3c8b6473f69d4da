import type { Tensor } from '@seqloom/backend';
import { type LogitsActivation, warn } from '@seqloom/nn';
import { checkProbabilities, countsOf, hostValues } from '../values/check-values.ts';
import { defineLoss, type Loss, type LossDefinition } from './loss.ts';

/** The parts in which cross-entropies differ. `owner` is the name in messages. */
export interface CrossentropyParts {
  readonly activation: LogitsActivation;
  readonly targets: LossDefinition['targets'];
  readonly checkTargets: (owner: string, ...values: Parameters<LossDefinition['checkTargets']>) => void;
  /** Targets in the shape that the formulas take. */
  readonly match: (owner: string, targets: Tensor, output: Tensor) => Tensor;
  readonly ofLogits: (targets: Tensor, logits: Tensor, probabilities?: Tensor) => Tensor;
  readonly ofProbabilities: (targets: Tensor, probabilities: Tensor) => Tensor;
}

/** A cross-entropy, from logits where there are any. */
export function crossentropy(
  name: string,
  settings: { readonly fromLogits: boolean },
  parts: CrossentropyParts,
): Loss {
  const { fromLogits } = settings;
  const checkTargets: LossDefinition['checkTargets'] = (...values) => parts.checkTargets(name, ...values);
  const wayOut =
    `End the model in a ${parts.activation}, or give the loss as ${name}({ fromLogits: true }) ` +
    'when they are logits.';
  let reported = false;
  return defineLoss({
    name,
    settings,
    activation: parts.activation,
    fromLogits,
    targets: parts.targets,
    checkTargets,
    checkOutputs: ({ output, mask, logits }) => {
      if (fromLogits && logits && !reported) {
        reported = true;
        warn(
          `${name}: got fromLogits: true and a model that ends in a ${parts.activation}, whose outputs are probabilities. Remove one ` +
            'of the two.',
        );
      }
      const values = fromLogits || logits ? undefined : hostValues(output);
      if (values) checkProbabilities(name, values, countsOf(values, mask), wayOut);
    },
    measure: (targets, { output, mask, logits }) => {
      const matched = parts.match(name, targets, output);
      const given = hostValues(targets);
      if (given) checkTargets(given, output.shape, countsOf(given, mask));
      if (fromLogits) return parts.ofLogits(matched, output);
      if (logits) return parts.ofLogits(matched, logits, output);
      return parts.ofProbabilities(matched, output);
    },
  });
}
