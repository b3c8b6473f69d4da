import type { EpochReport, StepReport } from '@seqloom/tasks';
import type { BatchInfo, Callback, CallbackState, TrainingRun } from '@seqloom/train';
import { type CurvePoint, extendCurve } from './curve.ts';
import type { TrainingEvent } from './messages.ts';
import { type RunSize, StepClock } from './step-clock.ts';

/** Between two messages about steps, in ms. */
const REPORT_MS = 100;

/** What a backup keeps of a reporter. */
interface Kept {
  readonly seconds: number;
  readonly curve: readonly CurvePoint[];
  readonly epochs: readonly EpochReport[];
}

/**
 * The callback between a run and a page: it reports steps, at most ten times a second, and pauses and stops the run between two
 * steps. A backup keeps its curve, so that a page shows all of it after a reload.
 */
export class RunReporter implements Callback {
  readonly name = 'page';
  /** A GPU need not wait for what is only shown. */
  readonly lateBatches = true;
  readonly #post: (event: TrainingEvent) => void;
  #clock = new StepClock();
  #size: RunSize | undefined;
  #curve: readonly CurvePoint[] = [];
  #epochs: readonly EpochReport[] = [];
  #reportedAt = Number.NEGATIVE_INFINITY;
  /** The mean loss of the epoch in the unit of the results; a task may train on scaled values. */
  #meanInUnit = 0;
  /** Of the steps since the last message. */
  #losses = 0;
  #steps = 0;
  #gate: Gate | undefined;
  #stopped = false;
  #over = false;

  constructor(post: (event: TrainingEvent) => void) {
    this.#post = post;
  }

  /** Whether the run was told to stop. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** The plan of the run says how long it is. */
  begin(size: RunSize): void {
    this.#size = size;
  }

  pause(): void {
    this.#gate ??= closedGate();
  }

  continue(): void {
    this.#gate?.open();
    this.#gate = undefined;
  }

  /** Ends the run after the step that it is in. Once all steps are done, there is nothing to stop. */
  stop(): void {
    if (this.#over) return;
    this.#stopped = true;
    this.continue();
  }

  /** A step, as the task reports it: before `onBatchEnd`. */
  addStep({ loss }: StepReport): void {
    this.#meanInUnit = loss;
  }

  /** An epoch with its validation, as the task reports it. */
  addEpoch(report: EpochReport): void {
    this.#epochs = [...this.#epochs, report];
    this.#post({ type: 'epoch', epoch: report });
  }

  onEpochBegin(): void {
    this.#clock.restart(performance.now());
  }

  async onBatchEnd({ epoch, batch, loss, meanLoss }: BatchInfo, run: TrainingRun): Promise<void> {
    const now = performance.now();
    this.#clock.step(now);
    this.#losses += loss;
    this.#steps++;
    if (now - this.#reportedAt >= REPORT_MS || this.#gate) this.#report({ epoch, batch, meanLoss }, now);
    if (this.#gate) {
      this.#post({ type: 'paused' });
      await this.#gate.opened;
      this.#clock.restart(performance.now());
      if (!this.#stopped) this.#post({ type: 'continued' });
    }
    if (this.#stopped) run.stop();
  }

  onEpochEnd(): void {
    this.#clock.validated(performance.now());
  }

  onTrainEnd(_run: TrainingRun, error?: unknown): void {
    this.#over = true;
    if (error === undefined) this.#post({ type: 'measuring' });
  }

  state(): CallbackState {
    const kept: Kept = { seconds: this.#clock.seconds, curve: this.#curve, epochs: this.#epochs };
    return { data: kept };
  }

  restore({ data }: CallbackState): void {
    const { seconds, curve, epochs } = data as Kept; // as `state` gave it: a backup has checksums
    this.#clock = new StepClock(seconds);
    this.#clock.restart(performance.now());
    this.#curve = curve;
    this.#epochs = epochs;
  }

  /** What a page shows of the time before the run was broken off. */
  get past(): Pick<Kept, 'curve' | 'epochs'> {
    return { curve: this.#curve, epochs: this.#epochs };
  }

  #report({ epoch, batch, meanLoss }: Pick<BatchInfo, 'epoch' | 'batch' | 'meanLoss'>, now: number): void {
    const size = this.#size!; // a run begins with its plan
    const unit = meanLoss === 0 ? 1 : this.#meanInUnit / meanLoss;
    const recentLoss = (unit * this.#losses) / this.#steps;
    const point = { step: epoch * size.stepsPerEpoch + batch + 1, loss: recentLoss };
    this.#curve = extendCurve(this.#curve, point);
    this.#post({
      type: 'progress',
      point,
      progress: {
        epoch: epoch + 1,
        step: batch + 1,
        ...size,
        loss: unit * meanLoss,
        recentLoss,
        ...this.#clock.tell(epoch + 1, batch + 1, size),
      },
    });
    this.#reportedAt = now;
    this.#losses = 0;
    this.#steps = 0;
  }
}

/** Holds a run between two steps. */
interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

function closedGate(): Gate {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
