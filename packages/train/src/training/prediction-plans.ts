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
  readonly shape: readonly number[];
  readonly isIds: boolean;
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

  /** Predicts a batch: by the plan for its shape if there is one, otherwise with the engine, recording a plan. */
  predict(batch: NdArray): Prediction {
    if (!this.#possible || batch.data instanceof Uint8Array)
      return tidy(() => runModel(this.#model, [toTensor(batch)])[0]!.output);
    const isIds = batch.data instanceof Int32Array;
    const i = this.#recorded.findIndex((one) => one.isIds === isIds && sameShape(one.shape, batch.shape));
    const found = this.#recorded[i];
    if (found && this.#isCurrent(found)) {
      if (i > 0) this.#recorded.unshift(...this.#recorded.splice(i, 1));
      const [data] = found.plan.run([batch.data]) ?? [];
      if (data) return { data, shape: found.plan.outputShapes[0]! };
    }
    return this.#record(batch, isIds);
  }

  #record(batch: NdArray, isIds: boolean): Tensor {
    this.#drop((one) => this.#isCurrent(one) && !(one.isIds === isIds && sameShape(one.shape, batch.shape)));
    const values = this.#parameters.map(({ value }) => value);
    const { outputs, plan } = tidy(() => {
      const x = toTensor(batch);
      return recordPlan([x], values, () => [tidy(() => runModel(this.#model, [x])[0]!.output)]);
    });
    if (plan) {
      this.#recorded.unshift({ shape: [...batch.shape], isIds, values, plan });
      for (const { plan } of this.#recorded.splice(MOST_PLANS)) plan.dispose();
    }
    return outputs[0]!;
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
