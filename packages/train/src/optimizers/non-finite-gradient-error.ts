import { ownerOf, placeText, type StepPlace } from './step-place.ts';

/** A gradient holds NaN or Infinity, or its step would make a weight NaN or infinite. Nothing was changed. */
export class NonFiniteGradientError extends Error {
  override readonly name: string = 'NonFiniteGradientError';
  /** The path of the weight, for instance `dense/kernel`. */
  readonly parameter: string;
  /** The epoch, from 0; undefined outside of `fit`. */
  readonly epoch: number | undefined;
  /** The step within the epoch, or of all steps of `trainOnBatch`, from 0; undefined outside of both. */
  readonly step: number | undefined;
  readonly #problem: string;

  /** @param problem a clause, for instance `the gradient of "dense/kernel" holds NaN` */
  constructor(problem: string, parameter: string, place?: StepPlace, options?: ErrorOptions) {
    super(
      place
        ? `${ownerOf(place)}: ${problem} in ${placeText(place)}; the weights are those before this step. ${ADVICE}`
        : `optimizer: ${problem}; nothing was changed. ${ADVICE}`,
      options,
    );
    this.parameter = parameter;
    this.epoch = place?.epoch;
    this.step = place?.step;
    this.#problem = problem;
  }

  /** The same error with the place of the step. */
  at(place: StepPlace): NonFiniteGradientError {
    return new NonFiniteGradientError(this.#problem, this.parameter, place, { cause: this });
  }
}

const ADVICE = 'Lower the learning rate, shorten the sequences, or check the data and the loss.';
