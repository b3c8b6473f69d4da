import { checkOneOf } from '@seqloom/options';
import { adagrad } from './adagrad.ts';
import { adam, adamW } from './adam.ts';
import { nadam } from './nadam.ts';
import { Optimizer } from './optimizer.ts';
import type { OptimizerConfig, OptimizerName } from './optimizer-definition.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

/** Each makes an optimizer of settings, which it checks. */
const OPTIMIZERS: ReadonlyMap<string, (settings: object) => Optimizer> = new Map<
  OptimizerName,
  (settings: object) => Optimizer
>([
  ['sgd', sgd],
  ['rmsprop', rmsprop],
  ['adam', adam],
  ['adamW', adamW],
  ['nadam', nadam],
  ['adagrad', adagrad],
]);

/**
 * The optimizer of a name or of plain data.
 *
 * @throws RangeError for an unknown name or setting, with the list of known ones; RangeError or TypeError for a setting
 * out of its range
 */
export function makeOptimizer({ name, settings }: OptimizerConfig): Optimizer {
  checkOneOf('optimizer', 'name', name, [...OPTIMIZERS.keys()]);
  return OPTIMIZERS.get(name)!(settings);
}

/** @throws RangeError unless the value is an optimizer or the name of one, with the list of names */
export function checkOptimizer(owner: string, option: string, value: unknown): void {
  if (value instanceof Optimizer) return;
  const wayOut = 'Or give an Optimizer, such as adam({ learningRate: 0.001 }).';
  checkOneOf(owner, option, value, [...OPTIMIZERS.keys()], wayOut);
}
