import type { UpdateRule } from '@seqloom/backend';
import { notNegative, type OptionRules, type Resolved, resolveOptions, rule } from '@seqloom/options';
import { CLIPPING_RULES, type Clipping, checkClipping } from './clip-gradients.ts';
import { checkLearningRate, type LearningRate, type Schedule } from './schedules.ts';

/** Settings that every optimizer takes. */
export interface OptimizerOptions extends Clipping {
  /** Step size: a number, a schedule, or a function of the step number (from 0). Functions are not saved. */
  readonly learningRate?: LearningRate;
  /** Every step first subtracts `learningRate · weightDecay` times each weight from it; default 0 (`adamW`: 0.004). */
  readonly weightDecay?: number;
}

/** The names of optimizers in options and files. */
export type OptimizerName = 'sgd' | 'rmsprop' | 'adam' | 'adamW';

/** An optimizer as plain data. */
export interface OptimizerConfig {
  readonly name: OptimizerName;
  readonly settings: Readonly<Record<string, number | boolean | Schedule>>;
}

/** What an optimizer carries from step to step besides the slots, as plain data. Files and backups hold it. */
export interface OptimizerProgress {
  /** Steps done. */
  readonly iterations: number;
  /** The step size that replaces the one in the settings, if one was set. */
  readonly learningRate?: number | undefined;
}

/** An optimizer with its state except the slots, as plain data. */
export interface SavedOptimizer extends OptimizerConfig, OptimizerProgress {}

/** When the gradients of tables are taken as rows. */
export type RowGradients = 'never' | 'cheaper' | 'always';

/** What defines an optimizer. */
export interface OptimizerDefinition {
  readonly config: OptimizerConfig;
  readonly options: Resolved<OptimizerOptions>;
  /** The names of its slots in files, in the engine's order. */
  readonly slotNames: readonly string[];
  /**
   * Whether it follows gradients that are rows of a table: `'cheaper'` where that gives the same bits, `'always'` where it is another
   * algorithm, `'never'` where every row moves in every step.
   */
  readonly rowGradients: RowGradients;
  /** The rule of one step. `step` counts from 1. */
  readonly rule: (learningRate: number, step: number) => UpdateRule;
}

/** The rules of the settings that every optimizer takes. */
export function optimizerRules(defaults: {
  readonly learningRate: number;
  readonly weightDecay: number;
}): OptionRules<OptimizerOptions> {
  return {
    learningRate: rule<LearningRate>(checkLearningRate, defaults.learningRate),
    weightDecay: notNegative(defaults.weightDecay),
    ...CLIPPING_RULES,
  };
}

/**
 * Checks the settings of an optimizer and fills in the defaults.
 *
 * @throws RangeError or TypeError as `resolveOptions`; RangeError for two ways of clipping
 */
export function resolveSettings<Options extends OptimizerOptions>(
  name: OptimizerName,
  given: Options,
  rules: OptionRules<NoInfer<Options>>,
): Resolved<Options> {
  const settings = resolveOptions(name, given, rules);
  checkClipping(name, settings);
  return settings;
}

/** Settings as plain data. A step size that is a function is left out, because it is not data. */
export function configOf(name: OptimizerName, settings: Resolved<OptimizerOptions>): OptimizerConfig {
  const data: [string, number | boolean | Schedule][] = [];
  for (const [option, value] of Object.entries<LearningRate | boolean | undefined>(settings)) {
    if (value !== undefined && typeof value !== 'function') data.push([option, value]);
  }
  return { name, settings: Object.fromEntries(data) };
}
