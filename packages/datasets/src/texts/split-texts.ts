import { boolean, list, numberIn, type OptionRules, optional, resolveOptions, rule } from '@seqloom/options';
import { createRandom } from '@seqloom/random';
import { type LabelledRows, type SelectedTexts, selectTexts } from './select-texts.ts';
import { textKey } from './shared-texts.ts';

/** Options of {@link trainTestSplit}. */
export interface TrainTestSplitOptions {
  /** The share of the texts that tests, above 0 and below 1. Default 0.25, as in scikit-learn. */
  readonly testSize?: number;
  /** Decides which texts these are. Default 0. */
  readonly seed?: number;
  /** Whether every class has its share in both parts. Default true. */
  readonly stratify?: boolean;
  /**
   * `[N]`: what each text belongs to, such as its author or the film it is about. Texts of one group stay in one part. Default: every
   * text for itself.
   */
  readonly groups?: readonly (string | number)[] | undefined;
}

/** Options of {@link kFold}. */
export interface KFoldOptions {
  /** The number of parts, each of which tests once. Default 5. */
  readonly folds?: number;
  /** Decides which texts are in which. Default 0. */
  readonly seed?: number;
  /** `[N]`, as in {@link TrainTestSplitOptions}. */
  readonly groups?: readonly (string | number)[] | undefined;
}

/** Texts divided into a part to learn from and a part to be measured on. */
export interface TextSplit {
  readonly train: SelectedTexts;
  readonly test: SelectedTexts;
}

const seed: OptionRules<TrainTestSplitOptions>['seed'] = rule<number>((owner, option, value) => {
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${owner}: ${option} must be an integer, got ${String(value)}.`);
}, 0);
const groups: OptionRules<TrainTestSplitOptions>['groups'] = optional(list<readonly (string | number)[]>());
const SPLIT_RULES: OptionRules<TrainTestSplitOptions> = {
  testSize: numberIn({ above: 0, below: 1 }, 0.25),
  seed,
  stratify: boolean(true),
  groups,
};
const FOLD_RULES: OptionRules<KFoldOptions> = {
  folds: numberIn({ min: 2, max: 1000, integer: true }, 5),
  seed,
  groups,
};

/**
 * Divides labelled texts at random, each class in proportion. Copies of a text, where capitals and blanks do not count, stay
 * together, so that no test text is known from training; `sharedTexts` says the same of parts made elsewhere. With `groups` all
 * texts of a group do; it counts for the class of its first text. A class with one text is in the training part. Both parts keep
 * the order of the data set.
 *
 * @throws RangeError when a part would be empty, or there is not a group for each text
 *
 * **Source**: `train_test_split` of scikit-learn.
 * @example
 * const { train, test } = trainTestSplit(dataset, { testSize: 0.2, seed: 1 });
 */
export function trainTestSplit(dataset: LabelledRows, options: TrainTestSplitOptions = {}): TextSplit {
  const { testSize, seed, stratify, groups } = resolveOptions('trainTestSplit', options, SPLIT_RULES);
  const { length } = dataset.texts;
  const wanted = Math.round(testSize * length);
  checkGroups('trainTestSplit', groups, length);
  const strata = groupTexts(dataset, stratify, seed, groups);
  const quotas = shareOut(
    strata.map((groups) => groups.reduce((sum, group) => sum + group.length, 0)),
    wanted,
  );
  const tests: number[] = [];
  for (const [i, groups] of strata.entries()) {
    let left = quotas[i]!;
    // the last group of a class stays, or nothing could be learned of it
    for (const group of groups.slice(0, -1)) {
      if (group.length > left) continue;
      tests.push(...group);
      left -= group.length;
    }
  }
  if (tests.length === 0 || tests.length === length) {
    throw new RangeError(
      `trainTestSplit: testSize ${testSize} of ${length} texts leaves one part empty. Give more texts or another share.`,
    );
  }
  return splitAt(dataset, new Set(tests));
}

/**
 * Divides labelled texts into as many parts as there are folds, each class in proportion, and gives one split per part, which is its
 * test. Copies of a text are in one part, as with {@link trainTestSplit}.
 *
 * @throws RangeError when there are fewer different texts than folds
 *
 * **Source**: `StratifiedKFold` of scikit-learn with `shuffle`.
 * @example
 * for (const { train, test } of kFold(dataset, { folds: 5, seed: 1 })) scores.push(await run(train, test));
 */
export function kFold(dataset: LabelledRows, options: KFoldOptions = {}): readonly TextSplit[] {
  const { folds, seed, groups } = resolveOptions('kFold', options, FOLD_RULES);
  checkGroups('kFold', groups, dataset.texts.length);
  const strata = groupTexts(dataset, true, seed, groups);
  const different = strata.reduce((sum, groups) => sum + groups.length, 0);
  if (different < folds) {
    throw new RangeError(
      `kFold: folds must be at most the number of different ${groups ? 'groups' : 'texts'}, ${different}, got ${folds}.`,
    );
  }
  const tests = Array.from({ length: folds }, (): number[] => []);
  for (const groups of strata) {
    const inFold = new Array<number>(folds).fill(0);
    for (const group of groups) {
      // fewest of this class, then fewest of all
      let best = 0;
      for (let fold = 1; fold < folds; fold++) {
        const difference = inFold[fold]! - inFold[best]! || tests[fold]!.length - tests[best]!.length;
        if (difference < 0) best = fold;
      }
      tests[best]!.push(...group);
      inFold[best]! += group.length;
    }
  }
  return tests.map((rows) => splitAt(dataset, new Set(rows)));
}

function checkGroups(owner: string, groups: readonly unknown[] | undefined, texts: number): void {
  if (groups === undefined || groups.length === texts) return;
  throw new RangeError(`${owner}: expected a group for each of the ${texts} texts, got ${groups.length}.`);
}

/** The places of texts in groups that stay together, class by class, each in a random order. */
function groupTexts(
  { texts, labels, classes }: LabelledRows,
  stratify: boolean,
  seed: number,
  groups?: readonly (string | number)[],
): number[][][] {
  const strata: number[][][] = Array.from({ length: stratify ? classes.length : 1 }, () => []);
  for (const group of rowsTogether(texts, groups)) strata[stratify ? labels[group[0]!]! : 0]!.push(group);
  return strata.map((all, i) =>
    Array.from(createRandom(seed, 'text split', i).permutation(all.length), (place) => all[place]!),
  );
}

/** The places of copies of a text and of texts of a group, which stay together; also where a copy is in another group. */
function rowsTogether(texts: readonly string[], groups?: readonly (string | number)[]): Iterable<number[]> {
  const firstOf = Int32Array.from(texts.keys());
  const rootOf = (row: number): number => {
    let root = row;
    while (firstOf[root] !== root) root = firstOf[root]!;
    firstOf[row] = root;
    return root;
  };
  const join = (keyOf: (row: number) => unknown): void => {
    const seen = new Map<unknown, number>();
    for (let row = 0; row < texts.length; row++) {
      const key = keyOf(row);
      const other = seen.get(key);
      if (other === undefined) seen.set(key, row);
      else {
        const [a, b] = [rootOf(other), rootOf(row)];
        firstOf[Math.max(a, b)] = Math.min(a, b);
      }
    }
  };
  join((row) => textKey(texts[row]!));
  if (groups) join((row) => groups[row]);
  const together = new Map<number, number[]>();
  for (let row = 0; row < texts.length; row++) {
    const root = rootOf(row);
    const rows = together.get(root);
    if (rows) rows.push(row);
    else together.set(root, [row]);
  }
  return together.values();
}

/** A number in whole shares that are in proportion to sizes: the largest remainders are rounded up. */
function shareOut(sizes: readonly number[], total: number): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const exact = sizes.map((size) => (size * total) / Math.max(1, all));
  const shares = exact.map(Math.floor);
  const order = exact
    .map((_, i) => i)
    .toSorted((a, b) => exact[b]! - shares[b]! - (exact[a]! - shares[a]!) || a - b);
  let left = total - shares.reduce((sum, share) => sum + share, 0);
  for (const i of order) {
    if (left-- <= 0) break;
    shares[i]!++;
  }
  return shares;
}

function splitAt(dataset: LabelledRows, tests: ReadonlySet<number>): TextSplit {
  const rows = (isTest: boolean): Int32Array =>
    Int32Array.from(dataset.texts.keys()).filter((row) => tests.has(row) === isTest);
  return { train: selectTexts(dataset, rows(false)), test: selectTexts(dataset, rows(true)) };
}
