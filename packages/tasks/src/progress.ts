import { spaced } from './report/facts.ts';

/** One step that was done. */
export interface StepReport {
  /** From 1. */
  readonly epoch: number;
  /** Within the epoch, from 1. */
  readonly step: number;
  /** The mean loss of the epoch so far, in the unit of the results. */
  readonly loss: number;
}

/** One epoch that was done, with what was measured, by name. */
export type EpochReport = Readonly<Record<string, number>> & {
  /** From 1. */
  readonly epoch: number;
  /** The most there will be. */
  readonly epochs: number;
  /** Since training began. */
  readonly seconds: number;
};

/** One epoch of a network that is trained before the whole. */
export interface StageReport {
  /** What is trained: `language model`. */
  readonly stage: string;
  readonly epoch: EpochReport;
}

/** What a run tells while it lasts. Every hook is optional. */
export interface ProgressSink<Plan> {
  /** The data are ready and the model is built. */
  onStart?(plan: Plan): void;
  onStep?(step: StepReport): void;
  onEpoch?(epoch: EpochReport): void;
  /** An epoch of a part that is trained before the whole. */
  onStage?(report: StageReport): void;
}

/** How a task speaks of a run while it lasts. */
export interface ProgressTexts<Plan, Step = StepReport, Epoch = EpochReport> {
  /** What begins, in a few lines. */
  opening(plan: Plan): string;
  /** An epoch that was done, in one line. */
  epoch(epoch: Epoch, plan: Plan): string;
  /** How long the bar is. A run of 0 epochs has none. */
  length(plan: Plan): { readonly epochs: number; readonly stepsPerEpoch: number };
  /** How many epochs the bar speaks of: `10`, `at most 10`. */
  epochs(epochs: number): string;
  /** What the bar shows of a step, `loss 0.6931`; of none before the first. */
  measure(step: Step | undefined, plan: Plan): string;
}

/** An epoch of a stage in one line: `language model, epoch 1/4  loss 4.1234  35.1 s`. */
export function stageText({ stage, epoch: { epoch, epochs, seconds, ...measures } }: StageReport): string {
  const said = Object.entries(measures).map(([name, value]) => `${spaced(name)} ${value.toFixed(4)}`);
  return [`${stage}, epoch ${epoch}/${epochs}`, ...said, `${seconds.toFixed(1)} s`].join('  ');
}

/** A plan of a run of some epochs. */
interface EpochsPlan {
  /** Without `epochs` only stages are trained. */
  readonly settings: { readonly epochs?: number };
  readonly stepsPerEpoch: number;
}

/**
 * How a run of a fixed number of epochs reads after its opening.
 *
 * @param measures what the line of an epoch says between its number and its seconds
 */
export function epochProgress(
  measures: (epoch: EpochReport) => readonly string[],
): Omit<ProgressTexts<EpochsPlan>, 'opening'> {
  return {
    epoch: (report) => {
      const { epoch, epochs, seconds } = report;
      return [
        `epoch ${`${epoch}`.padStart(`${epochs}`.length)}/${epochs}`,
        ...measures(report),
        `${seconds.toFixed(1)} s`,
      ].join('  ');
    },
    length: ({ settings: { epochs = 0 }, stepsPerEpoch }) => ({ epochs, stepsPerEpoch }),
    epochs: String,
    measure: (step) => `loss ${step?.loss.toFixed(4) ?? '–'}`,
  };
}
