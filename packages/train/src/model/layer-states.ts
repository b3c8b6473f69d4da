import { dispose } from '@seqloom/backend';
import type { LayerStates } from '@seqloom/nn';
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
