import type { SelectedBackend } from '@seqloom/backend';
import { divideReviews, type TokenizedReviews, tokenizeReviews } from './prepare-reviews.ts';
import { pretrainedMatrix, type WordVectorSource } from './pretrained-matrix.ts';
import { ReviewForm } from './review-form.ts';
import type { Reviews } from './reviews.ts';
import type { SweepSetting } from './sweep-grid.ts';
import { settingsFor, type TrainingResult, trainRecipe } from './train-recipe.ts';

/** What a sweep is made of. */
export interface SweepOptions {
  readonly backend: Pick<SelectedBackend, 'name' | 'threads'>;
  readonly reviews: Reviews;
  /** At least one. */
  readonly settings: readonly SweepSetting[];
  /** Every setting is trained with every one of them; at least one. */
  readonly seeds: readonly number[];
  /** Holds every name that a setting has as its vectors. */
  readonly vectors?: ReadonlyMap<string, WordVectorSource>;
  /** Told after each run. `done` counts from 1. */
  readonly onRun?: (result: TrainingResult, done: number, total: number) => void;
  /** Ends the sweep after the step it is in. */
  readonly signal?: AbortSignal;
}

/**
 * Trains every setting with every seed and measures each on the test reviews, one after the other. The reviews become ids
 * once for all runs that share a vocabulary, and a file of vectors is read once for each vocabulary.
 *
 * @returns a result a run, the seeds of a setting side by side
 * @throws RangeError for a setting that does not fit the data, and for bad or missing vectors, before the first run; the
 * signal's reason when it is aborted
 */
export async function runSweep(options: SweepOptions): Promise<TrainingResult[]> {
  const { backend, reviews, settings, seeds, onRun, signal } = options;
  const tokenized = settings.map(tokenizedOnce(reviews, seeds));
  const sources = new Map([...(options.vectors ?? [])].map(([name, source]) => [name, readOnce(source)]));
  const sourceOf = ({ vectors }: SweepSetting) => (vectors === undefined ? undefined : sources.get(vectors));
  for (const [i, setting] of settings.entries()) {
    const { recipe } = setting;
    if (!recipe.pretrained) continue;
    signal?.throwIfAborted();
    const { words } = settingsFor(recipe, reviews.name, setting.settings);
    await pretrainedMatrix(tokenized[i]!.tokenizer, words, sourceOf(setting)); // throws for a bad file
  }
  const results: TrainingResult[] = [];
  for (const [i, setting] of settings.entries()) {
    const vectors = sourceOf(setting);
    for (const seed of seeds) {
      const { result, model } = await trainRecipe(setting.recipe, {
        backend,
        reviews,
        settings: setting.settings,
        seed,
        tokenized: tokenized[i]!,
        ...(vectors && { vectors }),
        ...(signal && { signal }),
      });
      model.dispose();
      results.push(result);
      onRun?.(result, results.length, settings.length * seeds.length);
    }
  }
  return results;
}

/** The reviews in a setting's form, made once for each vocabulary and direction; refuses settings that do not fit them. */
function tokenizedOnce(
  reviews: Reviews,
  [seed]: readonly number[],
): (setting: SweepSetting) => TokenizedReviews {
  const made = new Map<string, TokenizedReviews>();
  return ({ recipe, settings: chosen }) => {
    const settings = settingsFor(recipe, reviews.name, chosen);
    const form = new ReviewForm(recipe, settings);
    const key = `${form.words} ${form.reversed}`;
    const tokenized = made.get(key) ?? tokenizeReviews(reviews, form);
    made.set(key, tokenized);
    divideReviews(tokenized.train, { ...settings, seed: seed! }); // throws when there are too few
    return tokenized;
  };
}

/** A source that reads again only when it is asked for other words. */
function readOnce({ name, read }: WordVectorSource): WordVectorSource {
  const tables = new Map<string, ReturnType<WordVectorSource['read']>>();
  return {
    name,
    read(words) {
      const wanted = [...words];
      const key = wanted.join(' ');
      const table = tables.get(key) ?? read(wanted);
      tables.set(key, table);
      return table;
    },
  };
}
