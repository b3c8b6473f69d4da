import type { UpdateRule } from '@seqloom/backend';
import {
  boolean,
  notNegative,
  numberIn,
  type OptionRules,
  optional,
  positiveInteger,
  type Resolved,
  resolveOptions,
  rule,
} from '@seqloom/options';
import { checkLearningRate, type LearningRate, type Schedule } from '../schedules/schedules.ts';
import { CLIPPING_RULES, type Clipping, checkClipping } from './clip-gradients.ts';
import type { SlotValues } from './optimizer-slots.ts';

/** Settings that every optimizer takes. */
export interface OptimizerOptions extends Clipping {
  /** Step size: a number, a schedule, or a function of the step number (from 0). Functions are not saved. */
  readonly learningRate?: LearningRate;
  /** Every step first subtracts `learningRate · weightDecay` times each weight from it; default 0 (`adamW`: 0.004). */
  readonly weightDecay?: number;
  /**
   * Whether to keep exponential moving averages of the weights, to which `fit` sets them at its end; default false. Validation and
   * callbacks see the weights themselves.
   */
  readonly useEma?: boolean;
  /** With `useEma`, μ of the averages, `a ← μ a + (1 − μ) w` after every batch, in [0, 1]; default 0.99. */
  readonly emaMomentum?: number;
  /** With `useEma`, every so many steps the weights are set to their averages; default: at the end of `fit` only. */
  readonly emaOverwriteFrequency?: number | undefined;
  /**
   * The number of batches, at least 2, whose gradients one step takes the mean of; default: each batch is a step. Schedules and the
   * averages of `useEma` count batches, the optimizer's formula counts steps.
   */
  readonly gradientAccumulationSteps?: number | undefined;
}

/** The names of optimizers in options and files. */
export type OptimizerName = 'sgd' | 'rmsprop' | 'adam' | 'adamW' | 'nadam' | 'adagrad';

/** An optimizer as plain data. */
export interface OptimizerConfig {
  readonly name: OptimizerName;
  readonly settings: Readonly<Record<string, number | boolean | Schedule>>;
}

/** What an optimizer carries from step to step besides the slots, as plain data. Files and backups hold it. */
export interface OptimizerProgress {
  /** Batches done, each a step without `gradientAccumulationSteps`. */
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
  /** What new slots are filled with; 0 for those without a value. */
  readonly slotValues?: SlotValues;
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
    useEma: boolean(false),
    emaMomentum: numberIn({ min: 0, max: 1 }, 0.99),
    emaOverwriteFrequency: optional(positiveInteger()),
    gradientAccumulationSteps: optional(numberIn({ min: 2, integer: true })),
  };
}

/**
 * Checks the settings of an optimizer and fills in the defaults.
 *
 * @throws RangeError or TypeError as `resolveOptions`; RangeError for two ways of clipping, or settings of averages without `useEma`
 */
export function resolveSettings<Options extends OptimizerOptions>(
  name: OptimizerName,
  given: Options,
  rules: OptionRules<NoInfer<Options>>,
): Resolved<Options> {
  const settings = resolveOptions(name, given, rules);
  checkClipping(name, settings);
  checkAverages(name, given);
  return settings;
}

/** Files hold all settings with `useEma`: one that is false by intent lets the others stay. */
function checkAverages(name: OptimizerName, given: OptimizerOptions): void {
  if (given.useEma !== undefined) return;
  const setting = (['emaMomentum', 'emaOverwriteFrequency'] as const).find(
    (each) => given[each] !== undefined,
  );
  if (!setting) return;
  throw new RangeError(
    `${name}: got ${setting} ${given[setting]} without useEma. Give useEma: true, or leave it out.`,
  );
}

/** Settings as plain data. A step size that is a function is left out, because it is not data. */
export function configOf(name: OptimizerName, settings: Resolved<OptimizerOptions>): OptimizerConfig {
  const data: [string, number | boolean | Schedule][] = [];
  for (const [option, value] of Object.entries<LearningRate | boolean | undefined>(settings)) {
    if (value !== undefined && typeof value !== 'function') data.push([option, value]);
  }
  return { name, settings: Object.fromEntries(data) };
}

/**
 * Replaces a smaller epsilon: the smallest root of a mean square that the kernels keep. With less, a weight whose
 * gradients have all been 0, such as the row of a word that has not occurred, would become 0 / 0.
 */
export const LEAST_ROOT: number = 1e-15;
