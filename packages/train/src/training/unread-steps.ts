import {
  allFinite,
  cast,
  concat,
  dispose,
  logicalAnd,
  own,
  scalar,
  type Tensor,
  tidy,
} from '@seqloom/backend';
import type { Parameter, PendingChange } from '@seqloom/nn';
import type { BatchLoss } from '../losses/running-loss.ts';
import { numbersOf } from '../optimizers/gradient.ts';
import { NonFiniteGradientError } from '../optimizers/non-finite-gradient-error.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { isTrueEverywhere } from '../optimizers/run-unread.ts';
import { tooLarge } from '../optimizers/step-errors.ts';
import { ownerOf, type StepPlace } from '../optimizers/step-place.ts';
import { checkAlive } from './check-alive.ts';
import { NaNLossError } from './nan-loss-error.ts';
import { nonFiniteSource } from './non-finite-source.ts';
import { lossesIn, lossParts, tensorsAmong } from './read-losses.ts';
import { commit, computeGradients, type Pass, type StepData, type StepSetting } from './train-step.ts';

/** A step whose work has been handed to the backend. */
export interface IssuedStep {
  /** Whether the next step has to wait for `settle`, because it begins with states of this one. */
  readonly changesStates: boolean;
  /**
   * Waits for the loss, and then commits the step.
   *
   * @returns undefined for a step after one that failed: it changed nothing
   * @throws NaNLossError or NonFiniteGradientError, which name the step
   */
  settle(): Promise<BatchLoss | undefined>;
}

/**
 * The steps of an epoch on a backend whose reads wait, a GPU. They have the stages of `trainStep`, but the backend itself checks that
 * all is finite: a step that is not, and every step after it, leaves weights and slots as they are. So steps can be issued before the
 * loss of an earlier one has been read, and the failed one is still the one that the error names. Steps are settled in order.
 */
export class UnreadSteps {
  readonly #setting: StepSetting;
  readonly #optimizer: Optimizer;
  readonly #takeBack: () => void;
  /** Scalar, bool: whether all steps so far were done. */
  #sound: Tensor = own(scalar(1, 'bool'));
  #failed = false;

  /** @param takeBack called for each step that the backend has not done, once that is known */
  constructor(setting: StepSetting, optimizer: Optimizer, takeBack: () => void) {
    this.#setting = setting;
    this.#optimizer = optimizer;
    this.#takeBack = takeBack;
  }

  issue(data: StepData): IssuedStep {
    const { place } = data;
    const pending: PendingChange[] = [];
    let pass: Pass | undefined;
    try {
      pass = computeGradients(this.#setting, data, pending, this.#optimizer.rowGradients);
      const { learningRate } = this.#optimizer;
      const { report, explain } = this.#change(data, pass);
      const reading = report.data().finally(() => report.dispose());
      reading.catch(() => {}); // shows in `settle`
      const { means, counts, changesStates } = pass;
      const lossesOf = (values: ArrayLike<number>) =>
        lossesIn(values, means.length, counts, data.targets[0]!.shape[0]!);
      const settle = () =>
        this.#settle(place, pending, reading, lossesOf, (values) => explain(values, learningRate));
      return { changesStates, settle };
    } catch (error) {
      discard(pending);
      throw error;
    } finally {
      if (pass) {
        const { total, means, counts, gradients } = pass;
        dispose(total, ...means, ...tensorsAmong(counts));
        dispose(...gradients.filter((gradient) => gradient !== undefined).map(numbersOf));
      }
    }
  }

  /** Releases what the steps share. */
  dispose(): void {
    this.#sound.dispose();
  }

  /** The stages 3 to 8. The report holds the losses, the counts that are not known, and the checks. */
  #change(data: StepData, { gradients, ...losses }: Pass) {
    const { parameters, place } = data;
    const unread = parameters.flatMap((parameter, i) => {
      const gradient = gradients[i];
      return gradient ? [{ parameter, gradient }] : [];
    });
    const { report, sound, changed } = tidy(() => {
      const before = allFinite([losses.total, ...unread.map(({ gradient }) => numbersOf(gradient))]);
      const allowed = logicalAnd(this.#sound, isTrueEverywhere(before));
      const step = this.#optimizer.applyUnread(parameters, unread, allowed);
      const flags = [before, step.finite].map((each) => cast(each, 'float32'));
      const report = concat([...lossParts(losses), ...flags], 0);
      return { report: own(report), sound: own(step.done), changed: step.parameters };
    });
    dispose(this.#sound);
    this.#sound = sound;
    const firstFlag = 1 + losses.means.length + tensorsAmong(losses.counts).length;
    /** Why the step was not done, if it was not, nor one before it failed. */
    const explain = (values: ArrayLike<number>, learningRate: number): Error | undefined => {
      if (!Number.isFinite(values[0])) {
        const source = nonFiniteSource(this.#setting, data);
        return new NaNLossError(values[0]!, place.epoch, place.step, source);
      }
      for (const [i, { parameter }] of unread.entries()) {
        if (values[firstFlag + 1 + i] === 0)
          return infinite(parameter).at(place, nonFiniteSource(this.#setting, data));
      }
      const bad = changed.findIndex((_, i) => values[firstFlag + 1 + unread.length + i] === 0);
      return bad < 0 ? undefined : tooLarge(changed[bad]!, learningRate).at(place);
    };
    return { report, explain };
  }

  async #settle(
    place: StepPlace,
    pending: PendingChange[],
    reading: Promise<ArrayLike<number>>,
    lossesOf: (values: ArrayLike<number>) => BatchLoss,
    explain: (values: ArrayLike<number>) => Error | undefined,
  ): Promise<BatchLoss | undefined> {
    try {
      const values = await reading;
      const failure = this.#failed ? undefined : explain(values);
      if (failure || this.#failed) {
        this.#failed = true;
        this.#optimizer.takeBack();
        this.#takeBack();
      }
      if (failure) throw failure;
      if (this.#failed) return undefined;
      checkAlive(ownerOf(place), this.#setting.model);
      commit(pending);
      return lossesOf(values);
    } finally {
      discard(pending);
    }
  }
}

function discard(pending: PendingChange[]): void {
  for (const change of pending.splice(0)) change.discard();
}

function infinite({ path }: Parameter): NonFiniteGradientError {
  return new NonFiniteGradientError(
    `the gradient of ${JSON.stringify(path)} holds a number that is not finite`,
    path,
  );
}
