/** A node of a directed graph without cycles. */
export interface RankedInput {
  readonly id: string;
  /** The nodes that it takes its inputs from. */
  readonly inputs: readonly string[];
}

/** A place in a row: a node, or a bend of an edge that passes the row. */
export interface Place<Node extends RankedInput = RankedInput> {
  /** Undefined for a bend. */
  readonly node: Node | undefined;
  readonly rank: number;
  /** The places one row above that lead here, one for each edge. */
  readonly from: Place<Node>[];
  /** The places one row below. */
  readonly to: Place<Node>[];
}

/** Sweeps over the rows; crossings rarely become fewer after the first few. */
const SWEEPS = 8;

/**
 * Divides a graph into rows, so that every edge leads from one row to the next, and orders each row for few crossings.
 *
 * **Source**: Sugiyama, Tagawa & Toda 1981, with ranks by the longest path and Gansner et al. 1993's medians.
 *
 * @throws RangeError for two nodes of one id, an input that does not exist, a cycle
 */
export function rankedRows<Node extends RankedInput>(nodes: readonly Node[]): Place<Node>[][] {
  const ranks = ranksOf(nodes);
  const places = new Map<string, Place<Node>>();
  const rows: Place<Node>[][] = Array.from({ length: Math.max(...ranks.values()) + 1 }, () => []);
  const put = (node: Node | undefined, rank: number): Place<Node> => {
    const place = { node, rank, from: [], to: [] };
    rows[rank]!.push(place);
    return place;
  };
  for (const node of inOrder(nodes)) {
    const place = put(node, ranks.get(node.id)!);
    places.set(node.id, place);
    for (const id of new Set(node.inputs)) {
      let above = places.get(id)!;
      for (let rank = above.rank + 1; rank < place.rank; rank++) above = join(above, put(undefined, rank));
      join(above, place);
    }
  }
  return fewestCrossings(rows);
}

function join<Node extends RankedInput>(from: Place<Node>, to: Place<Node>): Place<Node> {
  from.to.push(to);
  to.from.push(from);
  return to;
}

/** The nodes, each after its inputs. */
function inOrder<Node extends RankedInput>(nodes: readonly Node[]): Node[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const repeated = nodes.find((node) => byId.get(node.id) !== node);
  if (repeated) throw new RangeError(`graph: two nodes have the id ${JSON.stringify(repeated.id)}.`);
  const waiting = new Map<Node, number>();
  const users = new Map<Node, Node[]>(nodes.map((node) => [node, []]));
  for (const node of nodes) {
    const inputs = new Set(node.inputs);
    waiting.set(node, inputs.size);
    for (const id of inputs) {
      const input = byId.get(id);
      if (!input) {
        throw new RangeError(
          `graph: ${JSON.stringify(node.id)} has the input ${JSON.stringify(id)}, which is not among the nodes.`,
        );
      }
      users.get(input)!.push(node);
    }
  }
  const ordered = nodes.filter((node) => waiting.get(node) === 0);
  for (const node of ordered) {
    for (const user of users.get(node)!) {
      waiting.set(user, waiting.get(user)! - 1);
      if (waiting.get(user) === 0) ordered.push(user);
    }
  }
  const stuck = nodes.find((node) => waiting.get(node)! > 0);
  if (stuck) throw new RangeError(`graph: ${JSON.stringify(stuck.id)} is on a cycle, or after one.`);
  return ordered;
}

/** The row of each node: below all of its inputs, and an input of the graph just above the first node that takes it. */
function ranksOf(nodes: readonly RankedInput[]): Map<string, number> {
  const ranks = new Map<string, number>();
  const ordered = inOrder(nodes);
  for (const { id, inputs } of ordered)
    ranks.set(id, Math.max(-1, ...inputs.map((input) => ranks.get(input)!)) + 1);
  const first = new Map<string, number>();
  for (const { id, inputs } of ordered) {
    for (const input of inputs)
      first.set(input, Math.min(first.get(input) ?? Number.POSITIVE_INFINITY, ranks.get(id)!));
  }
  for (const { id, inputs } of ordered)
    if (inputs.length === 0 && first.has(id)) ranks.set(id, first.get(id)! - 1);
  return ranks;
}

/** Sorts each row by the medians of its neighbours, down and up in turn; the best order found counts. */
function fewestCrossings<Node extends RankedInput>(start: Place<Node>[][]): Place<Node>[][] {
  let rows = start;
  let [best, fewest] = [rows, crossings(rows)];
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const isDown = sweep % 2 === 0;
    const next = rows.map((row) => [...row]);
    for (let step = 1; step < next.length; step++) {
      const rank = isDown ? step : next.length - 1 - step;
      const fixed = indices(next[isDown ? rank - 1 : rank + 1]!);
      const own = indices(next[rank]!);
      const wanted = new Map(
        next[rank]!.map((place) => [place, median(isDown ? place.from : place.to, fixed) ?? own.get(place)!]),
      );
      next[rank]!.sort((a, b) => wanted.get(a)! - wanted.get(b)! || own.get(a)! - own.get(b)!);
    }
    rows = next;
    const found = crossings(rows);
    if (found < fewest) [best, fewest] = [rows, found];
  }
  return best;
}

function indices<Node extends RankedInput>(row: readonly Place<Node>[]): Map<Place<Node>, number> {
  return new Map(row.map((place, i) => [place, i]));
}

/** Undefined without neighbours. */
function median<Node extends RankedInput>(
  neighbours: readonly Place<Node>[],
  at: ReadonlyMap<Place<Node>, number>,
): number | undefined {
  const sorted = neighbours.map((place) => at.get(place)!).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : sorted.length > 0
      ? (sorted[middle - 1]! + sorted[middle]!) / 2
      : undefined;
}

/** How many pairs of edges cross. */
export function crossings<Node extends RankedInput>(rows: readonly (readonly Place<Node>[])[]): number {
  let count = 0;
  for (const [rank, row] of rows.slice(0, -1).entries()) {
    const below = indices(rows[rank + 1]!);
    const ends = row.flatMap((place) => place.to.map((to) => below.get(to)!).sort((a, b) => a - b));
    for (const [i, end] of ends.entries()) for (let j = 0; j < i; j++) if (ends[j]! > end) count++;
  }
  return count;
}
