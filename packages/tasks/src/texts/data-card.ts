import { type Facts, factsOf } from '../report/facts.ts';
import { countText } from '../report/html-page.ts';
import type { ClassifiedTexts, TextSource } from './text-source.ts';
import type { SampleCounts } from './text-types.ts';

/** Classes that a card names. */
const MOST_CLASSES = 12;

/** What a report says about the texts of a run. */
export function textDataCard(source: TextSource, counts: SampleCounts): Facts {
  const { name, data, classes, train, test, divided, form = {}, notices = [] } = source;
  const parts = [
    `${countText(counts.trainSamples)} train`,
    `${countText(counts.validationSamples)} validate`,
    `${countText(counts.testSamples)} test`,
  ];
  return [
    ['name', name],
    ...(data === undefined ? [] : [['read from', data] as const]),
    ['classes', `${countText(classes.length)}: ${named(classes, (label) => label)}`],
    ['texts to learn from', classesText(train, classes)],
    ['texts to measure on', classesText(test, classes)],
    ['test part', divided === undefined ? 'comes with the data' : 'cut off, the same texts every time'],
    ['divided into', parts.join(', ')],
    ['characters a text', lengthsText(train.texts)],
    ...factsOf(form),
    ...notices.map((notice) => ['notice', notice] as const),
  ];
}

/** `1,166: negative 583, positive 583`. */
function classesText({ labels }: ClassifiedTexts, classes: readonly string[]): string {
  const counts = new Array<number>(classes.length).fill(0);
  for (const label of labels) counts[label]!++;
  return `${countText(labels.length)}: ${named(classes, (label, i) => `${label} ${countText(counts[i]!)}`)}`;
}

function named(classes: readonly string[], text: (label: string, i: number) => string): string {
  const more = classes.length - MOST_CLASSES;
  const shown = classes.slice(0, MOST_CLASSES).map(text).join(', ');
  return more > 0 ? `${shown}, and ${countText(more)} more` : shown;
}

function lengthsText(texts: readonly string[]): string {
  const lengths = Int32Array.from(texts, ({ length }) => length).sort();
  if (lengths.length === 0) return 'none';
  const median = lengths[lengths.length >> 1]!;
  return `from ${countText(lengths[0]!)} to ${countText(lengths.at(-1)!)}, half of them below ${countText(median)}`;
}
