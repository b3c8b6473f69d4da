import {
  abortSignal,
  count,
  functionOf,
  type OptionRules,
  optional,
  positiveInteger,
} from '@seqloom/options';

/** Options of both trainers. */
export interface TrainingOptions {
  /** Length of the vectors, `D`. Default 100. */
  readonly dimensions?: number;
  /** Passes over the corpus or the matrix. Default 5 for `trainSkipGram`, 15 for `trainGlove`. */
  readonly epochs?: number;
  /** Seed of the initial vectors and of every draw: the same seed gives the same vectors. Default 0. */
  readonly seed?: number;
  /** Stops the training; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each epoch with its mean loss: per predicted word, in nats, or per entry of the matrix. */
  readonly onEpoch?: ((progress: EpochProgress) => void) | undefined;
}

/** Number of an epoch, from 1, and its mean loss. */
export interface EpochProgress {
  readonly epoch: number;
  readonly loss: number;
}

/** The rules of the options above without `epochs`, whose default depends on the trainer. */
export const TRAINING_RULES: OptionRules<Omit<TrainingOptions, 'epochs'>> = {
  dimensions: positiveInteger(100),
  seed: count(0),
  signal: optional(abortSignal()),
  onEpoch: optional(functionOf<(progress: EpochProgress) => void>()),
};
