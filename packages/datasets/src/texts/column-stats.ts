/** What the cells of a column look like. */
export interface ColumnStats {
  readonly index: number;
  /** Cells that are not empty. */
  readonly filled: number;
  /** Different cells among them. */
  readonly distinct: number;
  /** Characters of the longest. */
  readonly longest: number;
  readonly meanLength: number;
  readonly meanWords: number;
  /** Whether all of them are numbers. */
  readonly numbers: boolean;
  /** The share of letters among the characters that are not blanks. */
  readonly letters: number;
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
/** Cells that are looked at letter by letter. */
const SAMPLE = 1000;
/** More labels are a number to predict, or a name. */
const MOST_CLASSES = 1000;

export function isNumber(cell: string): boolean {
  return NUMBER.test(cell);
}

/** @param from the first row that counts */
export function columnStats(cells: readonly string[], index: number, from = 0): ColumnStats {
  const seen = new Set<string>();
  let [filled, longest, length, words, sampled, letters, marks] = [0, 0, 0, 0, 0, 0, 0];
  let numbers = true;
  for (let row = from; row < cells.length; row++) {
    const cell = cells[row]!.trim();
    if (cell === '') continue;
    filled++;
    seen.add(cell);
    longest = Math.max(longest, cell.length);
    length += cell.length;
    numbers &&= isNumber(cell);
    if (sampled === SAMPLE) continue;
    sampled++;
    words += cell.split(/\s+/).length;
    letters += cell.match(/\p{L}/gu)?.length ?? 0;
    marks += cell.match(/[^\s\p{L}]/gu)?.length ?? 0;
  }
  return {
    index,
    filled,
    distinct: seen.size,
    longest,
    meanLength: length / Math.max(1, filled),
    meanWords: words / Math.max(1, sampled),
    numbers: numbers && filled > 0,
    letters: letters / Math.max(1, letters + marks),
  };
}

/** Whether a column can be a label: short cells, each of them more than once on average. */
export function canBeLabel({ filled, distinct, longest, meanWords }: ColumnStats): boolean {
  return (
    distinct >= 2 && distinct * 2 <= filled && distinct <= MOST_CLASSES && longest <= 100 && meanWords <= 5
  );
}

/** Whether a column can be a text: words, or the many letters of a language without blanks. */
export function canBeText({ filled, distinct, meanWords, meanLength, letters }: ColumnStats): boolean {
  const prose = meanWords >= 3 || meanLength >= 12;
  return prose && letters > 0.6 && distinct > 0 && distinct * 4 > filled;
}
