/** At least so many places, so that the share of a word is met to a millionth. */
const MIN_PLACES = 2 ** 20;

/**
 * A table in which each word takes places in proportion to `count^power`: drawing a place draws a word. Its length is a
 * power of two, so that random bits are places: the kernel draws with a shift and a read. (`makeNegativeTable` of
 * `@seqloom/text` draws with the exact probabilities and takes memory in proportion to the words, at two random numbers a draw.)
 *
 * **Source**: Mikolov et al., "Distributed representations of words and phrases", 2013 (`power` 0.75).
 */
export function negativeTable(counts: ArrayLike<number>, power: number): Int32Array {
  let places = MIN_PLACES;
  while (places < 16 * counts.length) places *= 2;
  const weights = Float64Array.from(counts, (count) => count ** power);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const table = new Int32Array(places);
  let cumulative = 0;
  let place = 0;
  for (const [word, weight] of weights.entries()) {
    cumulative += weight;
    const end = word === weights.length - 1 ? places : Math.round((places * cumulative) / total);
    table.fill(word, place, end);
    place = Math.max(place, end);
  }
  return table;
}
