import type { Progress } from './messages.ts';

/** The weight of the last measurement in the mean; steps differ in length. */
const NEWEST = 0.1;

/** The size of a run. */
export interface RunSize {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
}

/** Measures how long steps and validations take, without pauses, and tells how much time is left. */
export class StepClock {
  #msPerStep: number | undefined;
  #msPerValidation = 0;
  #before: number | undefined;
  #ms = 0;

  /** @param seconds what the run took before it was broken off */
  constructor(seconds = 0) {
    this.#ms = seconds * 1000;
  }

  /** An epoch begins, or the run goes on after a pause: the time since the last step is not one of a step. */
  restart(now: number): void {
    this.#before = now;
  }

  step(now: number): void {
    const ms = this.#pass(now);
    this.#msPerStep = this.#msPerStep === undefined ? ms : this.#msPerStep + NEWEST * (ms - this.#msPerStep);
  }

  /** The validation of an epoch is done. */
  validated(now: number): void {
    this.#msPerValidation = this.#pass(now);
  }

  get seconds(): number {
    return this.#ms / 1000;
  }

  /** @param epoch from 1, @param step within the epoch, from 1 */
  tell(
    epoch: number,
    step: number,
    size: RunSize,
  ): Pick<Progress, 'msPerStep' | 'secondsLeft' | 'seconds' | 'done'> {
    const { epochs, stepsPerEpoch } = size;
    const msPerStep = this.#msPerStep ?? 0;
    const all = epochs * stepsPerEpoch;
    const steps = (epoch - 1) * stepsPerEpoch + step;
    const msLeft = (all - steps) * msPerStep + (epochs - epoch + 1) * this.#msPerValidation;
    return { msPerStep, secondsLeft: msLeft / 1000, seconds: this.seconds, done: steps / all };
  }

  #pass(now: number): number {
    const ms = now - (this.#before ?? now);
    this.#before = now;
    this.#ms += ms;
    return ms;
  }
}
