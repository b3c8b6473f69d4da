import {
  dispose,
  own,
  type Tensor,
  tidy,
  type UpdateRule,
  update,
  type Variable,
  zeros,
} from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import { checkNotNegative } from '@seqloom/options';
import {
  type ClippedGradient,
  type Clipping,
  checkClipping,
  clipGradients,
  measureGradients,
} from './clip-gradients.ts';
import { NonFiniteGradientError } from './non-finite-gradient-error.ts';
import { checkLearningRate, type LearningRate, learningRateAt, type Schedule } from './schedules.ts';
import { type PendingUpdate, updateOnCopies } from './update-copies.ts';

/** Settings that every optimizer takes. */
export interface OptimizerOptions extends Clipping {
  /** Step size, a schedule, or a function of the step's number (from 0), which is not saved. */
  readonly learningRate?: LearningRate;
  /** Every step first takes `learningRate · weightDecay` of each weight away; default 0 (`adamW`: 0.004). */
  readonly weightDecay?: number;
}

/** The names an optimizer goes by in options and files. */
export type OptimizerName = 'sgd' | 'rmsprop' | 'adam' | 'adamW';

/** An optimizer as plain data. */
export interface OptimizerConfig {
  readonly name: OptimizerName;
  readonly settings: Readonly<Record<string, number | boolean | Schedule>>;
}

/** An optimizer with its state, but for its slots, as plain data. */
export interface SavedOptimizer extends OptimizerConfig {
  /** Steps done. */
  readonly iterations: number;
  /** What was set in the place of the settings' step size, if anything was. */
  readonly learningRate?: number;
}

/** What an optimizer is made of. */
export interface OptimizerDefinition {
  readonly config: OptimizerConfig;
  readonly options: OptimizerOptions & { readonly learningRate: LearningRate };
  /** What its slots are called in files, in the engine's order. */
  readonly slotNames: readonly string[];
  /** The rule of one step. `step` counts from 1. */
  readonly rule: (learningRate: number, step: number) => UpdateRule;
}

/** One named tensor that an optimizer keeps for a parameter. */
export interface OptimizerSlot {
  readonly parameter: Parameter;
  readonly name: string;
  readonly variable: Variable;
}

/** The slots of one parameter, and what takes back that they are released with it. */
interface KeptSlots {
  readonly variables: readonly Variable[];
  readonly unregister: () => void;
}

/** Steps shorter than this cannot overflow: their squares stay below 1e30, far from the 3e38 of float32. */
const LARGEST_PLAIN_STEP = 1e15;

/**
 * Changes parameters along their gradients, in place where the backend can. Made by `sgd`, `rmsprop` or `adam`. What it
 * remembers of a parameter is released with the parameter, or by `dispose`.
 */
export class Optimizer {
  readonly config: OptimizerConfig;
  readonly #definition: OptimizerDefinition;
  readonly #slots = new Map<Parameter, KeptSlots>();
  /** What a callback has set in the schedule's place. */
  #fixedRate: number | undefined;
  #iterations = 0;

  constructor(definition: OptimizerDefinition) {
    const { options } = definition;
    checkLearningRate('optimizer', options.learningRate);
    checkClipping(options);
    checkNotNegative('optimizer', 'weightDecay', options.weightDecay ?? 0);
    this.config = definition.config;
    this.#definition = definition;
  }

  /** Steps done so far. */
  get iterations(): number {
    return this.#iterations;
  }

  /** The step size it was made with; undefined for a schedule or a function. */
  get initialLearningRate(): number | undefined {
    const { learningRate } = this.#definition.options;
    return typeof learningRate === 'number' ? learningRate : undefined;
  }

  /** Whether a schedule or a function decides the step sizes, and no number has been set in its place. */
  get scheduled(): boolean {
    return this.initialLearningRate === undefined && this.#fixedRate === undefined;
  }

  /** The step size of the next step. */
  get learningRate(): number {
    return this.#fixedRate ?? learningRateAt(this.#definition.options.learningRate, this.#iterations);
  }

  /** Fixes the step size from now on; a schedule no longer has a say. */
  set learningRate(learningRate: number) {
    checkNotNegative('optimizer', 'learningRate', learningRate);
    this.#fixedRate = learningRate;
  }

  /**
   * Does one step: finite check, clip, decay, update. The gradients stay the caller's; a parameter without one
   * (`undefined`) is left alone. When it throws, nothing has changed.
   *
   * @throws NonFiniteGradientError when a gradient, or what it would make of a weight or a slot, is not finite; RangeError
   * when the schedule gives a step size that is not a finite number ≥ 0
   */
  apply(parameters: readonly Parameter[], gradients: readonly (Tensor | undefined)[]): void {
    const { learningRate } = this;
    checkNotNegative('optimizer', 'learningRate', learningRate);
    const measured = measureGradients(parameters, gradients);
    // What clipping makes goes with the tidy; new values and slots are owned and stay.
    tidy(() => {
      const clipped = clipGradients(measured, this.#definition.options);
      // All slots are made first: a full heap must not end a step half-way.
      const updates = clipped.map((gradient) => this.#plan(gradient, learningRate));
      if (this.#staysFinite(clipped, learningRate)) {
        for (const { parameter, slots, run } of updates) run(parameter, slots);
        return;
      }
      const bad = updateOnCopies(updates);
      if (bad) throw tooLarge(bad, learningRate);
    });
    this.#iterations++;
  }

  /** Everything it remembers, for a file. */
  slots(): OptimizerSlot[] {
    return [...this.#slots].flatMap(([parameter, { variables }]) =>
      variables.map((variable, i) => ({ parameter, name: this.#definition.slotNames[i]!, variable })),
    );
  }

  /**
   * Takes up where a saved one left off.
   *
   * @param iterations steps done before
   * @param learningRate the step size a callback had set, if one had
   * @param read the slot of a parameter, as saved; undefined for a parameter that had not been trained
   * @throws RangeError when a parameter has some of its slots only; whatever `read` throws; then it remembers nothing of it
   */
  restore(
    parameters: readonly Parameter[],
    state: { readonly iterations: number; readonly learningRate?: number | undefined },
    read: (parameter: Parameter, slotName: string) => Variable['value'] | undefined,
  ): void {
    this.dispose();
    this.#iterations = state.iterations;
    this.#fixedRate = state.learningRate;
    for (const parameter of parameters) {
      const { slotNames } = this.#definition;
      const variables = makeAll(slotNames, (name) => read(parameter, name));
      if (variables.length === slotNames.length) {
        this.#keep(parameter, variables);
      } else if (variables.length > 0) {
        dispose(...variables.map(({ value }) => value));
        const path = JSON.stringify(parameter.path);
        throw new RangeError(
          `optimizer: ${path} has ${variables.length} of the states ${slotNames.join(', ')}. Save the model anew.`,
        );
      }
    }
  }

  /**
   * Settings, and the state that `restore` takes beside the slots, as plain data.
   *
   * @throws TypeError when the step size is a function that nothing has been set in place of
   */
  toJSON(): SavedOptimizer {
    if (typeof this.#definition.options.learningRate === 'function' && this.#fixedRate === undefined) {
      throw new TypeError(
        'optimizer: learningRate is a function, which a file cannot hold. Use exponentialDecay or cosineDecay, or save ' +
          'without the optimizer (modelCheckpoint: saveOptimizer: false).',
      );
    }
    const rate = this.#fixedRate;
    return {
      ...this.config,
      iterations: this.#iterations,
      ...(rate !== undefined && { learningRate: rate }),
    };
  }

  /** Forgets and releases what it remembers of its parameters, and starts counting anew. */
  dispose(): void {
    for (const { variables, unregister } of this.#slots.values()) {
      unregister();
      dispose(...variables.map(({ value }) => value));
    }
    this.#slots.clear();
    this.#iterations = 0;
  }

  /**
   * Whether no number of a step can leave float32, whatever the weights are: squares and products of all that comes in
   * stay far below 3e38, and a weight is moved by less than its own rounding before it can overflow.
   */
  #staysFinite(gradients: readonly ClippedGradient[], learningRate: number): boolean {
    const { weightDecay = 0 } = this.#definition.options;
    const longest = gradients.reduce((longest, { norm }) => Math.max(longest, norm), 1);
    return longest * Math.max(learningRate, 1) < LARGEST_PLAIN_STEP && learningRate * weightDecay <= 1;
  }

  /** Decay and update of one parameter, or of copies of it and its slots. */
  #plan({ parameter, gradient, scale }: ClippedGradient, learningRate: number): PendingUpdate {
    const rule = { ...this.#definition.rule(learningRate, this.#iterations + 1), gradientScale: scale };
    return {
      parameter,
      slots: this.#slotsOf(parameter),
      run: (weight, slots) => {
        this.#decay(weight, learningRate);
        update(weight, gradient, slots, rule);
      },
    };
  }

  /** w ← w − η λ w, apart from the gradient's statistics (Loshchilov & Hutter 2019): a plain step along w itself. */
  #decay(weight: Variable, learningRate: number): void {
    const { weightDecay = 0 } = this.#definition.options;
    if (weightDecay === 0) return;
    const rule = {
      type: 'sgd',
      learningRate: learningRate * weightDecay,
      momentum: 0,
      nesterov: false,
    } as const;
    update(weight, weight.value, [], rule);
  }

  #slotsOf(parameter: Parameter): readonly Variable[] {
    return (
      this.#slots.get(parameter)?.variables ??
      this.#keep(
        parameter,
        makeAll(this.#definition.slotNames, () => zeros(parameter.shape)),
      )
    );
  }

  #keep(parameter: Parameter, variables: readonly Variable[]): readonly Variable[] {
    const unregister = parameter.onDispose(() => {
      dispose(...variables.map(({ value }) => value));
      this.#slots.delete(parameter);
    });
    this.#slots.set(parameter, { variables, unregister });
    return variables;
  }
}

function tooLarge({ path }: Parameter, learningRate: number): NonFiniteGradientError {
  const problem = `the step of ${JSON.stringify(path)} is too large for float32, at learning rate ${learningRate},`;
  return new NonFiniteGradientError(problem, path);
}

/** Makes tensors to keep, of those that `make` has; when one fails the others are released. */
function makeAll<T>(items: readonly T[], make: (item: T) => Tensor | undefined): Variable[] {
  const made: Variable[] = [];
  try {
    for (const item of items) {
      const value = make(item);
      if (value) made.push({ value: own(value) });
    }
  } catch (error) {
    dispose(...made.map(({ value }) => value));
    throw error;
  }
  return made;
}
