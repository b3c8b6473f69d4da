import { isLabelName, isPartName, isTextName, isTitleName } from './column-names.ts';
import { canBeLabel, canBeText, columnStats, isNumber } from './column-stats.ts';

/** Words of a name, at most; a text has more. */
const LONGEST_NAME = 3;

/**
 * Whether the first row names the columns; undefined where it may also be a text with its label. Names that people use for texts
 * and labels decide, then numbers below a word, labels that come again, and the lengths of the texts.
 */
export function seesHeader(columns: readonly (readonly string[])[]): boolean | undefined {
  const first = columns.map((cells) => (cells[0] ?? '').trim());
  if (first.some(isKnownName) && first.every((cell) => cell.length <= 60)) return true;
  const stats = columns.map((cells, i) => columnStats(cells, i, 1));
  for (const { index, numbers } of stats) {
    if (!numbers || first[index] === '') continue;
    return !isNumber(first[index]!);
  }
  const labels = stats.filter(canBeLabel);
  const short = stats.filter(({ longest, meanWords }) => longest <= 100 && meanWords <= 5);
  const comesAgain = short.some(
    ({ index }) =>
      first[index] !== '' && columns[index]!.some((cell, row) => row > 0 && cell.trim() === first[index]),
  );
  if (comesAgain) return false;
  const texts = stats.filter(canBeText);
  const words = Math.max(0, ...texts.map(({ index }) => first[index]!.split(/\s+/).length));
  if (words > LONGEST_NAME) return false;
  const long = texts.some(({ meanWords }) => meanWords >= 2 * LONGEST_NAME);
  return long && labels.length > 0 && !first.some((cell) => /[.!?]$/.test(cell)) ? true : undefined;
}

/** What programs write above columns that have no name. */
const MADE_NAME = /^(?:v|col|column|field|unnamed:?) ?\d+$/i;

function isKnownName(cell: string): boolean {
  if (MADE_NAME.test(cell)) return true;
  return isTextName(cell) || isLabelName(cell) || isPartName(cell) || isTitleName(cell);
}
