import type { NdArray } from '@seqloom/arrays';
import type { Tensor } from '@seqloom/backend';
import type { LayerOptions, LayerOutput } from '@seqloom/nn';
import { boolean, type OptionRules, positiveInteger, resolveOptions, texts } from '@seqloom/options';
import type { NamedOr } from '../model/by-name.ts';
import type { Network } from '../model/network.ts';
import { checkAlive } from '../training/check-alive.ts';
import { computeFixed, type FixedArray, fixedArrays, fixedOperands, selectFixed } from './fixed-values.ts';
import { runStep } from './run-steps.ts';
import { StateLine } from './state-line.ts';
import { type StepGraph, stepGraph } from './step-graph.ts';
import { StepInputs, type StepValues } from './step-inputs.ts';
import { StepPlans } from './step-plans.ts';

/** Options of `StepRunner`. */
export interface StepRunnerOptions {
  /** Sequences that run side by side, B; default 1. A model with fixed inputs takes it from them. */
  readonly batchSize?: number;
  /** The names of the inputs that stay the same over all steps, such as the sentence that is translated; default none. */
  readonly fixed?: readonly string[];
  /** Whether a step gives what enters the softmax of the last layer in place of its probabilities, for sampling; default false. */
  readonly logits?: boolean;
  /** Whether the kernel calls of a step are recorded and replayed, which changes no bit; default true. */
  readonly plan?: boolean;
}

const RULES: OptionRules<StepRunnerOptions> = {
  batchSize: positiveInteger(1),
  fixed: texts([]),
  logits: boolean(false),
  plan: boolean(true),
};

/** What a runner carries from step to step, as plain data; no runner changes the arrays of one. */
export interface StepRunnerState {
  readonly batchSize: number;
  /** Steps that have been run. */
  readonly steps: number;
  readonly states: readonly Float32Array[];
  readonly fixed: readonly FixedArray[];
}

/** What `step` gives: for a list of outputs a list. */
export type StepOutput<Output extends LayerOutput> = Output extends readonly unknown[]
  ? readonly Float32Array[]
  : Float32Array;

/**
 * Runs a model one time step at a time and keeps what its layers remember: for streams, and to generate sequences of which each
 * step follows from the one before. Dropout is inactive.
 *
 * The output after t steps is that of the model for the first t steps, up to 1e-5 relative: sums may have another order.
 * Recurrent layers (not `goBackwards`), causal convolutions and layers that treat every step on its own take part, also in a
 * `Model` with several inputs. Layers that depend on `fixed` inputs alone run once, in `reset`: the encoder of an
 * encoder–decoder, whose last states the decoder starts from and whose outputs an attention looks at.
 *
 * It reads the weights of the model where they are: a model that is trained on gives new outputs from the next step on. The
 * caller disposes of the runner.
 *
 * @throws RangeError naming the layer that cannot run step by step and why: `Bidirectional`, convolutions that see later
 * steps, pooling, self-attention; Error when the model is not built
 *
 * @example
 * ```ts
 * const runner = new StepRunner(model); // Embedding, LSTM, Dense
 * let output = await runner.step(Int32Array.of(7)); // [units of the Dense]
 * const { state } = runner;
 * output = await runner.step(Int32Array.of(2));
 * runner.restore(state); // back to after the first step
 * ```
 */
export class StepRunner<Output extends LayerOutput = Tensor> {
  readonly #model: Network<LayerOptions, Output>;
  readonly #inputs: StepInputs;
  readonly #graph: StepGraph;
  readonly #plans: StepPlans;
  #lines: readonly StateLine[] = [];
  #fixed: readonly FixedArray[] = [];
  /** What a reset without fixed inputs begins with, however many sequences were selected since. */
  readonly #firstBatchSize: number;
  #batchSize: number;
  #steps = 0;
  /** Whether there is something to go on from. */
  #ready = false;
  /** Whether a call waits for numbers. */
  #waiting = false;

  constructor(model: Network<LayerOptions, Output>, options: StepRunnerOptions = {}) {
    const { batchSize, fixed, logits, plan } = resolveOptions('StepRunner', options, RULES);
    if (!model.built) {
      throw new Error(`StepRunner: ${model.label} is not built. Build it, train it or load it first.`);
    }
    this.#model = model;
    this.#firstBatchSize = batchSize;
    this.#batchSize = batchSize;
    this.#inputs = new StepInputs(model as Network, fixed);
    this.#graph = stepGraph(model as Network, this.#inputs.isFixed);
    const replayable = this.#graph.stepped.every(({ node }) => node.layer.replayable);
    const work = (tensors: readonly Tensor[]) => runStep(this.#graph, this.#operandsOf(tensors), logits);
    this.#plans = new StepPlans(model.weights, plan && replayable, work);
    if (!this.#inputs.hasFixed) this.#begin(batchSize);
  }

  /** B: how many sequences run side by side. */
  get batchSize(): number {
    return this.#batchSize;
  }

  /** Steps since the last reset. */
  get steps(): number {
    return this.#steps;
  }

  /**
   * Begins new sequences: as many as the option `batchSize` says, or as the fixed inputs hold.
   *
   * @param fixed the fixed inputs, `[B, …]` each: one, a list in the order of the model, or by name
   * @throws RangeError for one that is missing, not known or of another batch
   */
  async reset(fixed?: NamedOr<NdArray>): Promise<void> {
    this.#check('reset');
    if (!this.#inputs.hasFixed) {
      this.#begin(this.#firstBatchSize);
      return;
    }
    const arrays = this.#inputs.ofReset(fixed);
    const result = await this.#wait(computeFixed(this.#graph, this.#inputs.spread(arrays, true)));
    this.#begin(arrays[0]!.shape[0]!);
    for (const [i, values] of result.initial.entries()) if (values) this.#lines[i]!.restore(values);
    this.#fixed = result.fixed;
  }

  /**
   * Runs the next step of all sequences.
   *
   * @param input `[B, …]`, the features of one step: ids as Int32Array or values as Float32Array; for several inputs that go on
   * a list in the order of the model, or by name
   * @returns the numbers of the output, `[B, …]`; for a model with a list of outputs one for each
   * @throws RangeError for another number of values, or an id that stands for padding; Error while another step runs, or before
   * `reset` of a model with fixed inputs
   */
  async step(input: NamedOr<StepValues>): Promise<StepOutput<Output>> {
    this.#check('step');
    this.#checkReady('step');
    const given = this.#plans.run([
      ...this.#inputs.ofStep(input, this.#batchSize, this.#graph.paddings),
      ...this.#lines.map((line) => line.read(this.#steps)),
      ...fixedArrays(this.#fixed),
    ]);
    const results = given instanceof Promise ? await this.#wait(given) : given;
    const count = this.#graph.outputs.length;
    for (const [i, line] of this.#lines.entries()) line.write(this.#steps, results[count + i]!);
    this.#steps++;
    return (this.#model.returnsList ? results.slice(0, count) : results[0]) as StepOutput<Output>; // as the type says
  }

  /** A copy of what is carried to the next step. */
  get state(): StepRunnerState {
    this.#check('state');
    this.#checkReady('state');
    const states = this.#lines.map((line) => line.copy());
    return { batchSize: this.#batchSize, steps: this.#steps, states, fixed: this.#fixed };
  }

  /**
   * Goes on from a state, of this runner or of another one of the same model.
   *
   * @throws RangeError for a state of another model
   */
  restore({ batchSize, steps, states, fixed }: StepRunnerState): void {
    this.#check('restore');
    const lines = this.#graph.states.map((each) => new StateLine(each, batchSize));
    const fits =
      states.length === lines.length &&
      fixed.length === this.#graph.fixedUses.length &&
      lines.every((line, i) => line.restore(states[i]!));
    if (!fits) {
      throw new RangeError(
        `StepRunner: restore: the state does not fit ${this.#model.label}. Take it from a runner of the same model.`,
      );
    }
    this.#lines = lines;
    this.#batchSize = batchSize;
    this.#steps = steps;
    this.#fixed = fixed;
    this.#ready = true;
  }

  /**
   * Makes the sequences those of the given numbers, in this order: for a beam search, whose sequences branch and end.
   *
   * @param rows numbers of sequences; one may come several times
   * @throws RangeError for a number that no sequence has, and for none
   */
  select(rows: readonly number[]): void {
    this.#check('select');
    this.#checkReady('select');
    const batch = this.#batchSize;
    const wrong = rows.find((row) => !(Number.isInteger(row) && row >= 0 && row < batch));
    if (wrong !== undefined || rows.length === 0) {
      throw new RangeError(
        `StepRunner: select: rows must be numbers from 0 to ${batch - 1}, got ${wrong ?? 'none'}.`,
      );
    }
    for (const line of this.#lines) line.select(rows);
    this.#fixed = selectFixed(this.#fixed, rows);
    this.#batchSize = rows.length;
  }

  /** Releases the memory of the recorded steps; the model stays. */
  dispose(): void {
    this.#plans.dispose();
  }

  #begin(batchSize: number): void {
    this.#batchSize = batchSize;
    this.#lines = this.#graph.states.map((state) => new StateLine(state, batchSize));
    this.#steps = 0;
    this.#ready = true;
  }

  async #wait<T>(numbers: Promise<T>): Promise<T> {
    this.#waiting = true;
    try {
      return await numbers;
    } finally {
      this.#waiting = false;
    }
  }

  #check(method: string): void {
    checkAlive('StepRunner', this.#model as Network);
    if (!this.#waiting) return;
    throw new Error(`StepRunner: ${method}: another step is running. Await it first.`);
  }

  #checkReady(method: string): void {
    if (this.#ready) return;
    throw new Error(`StepRunner: ${method}: the fixed inputs are not known. Call reset with them first.`);
  }

  /** What `step` hands to the plans, as tensors. */
  #operandsOf(tensors: readonly Tensor[]) {
    const { count } = this.#inputs;
    const firstFixed = count + this.#graph.states.length;
    return {
      inputs: this.#inputs.spread(tensors.slice(0, count), false),
      past: tensors.slice(count, firstFixed),
      fixed: fixedOperands(this.#fixed, tensors.slice(firstFixed)),
    };
  }
}
