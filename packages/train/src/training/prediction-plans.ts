import type { NdArray } from '@seqloom/arrays';
import { type Plan, recordPlan, type Tensor, tidy } from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import { sameShape } from '@seqloom/options';
import { toTensor } from '../data/training-data.ts';
import { runModel } from '../model/masked-output.ts';
import type { Network } from '../model/network.ts';

/** Batches of an array have one shape or two; a server sees a few more. */
const MOST_PLANS = 4;

/** A recorded prediction. */
interface Recorded {
  /** Of each input. */
  readonly shapes: readonly (readonly number[])[];
  readonly areIds: readonly boolean[];
  /** The tensors of the weights that it was recorded with. An update in place keeps them, anything else makes new ones. */
  readonly values: readonly Tensor[];
  readonly plan: Plan;
}

/** What a prediction gave: numbers, or the tensor that holds them. */
export type Prediction = { readonly data: Float32Array; readonly shape: readonly number[] } | Tensor;

/** The recorded predictions of one model, the last used one first. */
class PredictionPlans {
  readonly #model: Network;
  readonly #parameters: readonly Parameter[];
  readonly #possible: boolean;
  #recorded: Recorded[] = [];

  constructor(model: Network) {
    this.#model = model;
    this.#parameters = model.weights;
    const isAlive = this.#parameters.every(({ value }) => !value.isDisposed);
    this.#possible = this.#parameters.length > 0 && isAlive && model.replayable;
    // The memory of the plans goes with the weights. A model that is built again has other ones.
    for (const parameter of this.#parameters) parameter.onDispose(() => this.#end());
  }

  /** Predicts a batch: by the plan for its shapes if there is one, otherwise with the engine, recording a plan. */
  predict(inputs: readonly NdArray[]): readonly Prediction[] {
    // An input of bytes becomes float32, so that a plan cannot take its numbers.
    if (!this.#possible || inputs.some(({ data }) => data instanceof Uint8Array)) {
      return tidy(() => this.#run(inputs.map(toTensor)));
    }
    const i = this.#recorded.findIndex((one) => fits(one, inputs));
    const found = this.#recorded[i];
    if (found && this.#isCurrent(found)) {
      if (i > 0) this.#recorded.unshift(...this.#recorded.splice(i, 1));
      const { plan } = found;
      const results = plan.run(inputs.map(({ data }) => data));
      if (results) return results.map((data, i) => ({ data, shape: plan.outputShapes[i]! }));
    }
    return this.#record(inputs);
  }

  #record(inputs: readonly NdArray[]): readonly Tensor[] {
    this.#drop((one) => this.#isCurrent(one) && !fits(one, inputs));
    const values = this.#parameters.map(({ value }) => value);
    const { outputs, plan } = tidy(() => {
      const tensors = inputs.map(toTensor);
      return recordPlan(tensors, values, () => tidy(() => this.#run(tensors)));
    });
    if (plan) {
      const shapes = inputs.map(({ shape }) => [...shape]);
      const areIds = inputs.map(({ data }) => data instanceof Int32Array);
      this.#recorded.unshift({ shapes, areIds, values, plan });
      for (const { plan } of this.#recorded.splice(MOST_PLANS)) plan.dispose();
    }
    return outputs;
  }

  #run(inputs: readonly Tensor[]): readonly Tensor[] {
    return runModel(this.#model, inputs).map(({ output }) => output);
  }

  #end(): void {
    this.#drop(() => false);
    plansOfModels.delete(this.#model);
  }

  #isCurrent({ plan, values }: Recorded): boolean {
    return plan.valid && this.#parameters.every(({ value }, i) => value === values[i]);
  }

  #drop(keep: (one: Recorded) => boolean): void {
    for (const one of this.#recorded) if (!keep(one)) one.plan.dispose();
    this.#recorded = this.#recorded.filter(keep);
  }
}

/** Whether inputs are of the dtypes and shapes of a recorded prediction. */
function fits({ shapes, areIds }: Recorded, inputs: readonly NdArray[]): boolean {
  return inputs.every(
    ({ data, shape }, i) => areIds[i] === data instanceof Int32Array && sameShape(shapes[i]!, shape),
  );
}

const plansOfModels = new WeakMap<Network, PredictionPlans>();

/** The recorded predictions of a built model. */
export function plansOf(model: Network): PredictionPlans {
  let plans = plansOfModels.get(model);
  if (!plans) {
    plans = new PredictionPlans(model);
    plansOfModels.set(model, plans);
  }
  return plans;
}
