import type { Place, RankedInput } from './graph-ranks.ts';

/** Sweeps over the rows; positions settle after a few. */
const SWEEPS = 12;

/** How much a bend keeps its edge straight, against a node that stays below the middle of its inputs. */
const BEND_WEIGHT = 4;

/**
 * The middle of each place across the picture: near those of its neighbours, in the order of its row, without overlaps.
 *
 * @param widths of each place
 * @param gap between two of them
 */
export function positionsAcross<Node extends RankedInput>(
  rows: readonly (readonly Place<Node>[])[],
  widths: ReadonlyMap<Place<Node>, number>,
  gap: number,
): Map<Place<Node>, number> {
  const middles = new Map<Place<Node>, number>();
  for (const row of rows)
    settle(
      row,
      row.map(() => 0),
    );
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isDown = sweep % 2 === 0;
    for (const row of isDown ? rows : [...rows].reverse()) {
      settle(
        row,
        row.map((place) => {
          const neighbours = isDown ? place.from : place.to;
          const around = neighbours.length > 0 ? neighbours : isDown ? place.to : place.from;
          if (around.length === 0) return middles.get(place)!;
          return around.reduce((sum, other) => sum + middles.get(other)!, 0) / around.length;
        }),
      );
    }
  }
  return middles;

  /** The positions nearest to the wanted ones, by least squares, among those without overlaps. */
  function settle(row: readonly Place<Node>[], wanted: readonly number[]): void {
    let left = 0;
    const offsets = row.map((place, i) => {
      const half = widths.get(place)! / 2;
      if (i > 0) left += widths.get(row[i - 1]!)! / 2 + gap + half;
      return left;
    });
    const weights = row.map(({ node }) => (node ? 1 : BEND_WEIGHT));
    const free = increasing(
      wanted.map((value, i) => value - offsets[i]!),
      weights,
    );
    for (const [i, place] of row.entries()) middles.set(place, free[i]! + offsets[i]!);
  }
}

/**
 * The list nearest to `values` that nowhere decreases, by weighted least squares.
 *
 * **Source**: pool adjacent violators, Ayer et al. 1955.
 */
export function increasing(values: readonly number[], weights: readonly number[]): number[] {
  const pools: { mean: number; weight: number; count: number }[] = [];
  for (const [i, value] of values.entries()) {
    let pool = { mean: value, weight: weights[i]!, count: 1 };
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      pools.pop();
      const weight = last.weight + pool.weight;
      const mean = (last.mean * last.weight + pool.mean * pool.weight) / weight;
      pool = { mean, weight, count: last.count + pool.count };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ mean, count }) => Array.from({ length: count }, () => mean));
}
