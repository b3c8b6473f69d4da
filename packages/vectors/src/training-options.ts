/** What both trainers take. */
export interface TrainingOptions {
  /** Length of the vectors, `D`. Default 100. */
  readonly dimensions?: number;
  /** Passes over the corpus or the matrix. Default 5 for `trainSkipGram`, 15 for `trainGlove`. */
  readonly epochs?: number;
  /** Decides the initial vectors and every draw: the same seed gives the same vectors. Default 0. */
  readonly seed?: number;
  /** Ends the training with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after each epoch with its mean loss: per predicted word, in nats, or per entry of the matrix. */
  readonly onEpoch?: (progress: { readonly epoch: number; readonly loss: number }) => void;
}

/** The options above, for `checkOptions`. */
export const TRAINING_OPTIONS: Readonly<Record<keyof TrainingOptions, true>> = {
  dimensions: true,
  epochs: true,
  seed: true,
  signal: true,
  onEpoch: true,
};
