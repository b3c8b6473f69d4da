import type { NdArray } from '@seqloom/arrays';
import { dispose, own, type Tensor, tensor } from '@seqloom/backend';
import type { Layer, LayerStates } from '@seqloom/nn';
import type { Network } from './network.ts';

/**
 * States of stateful layers for a separate pass: validation between epochs, or a prediction during training. The pass begins
 * without states and does not change those of the model.
 */
export class SeparateStates {
  readonly #model: Network;
  #states: LayerStates = new Map();

  constructor(model: Network) {
    this.#model = model;
  }

  /** Runs synchronous work on these states; afterwards the model has its own states again. */
  run<T>(work: () => T): T {
    const aside = this.#model.exchangeStates(this.#states);
    try {
      return work();
    } finally {
      this.#states = this.#model.exchangeStates(aside);
    }
  }

  /** Releases the states. */
  dispose(): void {
    for (const states of this.#states.values()) dispose(...states);
    this.#states = new Map();
  }
}

/** What the stateful layers of a model carry from batch to batch, by `<layer>/<number>`. */
export async function readStates(model: Network): Promise<Record<string, NdArray>> {
  const states = model.exchangeStates(new Map());
  model.exchangeStates(states); // back at once: only a look at them
  const named = [...namedLayers(model)].flatMap(([name, layer]) =>
    (states.get(layer) ?? []).map((state, i) => [`${name}/${i}`, state] as const),
  );
  const values = await Promise.all(named.map(([, state]) => state.data()));
  return Object.fromEntries(
    named.map(([name, { shape }], i) => [name, { data: values[i] as Float32Array, shape }]), // states are float32
  );
}

/** Gives the stateful layers of a model the states that {@link readStates} gave; those that are not among them begin with zeros. */
export function putStates(model: Network, arrays: Readonly<Record<string, NdArray>>): void {
  const states = new Map<Layer, Tensor[]>();
  for (const [name, layer] of namedLayers(model)) {
    for (let i = 0; ; i++) {
      const array = arrays[`${name}/${i}`];
      if (!array) break;
      const list = states.get(layer) ?? [];
      list.push(own(tensor(array.data, array.shape, 'float32')));
      states.set(layer, list);
    }
  }
  for (const before of model.exchangeStates(states).values()) dispose(...before);
}

/** All layers within a model, each by the first of its places: `encoder/lstm`. */
function namedLayers(model: Layer): Map<string, Layer> {
  const named = new Map<string, Layer>();
  const known = new Set<Layer>();
  const visit = (parent: Layer, path: string): void => {
    for (const layer of parent.layers) {
      if (known.has(layer)) continue;
      known.add(layer);
      named.set(`${path}${layer.name}`, layer);
      visit(layer, `${path}${layer.name}/`);
    }
  };
  visit(model, '');
  return named;
}
