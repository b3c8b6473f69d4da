import { BatchFeed, type Passes } from '../data/batch-feed.ts';
import type { Repeats } from '../data/data-plan.ts';
import type { ModelBatch } from '../data/parts.ts';
import type { Plan } from '../training/fit-plan.ts';
import { validationName } from '../training/history.ts';
import type { BatchDigest } from './data-digest.ts';
import type { RunState } from './run-state.ts';

/**
 * Brings data and validation data of a run to where an earlier process left them.
 *
 * @param digest gets the batches on the way, as it did then
 */
export async function goToPlace(
  plan: Plan,
  { place, history }: RunState,
  digest: BatchDigest,
): Promise<void> {
  const { feed, start, repeats, validation, validationRepeats, validationSteps } = plan;
  const counts = (batch: ModelBatch) => repeats !== 'nothing' && digest.add(batch);
  await repeatPasses({ passes: feed.passes, repeats, first: start.pass, end: place.pass }, counts);
  let skipped = 0;
  // Batches before the beginning of the run were never given.
  const before = place.pass === start.pass ? start.batch : 0;
  await feed.seek(place, (batch) => {
    if (++skipped > before) counts(batch);
  });
  if (!validation) return;
  const validated = history.logs.filter((logs) => Object.hasOwn(logs, validationName('loss'))).length;
  await repeatPasses({
    passes: validation,
    repeats: validationRepeats,
    first: 0,
    end: validated,
    most: validationSteps,
  });
}

/** Passes to repeat. */
interface PassesToRepeat {
  readonly passes: Passes;
  readonly repeats: Repeats;
  readonly first: number;
  /** The number of the pass that is not repeated any more. */
  readonly end: number;
  /** The most batches of a pass that were taken. */
  readonly most?: number | undefined;
}

/**
 * Iterates passes as an earlier process did, so that a source that changes from pass to pass is where it was then.
 *
 * @param each called with each batch of a source of which everything is repeated
 */
async function repeatPasses(
  { passes, repeats, first, end, most }: PassesToRepeat,
  each: (batch: ModelBatch) => unknown = () => {},
): Promise<void> {
  if (repeats === 'nothing') return;
  const feed = new BatchFeed('backup', passes, undefined, { pass: first, batch: 0 });
  for (let pass = first; pass < end; pass++) {
    let taken = 0;
    const limit = repeats === 'beginnings' ? 1 : most;
    for await (const batch of feed.epoch(limit)) {
      if (repeats === 'everything') each(batch);
      if (++taken === limit) break;
    }
    await feed.close();
  }
}
