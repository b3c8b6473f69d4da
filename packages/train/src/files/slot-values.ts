import type { Network } from '../model/network.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';

/** The values of one slot of an optimizer. */
export interface SlotValues {
  /** The name of the weight within its model. */
  readonly weight: string;
  readonly slot: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The slots that an optimizer keeps for the weights of a model. */
export async function slotValues(optimizer: Optimizer, model: Network): Promise<SlotValues[]> {
  const { weights, weightNames } = model;
  const names = new Map(weights.map((parameter, i) => [parameter, weightNames[i]!]));
  const slots = optimizer.slots().filter(({ parameter }) => names.has(parameter));
  const values = await Promise.all(slots.map(({ variable }) => variable.value.data()));
  return slots.map(({ parameter, name }, i) => ({
    weight: names.get(parameter)!,
    slot: name,
    shape: parameter.shape,
    data: values[i] as Float32Array, // slots are float32
  }));
}
