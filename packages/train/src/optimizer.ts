import {
  dispose,
  own,
  slotCount,
  type Tensor,
  tidy,
  type UpdateRule,
  update,
  type Variable,
  zeros,
} from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import { checkNotNegative } from '@seqloom/options';
import { type Clipping, checkClipping, clipGradients } from './clip-gradients.ts';
import { checkLearningRate, type LearningRate, learningRateAt, type Schedule } from './schedules.ts';

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

/**
 * Changes parameters along their gradients, in place where the backend can. Made by `sgd`, `rmsprop` or `adam`. What it
 * remembers of a parameter is released with the parameter, or by `dispose`.
 */
export class Optimizer {
  readonly config: OptimizerConfig;
  readonly #definition: OptimizerDefinition;
  readonly #slots = new Map<Parameter, readonly Variable[]>();
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
   * Does one step. The gradients stay the caller's; a parameter without one (`undefined`) is left alone.
   *
   * @throws RangeError when the schedule gives a step size that is not a finite number ≥ 0
   */
  apply(parameters: readonly Parameter[], gradients: readonly (Parameter['value'] | undefined)[]): void {
    const { learningRate } = this;
    checkNotNegative('optimizer', 'learningRate', learningRate);
    const rule = this.#definition.rule(learningRate, this.#iterations + 1);
    // What clipping makes goes with the tidy; new values and slots are owned and stay.
    tidy(() => {
      const clipped = clipGradients(gradients, this.#definition.options);
      parameters.forEach((parameter, i) => {
        if (!clipped[i]) return;
        const { gradient, scale } = clipped[i];
        this.#decay(parameter, learningRate);
        const scaled = scale ? { ...rule, gradientScale: scale } : rule;
        update(parameter, gradient, this.#slotsOf(parameter, slotCount(rule)), scaled);
      });
    });
    this.#iterations++;
  }

  /** Everything it remembers, for a file. */
  slots(): OptimizerSlot[] {
    return [...this.#slots].flatMap(([parameter, variables]) =>
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
    for (const variables of this.#slots.values()) dispose(...variables.map(({ value }) => value));
    this.#slots.clear();
    this.#iterations = 0;
  }

  /** w ← w − η λ w, apart from the gradient's statistics (Loshchilov & Hutter 2019): a plain step along w itself. */
  #decay(parameter: Parameter, learningRate: number): void {
    const { weightDecay = 0 } = this.#definition.options;
    if (weightDecay === 0) return;
    const rule = {
      type: 'sgd',
      learningRate: learningRate * weightDecay,
      momentum: 0,
      nesterov: false,
    } as const;
    update(parameter, parameter.value, [], rule);
  }

  #slotsOf(parameter: Parameter, count: number): readonly Variable[] {
    return (
      this.#slots.get(parameter) ??
      this.#keep(
        parameter,
        makeAll(Array.from({ length: count }), () => zeros(parameter.shape)),
      )
    );
  }

  #keep(parameter: Parameter, variables: readonly Variable[]): readonly Variable[] {
    this.#slots.set(parameter, variables);
    parameter.onDispose(() => {
      dispose(...variables.map(({ value }) => value));
      this.#slots.delete(parameter);
    });
    return variables;
  }
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
