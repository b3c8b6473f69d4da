import type { ClassScore } from './class-scores.ts';

/** Classes that a table or a chart shows. */
const MOST_CLASSES = 40;

/** The scores that people see: of the first classes, with as many letters of a label as there is room for. */
export function shownClasses(perClass: readonly ClassScore[], letters: number): readonly ClassScore[] {
  return perClass
    .slice(0, MOST_CLASSES)
    .map((score) => ({ ...score, label: beginning(score.label, letters) }));
}

/** As many letters of a label as there is room for. */
export function beginning(label: string, letters: number): string {
  const some = Array.from(label.slice(0, 2 * letters + 2)); // a letter may take two units
  return some.length > letters ? `${some.slice(0, letters).join('')}…` : label;
}
