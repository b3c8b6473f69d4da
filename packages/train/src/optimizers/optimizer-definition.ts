import type { UpdateRule } from '@seqloom/backend';
import type { Clipping } from './clip-gradients.ts';
import type { LearningRate, Schedule } from './schedules.ts';

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

/** An optimizer with its state except the slots, as plain data. */
export interface SavedOptimizer extends OptimizerConfig {
  /** Steps done. */
  readonly iterations: number;
  /** The step size that replaces the one in the settings, if one was set. */
  readonly learningRate?: number;
}

/** What defines an optimizer. */
export interface OptimizerDefinition {
  readonly config: OptimizerConfig;
  readonly options: OptimizerOptions & { readonly learningRate: LearningRate };
  /** The names of its slots in files, in the engine's order. */
  readonly slotNames: readonly string[];
  /** The rule of one step. `step` counts from 1. */
  readonly rule: (learningRate: number, step: number) => UpdateRule;
}
