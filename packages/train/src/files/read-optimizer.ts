import { tensor } from '@seqloom/backend';
import {
  count,
  formatValue,
  notNegative,
  type OptionRules,
  optional,
  resolveOptions,
  rule,
} from '@seqloom/options';
import type { SafeTensor } from '@seqloom/safetensors';
import type { Network } from '../model/network.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { OptimizerName, SavedOptimizer } from '../optimizers/optimizer-definition.ts';
import { makeOptimizer } from '../optimizers/optimizers.ts';
import { slotTensorName } from './file-format.ts';
import { parseJSON } from './parse-json.ts';
import { weightOf } from './stored-weights.ts';

const SAVED_OPTIMIZER_RULES: OptionRules<SavedOptimizer> = {
  name: rule<OptimizerName>(() => {}), // makeOptimizer checks the name and the content of the settings
  settings: rule<SavedOptimizer['settings']>((owner, option, value) => {
    if (typeof value === 'object') return;
    throw new TypeError(`${owner}: ${option} must be an object, got ${formatValue(value)}.`);
  }),
  iterations: count(),
  learningRate: optional(notNegative()),
};

/**
 * The optimizer of a file with its slots; undefined when it was not saved.
 *
 * @throws ModelFileError, RangeError or TypeError for a state that does not belong to the model
 */
export function readOptimizer(
  json: string | undefined,
  tensors: ReadonlyMap<string, SafeTensor>,
  model: Network,
): Optimizer | undefined {
  if (json === undefined) return undefined;
  const saved = resolveOptions(
    'optimizer',
    parseJSON(json, 'optimizer') as SavedOptimizer,
    SAVED_OPTIMIZER_RULES,
  );
  const { name, settings, iterations, learningRate } = saved;
  const optimizer = makeOptimizer({ name, settings }); // checks both
  try {
    optimizer.restore(model.weights, { iterations, learningRate }, ({ path, shape }, slot) => {
      const stored = slotTensorName(path, slot);
      return tensors.has(stored) ? tensor(weightOf(tensors, stored, shape), shape) : undefined;
    });
  } catch (error) {
    optimizer.dispose();
    throw error;
  }
  return optimizer;
}
