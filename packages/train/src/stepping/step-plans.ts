import type { NdArray } from '@seqloom/arrays';
import { type Plan, recordPlan, type Tensor, tensor, tidy } from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import { sameShape } from '@seqloom/options';

/** A search has one shape with all beams and one for its first step; a few more are kept. */
const MOST_PLANS = 4;

/** A recorded step. */
interface Recorded {
  readonly shapes: readonly (readonly number[])[];
  /** The tensors of the weights that it was recorded with. */
  readonly weights: readonly Tensor[];
  readonly plan: Plan;
}

/** Runs the same work on arrays of some shapes over and over, without the engine where it can be recorded. */
export class StepPlans {
  readonly #parameters: readonly Parameter[];
  readonly #possible: boolean;
  readonly #work: (inputs: readonly Tensor[]) => readonly Tensor[];
  readonly #forget: readonly (() => void)[];
  /** The last used one first. */
  #recorded: Recorded[] = [];

  /** @param possible whether the work may be recorded */
  constructor(
    parameters: readonly Parameter[],
    possible: boolean,
    work: (inputs: readonly Tensor[]) => readonly Tensor[],
  ) {
    this.#parameters = parameters;
    this.#possible = possible;
    this.#work = work;
    // The memory of the plans goes with the weights.
    this.#forget = parameters.map((parameter) => parameter.onDispose(() => this.clear()));
  }

  /** The outputs for arrays: numbers at once, or a promise of them. */
  run(inputs: readonly NdArray[]): readonly Float32Array[] | Promise<readonly Float32Array[]> {
    const i = this.#recorded.findIndex(
      ({ shapes }) =>
        shapes.length === inputs.length && shapes.every((shape, at) => sameShape(shape, inputs[at]!.shape)),
    );
    const found = this.#recorded[i];
    if (found && this.#parameters.every(({ value }, at) => value === found.weights[at])) {
      if (i > 0) this.#recorded.unshift(...this.#recorded.splice(i, 1));
      const outputs = found.plan.run(inputs.map(({ data }) => data));
      if (outputs) return outputs;
    }
    if (found) {
      found.plan.dispose();
      this.#recorded.splice(this.#recorded.indexOf(found), 1);
    }
    return this.#compute(inputs);
  }

  /** Releases the memory of all recorded steps. */
  clear(): void {
    for (const { plan } of this.#recorded) plan.dispose();
    this.#recorded = [];
  }

  /** Releases everything. */
  dispose(): void {
    this.clear();
    for (const forget of this.#forget) forget();
  }

  async #compute(inputs: readonly NdArray[]): Promise<readonly Float32Array[]> {
    const weights = this.#parameters.map(({ value }) => value);
    const { outputs, plan } = tidy(() => {
      const tensors = inputs.map(toTensor);
      const work = () => tidy(() => this.#work(tensors));
      return this.#possible ? recordPlan(tensors, weights, work) : { outputs: work(), plan: undefined };
    });
    if (plan) {
      this.#recorded.unshift({ shapes: inputs.map(({ shape }) => [...shape]), weights, plan });
      for (const old of this.#recorded.splice(MOST_PLANS)) old.plan.dispose();
    }
    try {
      return (await Promise.all(outputs.map((output) => output.data()))) as Float32Array[];
    } finally {
      for (const output of outputs) output.dispose();
    }
  }
}

/** A tensor of an array; bytes are a mask. */
export function toTensor({ data, shape }: NdArray): Tensor {
  if (data instanceof Float32Array) return tensor(data, shape, 'float32');
  return tensor(data, shape, data instanceof Int32Array ? 'int32' : 'bool');
}
