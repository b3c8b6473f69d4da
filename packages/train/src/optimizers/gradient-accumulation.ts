import {
  add,
  denseGradient,
  div,
  isRowGradient,
  scalar,
  type Tensor,
  tidy,
  update,
  zeros,
} from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import type { UnreadGradient } from './clip-unread.ts';
import { type FiniteGradient, finiteGradients } from './finite-gradients.ts';
import type { Gradient } from './gradient.ts';
import { type OpenStep, runOnCopies } from './open-step.ts';
import { OptimizerSlots } from './optimizer-slots.ts';
import { runUnread, type UnreadStep } from './run-unread.ts';
import { setVariable } from './set-variable.ts';

/** The sums of the gradients of several batches, a slot of each parameter, until a step uses their means. */
export class GradientAccumulation {
  readonly #batches: number;
  readonly sums: OptimizerSlots = new OptimizerSlots(['gradientAccumulator']);

  /** @param batches of a step */
  constructor(batches: number) {
    this.#batches = batches;
  }

  /** Adds the gradients of a batch. Returns the first parameter whose sum would not be finite; then nothing has changed. */
  add(gradients: readonly FiniteGradient[]): Parameter | undefined {
    return runOnCopies(this.#open(gradients), addUp);
  }

  /** What `add` does where `allowed` is true and all sums are finite, without reading a number. */
  addUnread(gradients: readonly UnreadGradient[], allowed: Tensor): UnreadStep {
    return runUnread(this.#open(gradients), allowed, addUp);
  }

  /**
   * The means of the sums and of the gradients of the last batch; the sums stay. Tensors made here belong to the caller.
   *
   * @throws NonFiniteGradientError when a mean is not finite
   */
  means(gradients: readonly UnreadGradient[]): FiniteGradient[] {
    const means = this.meansUnread(gradients);
    return finiteGradients(
      means.map(({ parameter }) => parameter),
      means.map(({ gradient }) => gradient),
    );
  }

  /** What `means` gives, without reading a number. */
  meansUnread(gradients: readonly UnreadGradient[]): UnreadGradient[] {
    const last = new Map(gradients.map(({ parameter, gradient }) => [parameter, dense(gradient)]));
    const sums = new Map(this.sums.list().map(({ parameter, variable }) => [parameter, variable.value]));
    return [...new Set([...last.keys(), ...sums.keys()])].map((parameter) => {
      const [gradient, sum] = [last.get(parameter), sums.get(parameter)];
      const total = gradient && sum ? add(gradient, sum) : (gradient ?? sum)!;
      return { parameter, gradient: div(total, scalar(this.#batches)) };
    });
  }

  /** Begins with sums of 0. */
  reset(): void {
    this.sums.dispose();
  }

  /** Begins with sums of 0 where `done` is true. */
  resetUnread(done: Tensor): void {
    tidy(() => {
      for (const { parameter, variable } of this.sums.list()) {
        setVariable(variable, zeros(parameter.shape), done);
      }
    });
  }

  #open(gradients: readonly UnreadGradient[]): OpenStep {
    return {
      learningRate: -1,
      number: 1,
      updates: gradients.map(({ parameter, gradient }) => ({
        parameter,
        gradient: dense(gradient),
        scale: 1,
        norm: Number.POSITIVE_INFINITY, // not needed
        weight: this.sums.of(parameter)[0]!,
        slots: [],
      })),
    };
  }
}

/** A sum plus a gradient is a step of plain SGD with the rate −1. */
function addUp({ learningRate, updates }: OpenStep): void {
  const rule = { type: 'sgd', learningRate, momentum: 0, nesterov: false } as const;
  for (const { weight, gradient } of updates) update(weight, dense(gradient), [], rule);
}

function dense(gradient: Gradient): Tensor {
  return isRowGradient(gradient) ? denseGradient(gradient) : gradient;
}
