/** What one process measured. */
export interface Measurement {
  readonly workload: string;
  /** Median milliseconds of a train step: forward, backward, update. Missing where only predictions are made. */
  readonly trainMs?: number;
  /** Mean milliseconds of the processor in a train step, in all threads. */
  readonly trainCpuMs?: number;
  /** Median milliseconds of predicting one batch of the same size. */
  readonly predictMs: number;
  readonly predictCpuMs: number;
  /** Peak resident memory over that after the backend had started, in MB (10⁶ bytes); not measured for peers. */
  readonly rssMB?: number;
  /** Version of a peer. */
  readonly version?: string;
}
