import {
  canUpdateRows,
  denseGradient,
  isRowGradient,
  type RowGradient,
  type Tensor,
  tidy,
  type UpdateRule,
  update,
  updateRows,
  type Variable,
} from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import { checkNotNegative } from '@seqloom/options';
import { changeWeights } from '../training/train-step.ts';
import { type ClippedGradient, clipGradients } from './clip-gradients.ts';
import { clipUnread, type UnreadGradient } from './clip-unread.ts';
import type { FiniteGradient } from './finite-gradients.ts';
import type { Gradient } from './gradient.ts';
import { NonFiniteGradientError } from './non-finite-gradient-error.ts';
import { type OpenStep, type ParameterUpdate, runOnCopies } from './open-step.ts';
import type {
  OptimizerConfig,
  OptimizerDefinition,
  OptimizerProgress,
  RowGradients,
  SavedOptimizer,
} from './optimizer-definition.ts';
import { type OptimizerSlot, OptimizerSlots } from './optimizer-slots.ts';
import { runUnread, type UnreadStep } from './run-unread.ts';
import { learningRateAt } from './schedules.ts';

/** A step shorter than this cannot overflow: its square stays below 1e30, and float32 reaches 3e38. */
const LONGEST_SAFE_STEP = 1e15;

/**
 * Changes parameters along their gradients, in place where the backend can. Made by `sgd`, `rmsprop`, `adam` or `adamW`.
 * The slots of a parameter (momentum, running means) are released with the parameter, or by `dispose`.
 *
 * `clip`, `runStep`, `decay` and `update` are the stages of a step; `apply` runs all of them.
 */
export class Optimizer {
  readonly config: OptimizerConfig;
  readonly #definition: OptimizerDefinition;
  readonly #slots: OptimizerSlots;
  /** Replaces the schedule once it is set. */
  #fixedRate: number | undefined;
  #iterations = 0;

  constructor(definition: OptimizerDefinition) {
    this.config = definition.config;
    this.#definition = definition;
    this.#slots = new OptimizerSlots(definition.slotNames);
  }

  /** Steps done so far. */
  get iterations(): number {
    return this.#iterations;
  }

  /** The step size in the settings; undefined for a schedule or a function. */
  get initialLearningRate(): number | undefined {
    const { learningRate } = this.#definition.options;
    return typeof learningRate === 'number' ? learningRate : undefined;
  }

  /** Whether a schedule or a function decides the step sizes, and no number has replaced it. */
  get scheduled(): boolean {
    return this.initialLearningRate === undefined && this.#fixedRate === undefined;
  }

  /** The step size of the next step. */
  get learningRate(): number {
    return this.#fixedRate ?? learningRateAt(this.#definition.options.learningRate, this.#iterations);
  }

  /** Sets the step size from now on; it replaces a schedule. */
  set learningRate(learningRate: number) {
    checkNotNegative('optimizer', 'learningRate', learningRate);
    this.#fixedRate = learningRate;
  }

  /** When it takes the gradients of tables as rows. */
  get rowGradients(): RowGradients {
    return this.#definition.rowGradients;
  }

  /**
   * Does one step: finite check, clip, decay, update. The gradients stay the caller's; a parameter without one
   * (`undefined`) does not change. When it throws, nothing has changed.
   *
   * @throws NonFiniteGradientError when a gradient, or the weight or slot that it would give, is not finite; RangeError
   * when the schedule gives a step size that is not a finite number ≥ 0
   */
  apply(parameters: readonly Parameter[], gradients: readonly (Gradient | undefined)[]): void {
    changeWeights(this, parameters, gradients);
  }

  /** Stage: clips gradients by the settings. Tensors made here belong to the caller. */
  clip(gradients: readonly FiniteGradient[]): ClippedGradient[] {
    return clipGradients(gradients, this.#definition.options);
  }

  /**
   * Runs the stages that change weights and slots, and counts the step. Where a number could leave the range of float32,
   * the stages work on copies, which are kept only if they are finite.
   *
   * @throws NonFiniteGradientError when a weight or slot would not be finite; whatever a stage throws; RangeError when the
   * schedule gives a step size that is not a finite number ≥ 0
   */
  runStep(gradients: readonly ClippedGradient[], stages: (step: OpenStep) => void): void {
    const step = this.#open(gradients);
    if (this.#staysFinite(step)) {
      stages(step);
    } else {
      // Copies hold what the slots hold now.
      for (const { parameter } of step.updates) this.#catchUp(parameter);
      const bad = runOnCopies(step, stages);
      if (bad) throw tooLarge(bad, step.learningRate);
    }
    this.#iterations++;
  }

  /** Stage: what `clip` does, without reading a number. Tensors made here belong to the caller. */
  clipUnread(gradients: readonly UnreadGradient[]): ClippedGradient[] {
    return clipUnread(gradients, this.#definition.options);
  }

  /**
   * What `runStep` does without reading a number, for backends whose reads wait: see {@link runUnread}. The step counts, until
   * `takeBack` says that it was not done.
   *
   * @throws whatever a stage throws; RangeError when the schedule gives a step size that is not a finite number ≥ 0
   */
  runStepUnread(
    gradients: readonly ClippedGradient[],
    allowed: Tensor,
    stages: (step: OpenStep) => void,
  ): UnreadStep {
    const done = runUnread(this.#open(gradients), allowed, stages);
    this.#iterations++;
    return done;
  }

  /** Stops counting the last step, which the backend has not done. */
  takeBack(): void {
    this.#iterations--;
  }

  #open(gradients: readonly ClippedGradient[]): OpenStep {
    const { learningRate } = this;
    checkNotNegative('optimizer', 'learningRate', learningRate);
    return {
      learningRate,
      number: this.#iterations + 1,
      // Makes all slots before the first update: a full heap must not end a step half-way.
      updates: gradients.map((clipped) => ({
        ...clipped,
        weight: clipped.parameter,
        slots: this.#slots.of(clipped.parameter),
      })),
    };
  }

  /**
   * Stage: `w ← w − η λ w`, decoupled from the gradient and its running means. It is a plain step along w itself.
   *
   * **Source**: Loshchilov & Hutter 2019.
   */
  decay({ learningRate, updates }: OpenStep): void {
    const { weightDecay } = this.#definition.options;
    if (weightDecay === 0) return;
    const rule = {
      type: 'sgd',
      learningRate: learningRate * weightDecay,
      momentum: 0,
      nesterov: false,
    } as const;
    for (const { weight } of updates) update(weight, weight.value, [], rule);
  }

  /** Stage: moves weights and slots along the clipped gradients. */
  update({ learningRate, number, updates }: OpenStep): void {
    const rule = this.#definition.rule(learningRate, number);
    for (const each of updates) {
      const scaled = { ...rule, gradientScale: each.scale };
      if (isRowGradient(each.gradient)) {
        this.#updateRows(each, each.gradient, scaled);
      } else {
        this.#catchUp(each.parameter);
        update(each.weight, each.gradient, each.slots, scaled);
      }
    }
  }

  #updateRows({ parameter, weight, slots }: ParameterUpdate, gradient: RowGradient, rule: UpdateRule): void {
    if (this.rowGradients === 'always') {
      updateRows(weight, gradient, slots, rule);
    } else if (weight === parameter && canUpdateRows(weight, slots)) {
      const rows = slots.length > 0 ? this.#slots.waitingRows(parameter) : undefined;
      updateRows(weight, gradient, slots, rule, rows?.count(gradient.indices));
    } else {
      this.#catchUp(parameter);
      tidy(() => update(weight, denseGradient(gradient), slots, rule));
    }
  }

  #catchUp(parameter: Parameter): void {
    this.#slots.catchUp(parameter, this.#definition.rule(0, 1)); // of a rule only ρ decides
  }

  /** What `restore` takes besides the slots, as plain data. */
  get progress(): OptimizerProgress {
    const rate = this.#fixedRate;
    return { iterations: this.#iterations, ...(rate !== undefined && { learningRate: rate }) };
  }

  /** All slots, for a file. */
  slots(): OptimizerSlot[] {
    this.#slots.catchUpAll(this.#definition.rule(0, 1));
    return this.#slots.list();
  }

  /**
   * Continues from a saved state.
   *
   * @param state steps done before, and the step size that was set, if one was
   * @param read a slot as saved; undefined for a parameter that had not been trained
   * @throws RangeError when only some slots of a parameter were saved; whatever `read` throws
   */
  restore(
    parameters: readonly Parameter[],
    state: OptimizerProgress,
    read: (parameter: Parameter, slotName: string) => Variable['value'] | undefined,
  ): void {
    this.dispose();
    this.#iterations = state.iterations;
    this.#fixedRate = state.learningRate;
    for (const parameter of parameters) this.#slots.restore(parameter, (name) => read(parameter, name));
  }

  /**
   * Settings, and the state that `restore` takes besides the slots, as plain data.
   *
   * @throws TypeError when the step size is a function and no number has replaced it
   */
  toJSON(): SavedOptimizer {
    if (typeof this.#definition.options.learningRate === 'function' && this.#fixedRate === undefined) {
      throw new TypeError(
        'optimizer: learningRate is a function, which a file cannot hold. Use exponentialDecay or cosineDecay, or save ' +
          'without the optimizer (modelCheckpoint: saveOptimizer: false).',
      );
    }
    return { ...this.config, ...this.progress };
  }

  /** Releases all slots and starts counting steps from 0. */
  dispose(): void {
    this.#slots.dispose();
    this.#iterations = 0;
  }

  /**
   * Whether no number of a step can leave the range of float32, whatever the weights are. Squares and products of the
   * gradients stay far below 3e38, and a weight large enough to overflow moves by less than its own rounding.
   */
  #staysFinite({ learningRate, updates }: OpenStep): boolean {
    const { weightDecay } = this.#definition.options;
    const longest = updates.reduce((longest, { norm }) => Math.max(longest, norm), 1);
    return longest * Math.max(learningRate, 1) < LONGEST_SAFE_STEP && learningRate * weightDecay <= 1;
  }
}

/** The error of a step that would make a weight or slot of a parameter infinite. */
export function tooLarge({ path }: Parameter, learningRate: number): NonFiniteGradientError {
  const problem = `the step of ${JSON.stringify(path)} is too large for float32, at learning rate ${learningRate},`;
  return new NonFiniteGradientError(problem, path);
}
