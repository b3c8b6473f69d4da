import type { Batches } from '@seqloom/arrays';
import type { Resolved } from '@seqloom/options';
import type { OutputLoss } from '../losses/output-losses.ts';
import type { Network } from '../model/network.ts';
import { shapeToBuild } from '../model/preprocessing.ts';
import { onePass } from '../training/evaluate.ts';
import type { AnyFitOptions } from '../training/fit-options.ts';
import type { Passes, Place } from './batch-feed.ts';
import { reportMissingClasses } from './missing-classes.ts';
import { inputsInOrder, type ModelBatch, targetsInOrder } from './parts.ts';
import {
  allRows,
  asArrays,
  checkEnds,
  endsForSure,
  isIterable,
  rowBatches,
  splitRows,
  type TrainingData,
} from './training-data.ts';

/**
 * What decides the batches of a pass. `nothing`: its number alone, or it is as every other pass. `beginnings`: how often the source was
 * iterated. `everything`: perhaps all batches before it.
 */
export type Repeats = 'nothing' | 'beginnings' | 'everything';

/** Where a run takes its batches from. */
export interface DataPlan {
  readonly passes: Passes;
  /** Where the first epoch begins. */
  readonly start: Place;
  /** The number of the first step; undefined where `initialEpoch` does not determine it. */
  readonly firstStep: number | undefined;
  /** Batches per pass; undefined if not known yet. */
  readonly batches: number | undefined;
  /** The shape that the first input is built for, with the batch as axis 0; undefined if not known yet. */
  readonly inputShape: readonly (number | null)[] | undefined;
  /** What has to be repeated of earlier passes, so that the next one gives the batches that it gave in another process. */
  readonly repeats: Repeats;
  readonly validation: Passes | undefined;
  readonly validationRepeats: Repeats;
  /** Whether the validation data are known to end. */
  readonly validationEnds: boolean;
}

/**
 * Checks the data of `fit` and decides where its batches come from.
 *
 * @param passes passes started by earlier runs; a run without `initialEpoch` continues this count
 * @throws TypeError or RangeError for data and options that do not fit together
 */
export function planData(
  model: Network,
  data: TrainingData,
  options: Resolved<AnyFitOptions>,
  losses: readonly OutputLoss[],
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
  const validationRepeats = validation ? repeatsOf(validation) : 'nothing';
  const arrays = asArrays('fit', data);
  if (!arrays) {
    if (validationSplit !== undefined) {
      throw new TypeError('fit: validationSplit works on arrays. Give validation batches as validation.');
    }
    return {
      ...planBatches(data as Iterable<ModelBatch>, options),
      validation: given,
      validationRepeats,
      validationEnds,
    };
  }
  const [rows, held] =
    validationSplit === undefined ? [allRows(arrays), undefined] : splitRows(arrays, validationSplit);
  if (held) {
    for (const [i, targets] of targetsInOrder('fit', model, arrays.targets).entries())
      reportMissingClasses(targets, rows.rows, held.rows, losses[i]!.loss);
  }
  const batches = Math.ceil(rows.rows.length / batchSize);
  return {
    passes: (pass) => rowBatches(rows, batchSize, shuffle ? { seed, epoch: pass } : undefined),
    ...startOf(options, batches, passes),
    batches,
    inputShape: shapeToBuild(model, inputsInOrder('fit', model, arrays.inputs)),
    repeats: 'nothing',
    validation: held ? () => rowBatches(held, batchSize) : given,
    validationRepeats,
    validationEnds,
  };
}

/** Batches in the order of their source. In a continued run, data of `batches()` are asked for the pass of that epoch. */
function planBatches(
  source: Iterable<ModelBatch>,
  options: Resolved<AnyFitOptions>,
): Omit<DataPlan, 'validation' | 'validationRepeats' | 'validationEnds'> {
  const { initialEpoch, stepsPerEpoch } = options;
  const numbered = hasNumberedPasses(source) ? source : undefined;
  const batches = numbered?.length ?? (Array.isArray(source) ? source.length : undefined);
  if (initialEpoch && stepsPerEpoch !== undefined && !batches) {
    throw new RangeError(
      `fit: initialEpoch ${initialEpoch} with stepsPerEpoch ${stepsPerEpoch} needs data with a known number of batches: ` +
        'arrays, a list of batches, or what batches() of @seqloom/datasets makes. Leave initialEpoch out to begin a new run.',
    );
  }
  if (initialEpoch && isIteratedOnce(source)) {
    throw new RangeError(
      `fit: initialEpoch ${initialEpoch} needs data that can be iterated again, got a generator, which may have given batches already or ` +
        'not. Give an object whose [Symbol.iterator] starts over each time, or leave initialEpoch out to begin a new run.',
    );
  }
  const continues = numbered && initialEpoch !== undefined;
  return {
    passes: continues ? (pass) => numbered.epoch(pass) : () => source,
    ...startOf(options, batches, 0),
    repeats: continues ? 'nothing' : repeatsOf(source),
    batches: stepsPerEpoch === undefined ? numbered?.length : undefined,
    inputShape: numbered?.inputShape && [null, ...numbered.inputShape],
  };
}

/** Where the first epoch begins. An epoch is a pass or `stepsPerEpoch` steps, which may begin within a pass. */
function startOf(
  { initialEpoch, stepsPerEpoch }: Resolved<AnyFitOptions>,
  batches: number | undefined,
  passes: number,
): Pick<DataPlan, 'start' | 'firstStep'> {
  if (initialEpoch === undefined) return { start: { pass: passes, batch: 0 }, firstStep: undefined };
  if (!batches) return { start: { pass: initialEpoch, batch: 0 }, firstStep: undefined };
  const firstStep = initialEpoch * (stepsPerEpoch ?? batches);
  return { start: { pass: Math.floor(firstStep / batches), batch: firstStep % batches }, firstStep };
}

/** A generator is its own iterator. */
function isIteratedOnce(source: object): boolean {
  return 'next' in source && typeof source.next === 'function';
}

function repeatsOf(data: TrainingData): Repeats {
  if (!isIterable(data) || Array.isArray(data)) return 'nothing';
  return hasNumberedPasses(data) ? 'beginnings' : 'everything';
}

/** Whether any pass over the batches can be asked for by its number. */
export function hasNumberedPasses(
  source: Iterable<ModelBatch> | AsyncIterable<ModelBatch>,
): source is Batches & Iterable<ModelBatch> {
  const { epoch, length } = source as Partial<Batches>;
  return typeof epoch === 'function' && Number.isSafeInteger(length) && length! > 0;
}
