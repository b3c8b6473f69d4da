import type { WordInfluence } from '@seqloom/tasks';
import type { HeatPart } from '../../components/heat-text.tsx';

/**
 * A text as words with a number each, and what is between them.
 *
 * @param values one for each word; null where there is none
 */
export function textParts(
  text: string,
  words: readonly WordInfluence[],
  values: readonly (number | null)[],
): readonly HeatPart[] {
  const parts: HeatPart[] = [];
  let end = 0;
  for (const [i, word] of words.entries()) {
    if (word.start > end) parts.push({ text: text.slice(end, word.start), value: null });
    parts.push({ text: text.slice(word.start, word.end), value: values[i] ?? null });
    end = word.end;
  }
  if (end < text.length) parts.push({ text: text.slice(end), value: null });
  return parts;
}

/** The influence of each word towards the second of two classes, or towards the label of several; null for words that are not known. */
export function influenceValues(
  words: readonly WordInfluence[],
  label: string,
  classes: readonly string[],
): readonly (number | null)[] {
  const sign = classes.length === 2 && label === classes[0] ? -1 : 1;
  return words.map(({ known, influence }) => (known ? sign * influence : null));
}
