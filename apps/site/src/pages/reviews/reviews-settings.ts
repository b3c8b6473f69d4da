import { numberIn, type OptionalRule, type OptionRules, oneOf, type Resolved, rule } from '@seqloom/options';
import type { BackendName, RunRequest } from '../../training/messages.ts';
import { PAGE_RECIPES, recipeOf } from './recipes.ts';
import type { ReviewsData, ReviewsTraining } from './reviews-training.ts';

/** A model that answers on one side: the one that comes with the site, the one of this page's training, or a stored one by its id. */
export type SideChoice = string;

/** What the address of the page repeats. */
export interface ReviewsSettings {
  /** The review; a long one is not in the address. */
  readonly text?: string;
  readonly left?: SideChoice;
  /** Empty: no second model. */
  readonly right?: SideChoice;
  /** What is shown of the inside of a network; empty for the first. */
  readonly inside?: string;
  readonly model?: string;
  readonly data?: 'bundled' | 'file';
  /** 0: those of the model. */
  readonly epochs?: number;
  readonly seed?: number;
  readonly backend?: BackendName;
  /** 0: all cores. */
  readonly threads?: number;
  /** Empty: seen in the file. */
  readonly textColumn?: string;
  readonly labelColumn?: string;
}

/** The settings with their defaults. */
export type ResolvedReviewsSettings = Resolved<ReviewsSettings>;

/** The most epochs and threads that a page takes. */
export const MOST_EPOCHS = 100;
export const MOST_THREADS = 64;
export const MOST_SEED = 999_999;
const MOST_CHARACTERS = 100;
/** The longest text that an address repeats. */
export const MOST_TEXT = 1000;
const EXAMPLE = 'Not bad at all! The plot is thin, but the cast is a joy to watch.';

export const REVIEWS_RULES: OptionRules<ReviewsSettings> = {
  text: shortText(EXAMPLE, MOST_TEXT),
  left: shortText('sentiment'),
  right: shortText(''),
  inside: shortText(''),
  model: oneOf(
    PAGE_RECIPES.map(({ name }) => name),
    PAGE_RECIPES[0]!.name,
  ),
  data: oneOf(['bundled', 'file'], 'bundled'),
  epochs: numberIn({ min: 0, max: MOST_EPOCHS, integer: true }, 0),
  seed: numberIn({ min: 0, max: MOST_SEED, integer: true }, 1),
  backend: oneOf(['wasm', 'webgl'], 'wasm'),
  threads: numberIn({ min: 0, max: MOST_THREADS, integer: true }, 0),
  textColumn: shortText(''),
  labelColumn: shortText(''),
};

/** The run that settings ask for. */
export function requestOf(
  settings: ResolvedReviewsSettings,
  file: File | undefined,
): RunRequest<ReviewsTraining> {
  const { model, seed, backend, threads } = settings;
  return {
    data: dataOf(settings, file),
    model,
    choices: { epochs: epochsOf(settings) },
    seed,
    backend,
    threads: threads === 0 ? 'auto' : threads,
  };
}

/** The reviews that settings name; the bundled ones where there is no file yet. */
export function dataOf(
  { data, textColumn, labelColumn }: Pick<ResolvedReviewsSettings, 'data' | 'textColumn' | 'labelColumn'>,
  file: File | undefined,
): ReviewsData {
  if (data === 'bundled' || !file) return { from: 'bundled' };
  return {
    from: 'file',
    file,
    ...(textColumn !== '' && { textColumn }),
    ...(labelColumn !== '' && { labelColumn }),
  };
}

/** The epochs of a run: those that were chosen, or those of the model. */
export function epochsOf({ epochs, model }: Pick<ResolvedReviewsSettings, 'epochs' | 'model'>): number {
  return epochs === 0 ? recipeOf(model).epochs : epochs;
}

function shortText(fallback: string, most = MOST_CHARACTERS): OptionalRule<string> {
  return rule<string>((owner, option, value) => {
    if (typeof value === 'string' && value.length <= most) return;
    throw new RangeError(`${owner}: ${option} must be a text of at most ${most} characters.`);
  }, fallback);
}
