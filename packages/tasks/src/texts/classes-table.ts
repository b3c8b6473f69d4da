import { countText } from '../report/html-page.ts';
import type { TitledTable } from '../run.ts';
import type { ClassScores } from './class-scores.ts';
import { beginning, shownClasses } from './shown-classes.ts';

/** Letters of a label that a table has room for. */
const LETTERS = 60;

/** The scores of each class, for a report. */
export function classesTable(
  { perClass, microF1, macroF1 }: ClassScores,
  confusion: readonly (readonly number[])[] | undefined,
): TitledTable {
  const shown = shownClasses(perClass, LETTERS);
  const more = perClass.length - shown.length;
  return {
    title: 'Classes of the test texts',
    note:
      'Precision: of the texts that were given the class, the fraction that is of it. Recall: of the texts of the class, the fraction that was ' +
      `given it. F1 over all classes: ${macroF1.toFixed(3)} as their mean, ${microF1.toFixed(3)} over their counts.` +
      (more > 0 ? ` ${countText(more)} more classes are in history.json.` : ''),
    heads: [
      'class',
      'test texts',
      'precision',
      'recall',
      'F1',
      ...(confusion ? ['most often taken for'] : []),
    ],
    rows: shown.map(({ label, samples, precision, recall, f1 }, i) => [
      label,
      countText(samples),
      precision.toFixed(3),
      recall.toFixed(3),
      f1.toFixed(3),
      ...(confusion
        ? [mistakenFor(confusion[i]!, i, (other) => beginning(perClass[other]!.label, LETTERS))]
        : []),
    ]),
  };
}

/** `comedy, 12 times`: the other class that texts of a class were given most often. */
function mistakenFor(row: readonly number[], own: number, nameOf: (i: number) => string): string {
  let most = -1;
  for (const [i, count] of row.entries()) if (i !== own && count > (row[most] ?? 0)) most = i;
  return most < 0
    ? 'no other'
    : `${nameOf(most)}, ${row[most] === 1 ? 'once' : `${countText(row[most]!)} times`}`;
}
