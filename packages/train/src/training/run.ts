import type { TrainingRun } from '../callbacks/callback.ts';
import type { Metric } from '../metrics/metric.ts';
import type { Network } from '../model/network.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { type EpochLogs, HistoryRecorder } from './history.ts';

/** A run, which `fit` changes and callbacks read. */
export class Run implements TrainingRun {
  readonly model: Network;
  readonly optimizer: Optimizer;
  readonly metrics: readonly Metric[];
  readonly logNames: readonly string[];
  readonly epochs: number;
  readonly initialEpoch: number;
  readonly earlier: readonly EpochLogs[];
  batchesPerEpoch: number | undefined;
  readonly history: HistoryRecorder = new HistoryRecorder();
  stopped = false;

  constructor(
    given: Pick<
      TrainingRun,
      'model' | 'optimizer' | 'metrics' | 'logNames' | 'epochs' | 'initialEpoch' | 'earlier'
    >,
  ) {
    this.model = given.model;
    this.optimizer = given.optimizer;
    this.metrics = given.metrics;
    this.logNames = given.logNames;
    this.epochs = given.epochs;
    this.initialEpoch = given.initialEpoch;
    this.earlier = given.earlier;
  }

  stop(): void {
    this.stopped = true;
  }
}
