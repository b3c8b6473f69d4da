/** The position of a step, numbers from 0. */
export interface StepPlace {
  /** undefined for a step of `trainOnBatch`. */
  readonly epoch: number | undefined;
  /** Within the epoch; of `trainOnBatch`: the number of steps that the model has done. */
  readonly step: number;
}

/** The function that runs the step, for messages. */
export function ownerOf({ epoch }: StepPlace): string {
  return epoch === undefined ? 'trainOnBatch' : 'fit';
}

/** `epoch 2, step 3`, or `step 3`. */
export function placeText({ epoch, step }: StepPlace): string {
  return epoch === undefined ? `step ${step + 1}` : `epoch ${epoch + 1}, step ${step + 1}`;
}

/** A sentence for messages, or nothing. */
export function sourceText(source: string | undefined): string {
  return source === undefined ? '' : `The first number that is not finite is in the ${source}. `;
}
