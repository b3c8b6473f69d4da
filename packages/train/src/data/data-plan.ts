import type { Batch, Batches } from '@seqloom/arrays';
import type { Resolved } from '@seqloom/options';
import type { Loss } from '../losses/loss.ts';
import { onePass } from '../training/evaluate.ts';
import type { FitOptions } from '../training/fit-options.ts';
import type { Passes, Place } from './batch-feed.ts';
import { reportMissingClasses } from './missing-classes.ts';
import {
  allRows,
  asArrays,
  checkEnds,
  endsForSure,
  rowBatches,
  splitRows,
  type TrainingData,
} from './training-data.ts';

/** Where a run takes its batches from. */
export interface DataPlan {
  readonly passes: Passes;
  /** Where the first epoch begins. */
  readonly start: Place;
  /** The number of the first step where `initialEpoch` tells it. */
  readonly firstStep: number | undefined;
  /** Batches a pass; undefined while nobody knows. */
  readonly batches: number | undefined;
  /** Of one sample; undefined while nobody knows. */
  readonly inputShape: readonly number[] | undefined;
  readonly validation: Passes | undefined;
  /** Whether the validation data are known to end. */
  readonly validationEnds: boolean;
}

/**
 * Looks at the data of `fit`.
 *
 * @param passes begun by earlier runs, which a run without `initialEpoch` goes on counting
 * @throws TypeError or RangeError for data and options that do not go together
 */
export function planData(
  data: TrainingData,
  options: Resolved<FitOptions>,
  loss: Loss,
  passes: number,
): DataPlan {
  const { validation, validationSplit, batchSize, seed, shuffle } = options;
  if (validation !== undefined && validationSplit !== undefined) {
    throw new TypeError('fit: got validation and validationSplit. Give one of them.');
  }
  if (options.validationSteps === undefined) checkEnds('fit: validation', 'validationSteps', validation);
  if (options.stepsPerEpoch === undefined) checkEnds('fit', 'stepsPerEpoch', data);
  const given = validation && onePass('fit: validation', validation, batchSize);
  const validationEnds = validation === undefined || endsForSure(validation);
  const arrays = asArrays('fit', data);
  if (!arrays) {
    if (validationSplit !== undefined) {
      throw new TypeError('fit: validationSplit works on arrays. Give validation batches as validation.');
    }
    return {
      ...planBatches(data as Iterable<Batch>, options),
      inputShape: undefined,
      validation: given,
      validationEnds,
    };
  }
  const [rows, held] =
    validationSplit === undefined ? [allRows(arrays), undefined] : splitRows(arrays, validationSplit);
  if (held) reportMissingClasses(rows, held, loss);
  const batches = Math.ceil(rows.rows.length / batchSize);
  return {
    passes: (pass) => rowBatches(rows, batchSize, shuffle ? { seed, epoch: pass } : undefined),
    ...startOf(options, batches, passes),
    batches,
    inputShape: arrays.inputs.shape.slice(1),
    validation: held ? () => rowBatches(held, batchSize) : given,
    validationEnds,
  };
}

/** Batches as they come; those of `batches` are asked for the passes that belong to a run that goes on. */
function planBatches(
  source: Iterable<Batch>,
  options: Resolved<FitOptions>,
): Omit<DataPlan, 'inputShape' | 'validation' | 'validationEnds'> {
  const { initialEpoch, stepsPerEpoch } = options;
  const numbered = hasNumberedPasses(source) ? source : undefined;
  const batches = numbered?.length ?? (Array.isArray(source) ? source.length : undefined);
  if (initialEpoch && stepsPerEpoch !== undefined && !batches) {
    throw new RangeError(
      `fit: initialEpoch ${initialEpoch} with stepsPerEpoch ${stepsPerEpoch} needs data in which that step can be found: ` +
        'arrays, a list of batches, or what batches() of @seqloom/datasets makes. Leave initialEpoch out to begin a new run.',
    );
  }
  const goesOn = numbered && initialEpoch !== undefined;
  return {
    passes: goesOn ? (pass) => numbered.epoch(pass) : () => source,
    ...startOf(options, batches, 0),
    batches: stepsPerEpoch === undefined ? numbered?.length : undefined,
  };
}

/** An epoch is a pass, or so many steps, wherever passes begin and end. */
function startOf(
  { initialEpoch, stepsPerEpoch }: Resolved<FitOptions>,
  batches: number | undefined,
  passes: number,
): Pick<DataPlan, 'start' | 'firstStep'> {
  if (initialEpoch === undefined) return { start: { pass: passes, batch: 0 }, firstStep: undefined };
  if (!batches) return { start: { pass: initialEpoch, batch: 0 }, firstStep: undefined };
  const firstStep = initialEpoch * (stepsPerEpoch ?? batches);
  return { start: { pass: Math.floor(firstStep / batches), batch: firstStep % batches }, firstStep };
}

function hasNumberedPasses(source: Iterable<Batch>): source is Batches {
  const { epoch, length } = source as Partial<Batches>;
  return typeof epoch === 'function' && Number.isSafeInteger(length) && length! > 0;
}
