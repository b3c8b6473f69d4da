/**
 * The name that was probably meant, as a sentence to append: ` Did you mean 'train'?`; empty when none is near.
 *
 * @param prefix what users type in front of the names
 */
export function didYouMean(word: string, names: readonly string[], prefix = ''): string {
  const begun = word.length > 1 ? names.filter((name) => name.startsWith(word)) : [];
  const near = names
    .map((name) => ({ name, edits: editsBetween(word, name) }))
    .filter(({ name, edits }) => edits <= Math.max(1, Math.floor(Math.max(word.length, name.length) / 3)))
    .sort((a, b) => a.edits - b.edits);
  const name = begun.length === 1 ? begun[0] : near[0]?.name;
  return name === undefined ? '' : ` Did you mean '${prefix}${name}'?`;
}

/** Letters to insert, delete, replace or swap with their neighbour to make one word of the other. */
function editsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 10) return Number.POSITIVE_INFINITY;
  // rows[i][j]: the edits between the first i letters of a and the first j of b
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...new Array<number>(b.length).fill(0)]);
  for (let j = 1; j <= b.length; j++) rows[0]![j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const steps = [rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + (same ? 0 : 1)];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) steps.push(rows[i - 2]![j - 2]! + 1);
      rows[i]![j] = Math.min(...steps);
    }
  }
  return rows[a.length]![b.length]!;
}
