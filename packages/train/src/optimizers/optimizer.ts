import type { Tensor, UpdateRule, Variable } from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import { checkNotNegative } from '@seqloom/options';
import { learningRateAt } from '../schedules/schedules.ts';
import { changeWeights } from '../training/train-step.ts';
import { type ClippedGradient, clipGradients } from './clip-gradients.ts';
import { clipUnread, type UnreadGradient } from './clip-unread.ts';
import type { FiniteGradient } from './finite-gradients.ts';
import type { Gradient } from './gradient.ts';
import { GradientAccumulation } from './gradient-accumulation.ts';
import { type OpenStep, runOnCopies, staysFinite } from './open-step.ts';
import type {
  OptimizerConfig,
  OptimizerDefinition,
  OptimizerProgress,
  RowGradients,
  SavedOptimizer,
} from './optimizer-definition.ts';
import { type OptimizerSlot, OptimizerSlots } from './optimizer-slots.ts';
import { runUnread, type UnreadStep } from './run-unread.ts';
import { sumTooLarge, tooLarge } from './step-errors.ts';
import { decayWeights, updateWeights } from './update-stages.ts';
import { WeightAverage } from './weight-average.ts';

/**
 * Changes parameters along their gradients, in place where the backend can. Made by `sgd`, `rmsprop`, `adam` and the functions
 * beside them. The slots of a parameter (momentum, running means) are released with the parameter, or by `dispose`.
 *
 * `accumulate`, `clip`, `runStep` with `decay` and `update`, and `average` are the stages of a batch; `apply` runs all of them.
 */
export class Optimizer {
  readonly config: OptimizerConfig;
  readonly #definition: OptimizerDefinition;
  readonly #slots: OptimizerSlots;
  /** Replaces the schedule once it is set. */
  #fixedRate: number | undefined;
  /** Batches done so far. */
  #batches = 0;
  readonly #accumulation: GradientAccumulation | undefined;
  readonly #average: WeightAverage | undefined;

  constructor(definition: OptimizerDefinition) {
    this.config = definition.config;
    this.#definition = definition;
    this.#slots = new OptimizerSlots(definition.slotNames, definition.slotValues);
    const { gradientAccumulationSteps, useEma, emaMomentum, emaOverwriteFrequency } = definition.options;
    if (gradientAccumulationSteps) this.#accumulation = new GradientAccumulation(gradientAccumulationSteps);
    if (useEma) this.#average = new WeightAverage(emaMomentum, emaOverwriteFrequency);
  }

  /** Steps done so far: batches, or groups of `gradientAccumulationSteps` batches. */
  get iterations(): number {
    return Math.floor(this.#batches / this.#batchesPerStep);
  }

  get #batchesPerStep(): number {
    return this.#definition.options.gradientAccumulationSteps ?? 1;
  }

  /** Whether the next batch ends in a step. */
  get #isDue(): boolean {
    return (this.#batches + 1) % this.#batchesPerStep === 0;
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

  /** The step size of the next step. A schedule or a function counts batches, as in Keras. */
  get learningRate(): number {
    return this.#fixedRate ?? learningRateAt(this.#definition.options.learningRate, this.#batches);
  }

  /** Sets the step size from now on; it replaces a schedule. */
  set learningRate(learningRate: number) {
    checkNotNegative('optimizer', 'learningRate', learningRate);
    this.#fixedRate = learningRate;
  }

  /** When it takes the gradients of tables as rows. */
  get rowGradients(): RowGradients {
    return this.#accumulation ? 'never' : this.#definition.rowGradients;
  }

  /**
   * Trains on the gradients of one batch: finite check, accumulate, clip, decay, update, average. The gradients stay the caller's; a
   * parameter without one (`undefined`) does not change. When it throws, nothing has changed.
   *
   * @throws NonFiniteGradientError when a gradient, or the weight or slot that it would give, is not finite; RangeError
   * when the schedule gives a step size that is not a finite number ≥ 0
   */
  apply(parameters: readonly Parameter[], gradients: readonly (Gradient | undefined)[]): void {
    changeWeights(this, parameters, gradients);
  }

  /**
   * Stage: with `gradientAccumulationSteps`, adds the gradients to those of the batches before. Tensors made here belong to the caller.
   *
   * @returns the gradients of the step that is due, or undefined before the last batch of a step; then the batch is done
   * @throws NonFiniteGradientError when a sum or mean is not finite; then nothing has changed
   */
  accumulate(gradients: readonly FiniteGradient[]): readonly FiniteGradient[] | undefined {
    if (!this.#accumulation) return gradients;
    if (this.#isDue) return this.#accumulation.means(gradients);
    const bad = this.#accumulation.add(gradients);
    if (bad) throw sumTooLarge(bad);
    this.#batches++;
    return undefined;
  }

  /** Stage: clips gradients by the settings. Tensors made here belong to the caller. */
  clip(gradients: readonly FiniteGradient[]): ClippedGradient[] {
    return clipGradients(gradients, this.#definition.options);
  }

  /**
   * Runs the stages that change weights and slots, and counts the step. Where a number could leave the range of float32,
   * the stages work on copies, which are kept only if they are finite.
   *
   * @throws NonFiniteGradientError when a weight or slot would not be finite; what a stage throws; RangeError when the
   * schedule gives a step size that is not a finite number ≥ 0
   */
  runStep(gradients: readonly ClippedGradient[], stages: (step: OpenStep) => void): void {
    const step = this.#open(gradients);
    if (staysFinite(step, this.#definition.options.weightDecay)) {
      stages(step);
    } else {
      // Copies hold what the slots hold now.
      for (const { parameter } of step.updates) this.#slots.catchUp(parameter, this.#fade);
      const bad = runOnCopies(step, stages);
      if (bad) throw tooLarge(bad, step.learningRate);
    }
    this.#accumulation?.reset();
    this.#batches++;
  }

  /** Stage: with `useEma`, moves the averages of parameters after a batch. */
  average(parameters: readonly Parameter[], done?: Tensor): void {
    const stepsBefore = Math.floor((this.#batches - 1) / this.#batchesPerStep);
    this.#average?.follow(parameters, stepsBefore, done);
  }

  /**
   * With `useEma`, sets parameters to their averages and keeps what they were. `fit` does so at the end of a run that was not cut
   * short.
   *
   * **Source**: `finalize_variable_values` of `keras.optimizers.Optimizer`.
   */
  finalizeVariableValues(parameters: readonly Parameter[]): void {
    this.#average?.overwrite(parameters);
  }

  /**
   * Undoes `finalizeVariableValues` for the parameters that have not changed since. `fit` does so where a run goes on
   * (`initialEpoch`), so that it equals a run that never stopped. Keras goes on from the averages.
   */
  resumeVariableValues(parameters: readonly Parameter[]): void {
    this.#average?.resume(parameters);
  }

  /**
   * All stages of a batch without reading a number, for backends whose reads wait: see {@link runUnread}. The batch counts, until
   * `takeBack` says that it was not done.
   *
   * @param allowed scalar, bool: whether anything may change
   * @throws RangeError when the schedule gives a step size that is not a finite number ≥ 0
   */
  applyUnread(
    parameters: readonly Parameter[],
    gradients: readonly UnreadGradient[],
    allowed: Tensor,
  ): UnreadStep {
    const step =
      this.#accumulation && !this.#isDue
        ? this.#accumulation.addUnread(gradients, allowed)
        : this.#runStepUnread(this.#accumulation?.meansUnread(gradients) ?? gradients, allowed);
    this.#batches++;
    this.average(parameters, step.done);
    return step;
  }

  #runStepUnread(gradients: readonly UnreadGradient[], allowed: Tensor): UnreadStep {
    const clipped = clipUnread(gradients, this.#definition.options);
    const step = runUnread(this.#open(clipped), allowed, (open) => {
      this.decay(open);
      this.update(open);
    });
    this.#accumulation?.resetUnread(step.done);
    return step;
  }

  /** Stops counting the last batch, which the backend has not done. */
  takeBack(): void {
    this.#batches--;
  }

  #open(gradients: readonly ClippedGradient[]): OpenStep {
    const { learningRate } = this;
    checkNotNegative('optimizer', 'learningRate', learningRate);
    return {
      learningRate,
      number: this.iterations + 1,
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
  decay(step: OpenStep): void {
    decayWeights(step, this.#definition.options.weightDecay);
  }

  /** Stage: moves weights and slots along the clipped gradients. */
  update(step: OpenStep): void {
    updateWeights(step, this.#definition, this.#slots);
  }

  get #allSlots(): OptimizerSlots[] {
    const more = [this.#accumulation?.sums, this.#average?.averages, this.#average?.trained];
    return [this.#slots, ...more.filter((slots) => slots !== undefined)];
  }

  /** A rule by which slots catch up on updates that rows have missed: of a rule only ρ decides. */
  get #fade(): UpdateRule {
    return this.#definition.rule(0, 1);
  }

  /** What `restore` takes besides the slots, as plain data. */
  get progress(): OptimizerProgress {
    const rate = this.#fixedRate;
    return { iterations: this.#batches, ...(rate !== undefined && { learningRate: rate }) };
  }

  /** All slots, for a file. */
  slots(): OptimizerSlot[] {
    this.#slots.catchUpAll(this.#fade);
    return this.#allSlots.flatMap((slots) => slots.list());
  }

  /**
   * Continues from a saved state.
   *
   * @param state batches done before, and the step size that was set, if one was
   * @param read a slot as saved; undefined for a parameter that had not been trained
   * @throws RangeError when only some slots of a parameter were saved; what `read` throws
   */
  restore(
    parameters: readonly Parameter[],
    state: OptimizerProgress,
    read: (parameter: Parameter, slotName: string) => Variable['value'] | undefined,
  ): void {
    this.dispose();
    this.#batches = state.iterations;
    this.#fixedRate = state.learningRate;
    for (const parameter of parameters) {
      for (const slots of this.#allSlots) slots.restore(parameter, (name) => read(parameter, name));
    }
  }

  /**
   * Settings, and the state that `restore` takes besides the slots, as plain data.
   *
   * @throws TypeError when the step size is a function and no number has replaced it
   */
  toJSON(): SavedOptimizer {
    if (typeof this.#definition.options.learningRate === 'function' && this.#fixedRate === undefined) {
      throw new TypeError(
        'optimizer: learningRate is a function, which a file cannot hold. Use a schedule, such as cosineDecay, or save ' +
          'without the optimizer (modelCheckpoint: saveOptimizer: false).',
      );
    }
    return { ...this.config, ...this.progress };
  }

  /** Releases all slots and starts counting from 0. */
  dispose(): void {
    for (const slots of this.#allSlots) slots.dispose();
    this.#batches = 0;
  }
}
