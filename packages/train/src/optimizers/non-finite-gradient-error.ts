import { ownerOf, placeText, type StepPlace, sourceText } from './step-place.ts';

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

  /**
   * @param problem a clause, for instance `the gradient of "dense/kernel" holds NaN`
   * @param source where the first number is that is not finite, for instance `output of Dense "dense"`
   */
  constructor(
    problem: string,
    parameter: string,
    place?: StepPlace,
    source?: string,
    options?: ErrorOptions,
  ) {
    super(
      place
        ? `${ownerOf(place)}: ${problem} in ${placeText(place)}; the weights are those before this step. ${sourceText(source)}${ADVICE}`
        : `optimizer: ${problem}; nothing was changed. ${ADVICE}`,
      options,
    );
    this.parameter = parameter;
    this.epoch = place?.epoch;
    this.step = place?.step;
    this.#problem = problem;
  }

  /** The same error with the place of the step, and where its first number is that is not finite. */
  at(place: StepPlace, source?: string): NonFiniteGradientError {
    return new NonFiniteGradientError(this.#problem, this.parameter, place, source, { cause: this });
  }
}

const ADVICE = 'Lower the learning rate, shorten the sequences, or check the data and the loss.';
