import {
  count,
  type OptionRules,
  oneOf,
  optional,
  type Resolved,
  resolveOptions,
  rule,
} from '@seqloom/options';
import type { ReutersDocument } from './reuters.ts';

/** How {@link reutersTexts} makes one class of topics. */
export interface ReutersTextsOptions {
  /** The topics that are the classes, in the order of their numbers. Default: the `largest` ones. */
  readonly topics?: readonly string[] | undefined;
  /** How many of the largest topics, by documents of the training part. Default 10. */
  readonly largest?: number;
  /**
   * What becomes of a document with several of the topics: `skip` leaves it out, `first` takes the topic that comes first in the
   * file, `repeat` gives it once for each. Default `skip`.
   */
  readonly several?: 'skip' | 'first' | 'repeat';
}

/** A part of Reuters-21578 with one class a text. */
export interface ReutersTexts {
  /** Title and body, joined by a line end. */
  readonly texts: readonly string[];
  /** `classes[labels[i]]` is the topic of `texts[i]`. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  /** `NEWID` of each text. */
  readonly ids: Int32Array;
  /** The documents of the part that have several of the topics. */
  readonly several: number;
  /** The documents of the part that have none of them. */
  readonly none: number;
  /** The number of texts of each class. */
  readonly counts: readonly number[];
}

const OWNER = 'reutersTexts';
const RULES: OptionRules<ReutersTextsOptions> = {
  topics: optional(
    rule<readonly string[]>((owner, option, value) => {
      if (!Array.isArray(value) || value.some((topic) => typeof topic !== 'string')) {
        throw new TypeError(`${owner}: ${option} must be a list of topics.`);
      }
      if (value.length < 2 || new Set(value).size < value.length) {
        throw new RangeError(
          `${owner}: ${option} must be two or more different topics, got ${value.join(', ') || 'none'}.`,
        );
      }
    }),
  ),
  largest: count(10),
  several: oneOf(['skip', 'first', 'repeat'], 'skip'),
};

/**
 * The largest topics of the training part, largest first, and by name where two have as many documents.
 *
 * @example
 * largestTopics(documents, 3); // ['earn', 'acq', 'money-fx']
 */
export function largestTopics(documents: readonly ReutersDocument[], number: number): string[] {
  const counts = new Map<string, number>();
  for (const { part, topics } of documents) {
    if (part !== 'train') continue;
    for (const topic of new Set(topics)) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, number)
    .map(([topic]) => topic);
}

/**
 * Texts with one topic each, for a classifier whose classes exclude each other. Reuters' topics do not: of the ten largest, wheat and
 * corn nearly always come with grain. How many documents that concerns is in `several`, and `several` the option decides.
 *
 * @throws RangeError for a topic that no training document has
 * @example
 * const { train, test } = reutersTexts(await readReuters('reuters21578.tar.gz'));
 * train.classes; // ['earn', 'acq', 'money-fx', 'grain', 'crude', 'trade', 'interest', 'wheat', 'ship', 'corn']
 */
export function reutersTexts(
  documents: readonly ReutersDocument[],
  options: ReutersTextsOptions = {},
): { readonly train: ReutersTexts; readonly test: ReutersTexts } {
  const settings = resolveOptions(OWNER, options, RULES);
  const classes = settings.topics ?? largestTopics(documents, settings.largest);
  const known = new Set(documents.flatMap(({ part, topics }) => (part === 'train' ? topics : [])));
  const unknown = classes.find((topic) => !known.has(topic));
  if (unknown !== undefined) {
    throw new RangeError(`${OWNER}: topics must be topics of training documents, got "${unknown}".`);
  }
  return {
    train: partTexts(documents, 'train', classes, settings),
    test: partTexts(documents, 'test', classes, settings),
  };
}

function partTexts(
  documents: readonly ReutersDocument[],
  part: 'train' | 'test',
  classes: readonly string[],
  { several: rule }: Resolved<ReutersTextsOptions>,
): ReutersTexts {
  const numbers = new Map(classes.map((topic, i) => [topic, i]));
  const [texts, labels, ids]: [string[], number[], number[]] = [[], [], []];
  const counts = classes.map(() => 0);
  let [several, none] = [0, 0];
  for (const { id, part: where, title, body, topics } of documents) {
    if (where !== part) continue;
    const found = [...new Set(topics.flatMap((topic) => numbers.get(topic) ?? []))];
    if (found.length === 0) none++;
    if (found.length > 1) several++;
    const used = found.length < 2 || rule === 'repeat' ? found : rule === 'first' ? found.slice(0, 1) : [];
    for (const label of used) {
      texts.push([title, body].filter((text) => text !== '').join('\n'));
      labels.push(label);
      ids.push(id);
      counts[label]!++;
    }
  }
  return {
    texts,
    labels: Int32Array.from(labels),
    classes,
    ids: Int32Array.from(ids),
    several,
    none,
    counts,
  };
}
