import { describe, expect, it } from 'vitest';
import { type GraphNode, graphSVG } from '../src/graph.ts';
import { increasing, positionsAcross } from '../src/graph-positions.ts';
import { crossings, rankedRows } from '../src/graph-ranks.ts';
import { attributesOf, elementsOf } from './well-formed.ts';

/** `c < a b`: c takes its inputs from a and b. */
const graph = (...lines: readonly string[]): GraphNode[] =>
  lines.map((line) => {
    const [id, , ...inputs] = line.split(' ') as [string, ...string[]];
    return { id, title: id, inputs };
  });

const namesOf = (lines: readonly string[]) =>
  rankedRows(graph(...lines)).map((row) => row.map(({ node }) => node?.id ?? '·'));

/** Integers from 0 on and below `end`, always the same ones for a seed. */
function drawing(seed: number): (end: number) => number {
  let state = seed + 1;
  return (end) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}

/** Boxes as x, y, width, height. The first rectangle is the background. */
function boxesOf(svg: string) {
  const of = (attribute: string) => attributesOf(svg, 'rect', attribute).map(Number);
  const [x, y, width, height] = [of('x'), of('y'), of('width').slice(1), of('height').slice(1)];
  return x.map((left, i) => ({ left, top: y[i]!, width: width[i]!, height: height[i]! }));
}

describe('rankedRows', () => {
  it('puts every node below all of its inputs', () => {
    expect(namesOf(['x', 'a < x', 'b < a', 'sum < b x'])).toEqual([['x'], ['a', '·'], ['b', '·'], ['sum']]);
  });

  it('puts an input just above the first node that takes it', () => {
    expect(namesOf(['x', 'y', 'a < x', 'b < a', 'sum < b y'])).toEqual([['x'], ['a'], ['y', 'b'], ['sum']]);
  });

  it('orders rows so that edges do not cross where they need not', () => {
    // Written so that the order of the nodes crosses every edge.
    const nodes = graph('x', 'a < x', 'b < x', 'c < x', 'd < c', 'e < b', 'f < a', 'end < d e f');
    expect(crossings(rankedRows(nodes))).toBe(0);
  });

  it.each([
    [['a', 'a'], 'two nodes have the id "a"'],
    [['a < b'], '"a" has the input "b", which is not among the nodes'],
    [['x', 'a < x c', 'b < a', 'c < b'], '"a" is on a cycle'],
  ])('refuses %j', (lines, message) => {
    expect(() => rankedRows(graph(...lines))).toThrow(message);
  });
});

describe('increasing', () => {
  it('pools neighbours that are in the wrong order, by their weights', () => {
    expect(increasing([1, 3, 2, 4], [1, 1, 1, 1])).toEqual([1, 2.5, 2.5, 4]);
    expect(increasing([3, 0], [1, 2])).toEqual([1, 1]);
    expect(increasing([4, 3, 2, 1], [1, 1, 1, 1])).toEqual([2.5, 2.5, 2.5, 2.5]);
  });
});

describe('graphSVG', () => {
  it('draws a box for each node and an arrow for each edge, from the top down', () => {
    const svg = graphSVG({
      title: 'Two towers',
      nodes: [
        { id: '1', title: 'question', details: ['(None, 20)'], inputs: [], role: 'input' },
        { id: '2', title: 'lstm', details: ['LSTM', '(None, 32)'], inputs: ['1'] },
        { id: '3', title: 'sum', inputs: ['1', '2'], role: 'output' },
      ],
    });
    elementsOf(svg);
    const boxes = boxesOf(svg);
    expect(boxes).toHaveLength(3);
    expect(boxes.map(({ top }) => top)).toEqual([...boxes.map(({ top }) => top)].sort((a, b) => a - b));
    expect(attributesOf(svg, 'path', 'd')).toHaveLength(6); // a line and a head for each of three edges
    for (const text of ['question', '(None, 20)', 'LSTM']) expect(svg).toContain(`>${text}</text>`);
    expect(svg).toContain(
      'question, (None, 20); lstm, LSTM, (None, 32), from question; sum, from question and lstm',
    );
  });

  it('centres a stack, so that its edges are straight', () => {
    const svg = graphSVG({
      title: 'Stack',
      nodes: graph('a', 'long-name-of-a-layer < a', 'b < long-name-of-a-layer'),
    });
    const middles = boxesOf(svg).map(({ left, width }) => left + width / 2);
    expect(new Set(middles.map((middle) => Math.round(middle * 10))).size).toBe(1);
  });

  it('shows names as text and takes the empty name', () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const svg = graphSVG({
      title: hostile,
      nodes: [{ id: hostile, title: hostile, details: [''], inputs: [] }],
    });
    elementsOf(svg);
    expect(svg).not.toContain('<img');
  });

  it('keeps boxes apart and inside the picture, for random graphs', () => {
    for (let seed = 0; seed < 30; seed++) {
      const draw = drawing(seed);
      const nodes = Array.from({ length: 2 + draw(25) }, (_, i): GraphNode => {
        const count = i === 0 ? 0 : draw(4);
        const inputs = Array.from({ length: count }, () => `${draw(i)}`);
        return { id: `${i}`, title: 'n'.repeat(1 + draw(20)), inputs };
      });
      const svg = graphSVG({ title: 'random', nodes });
      const [, , width, height] = attributesOf(svg, 'svg', 'viewBox')[0]!.split(' ').map(Number);
      const boxes = boxesOf(svg);
      expect(boxes).toHaveLength(nodes.length);
      for (const [i, one] of boxes.entries()) {
        expect(one.left).toBeGreaterThanOrEqual(0);
        expect(one.left + one.width).toBeLessThanOrEqual(width!);
        expect(one.top + one.height).toBeLessThanOrEqual(height!);
        for (const other of boxes.slice(0, i)) {
          const apart =
            one.left >= other.left + other.width ||
            other.left >= one.left + one.width ||
            one.top >= other.top + other.height ||
            other.top >= one.top + one.height;
          expect(apart).toBe(true);
        }
      }
    }
  });

  it('draws a thousand layers in seconds', () => {
    const lines = Array.from({ length: 1000 }, (_, i) =>
      i === 0 ? '0' : `${i} < ${i - 1} ${Math.max(0, i - 3)}`,
    );
    const start = performance.now();
    graphSVG({ title: 'Deep', nodes: graph(...lines) });
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('asks for nodes', () => {
    expect(() => graphSVG({ title: 'None', nodes: [] })).toThrow(
      'graphSVG: there are no nodes. Give at least one.',
    );
  });
});

it('positions keep bends in line', () => {
  const rows = rankedRows(graph('x', 'a < x', 'b < a', 'c < b', 'sum < c x'));
  const widths = new Map(rows.flat().map((place) => [place, place.node ? 100 : 8]));
  const middles = positionsAcross(rows, widths, 20);
  const bends = rows
    .flat()
    .filter(({ node }) => !node)
    .map((place) => middles.get(place)!);
  expect(bends).toHaveLength(3);
  for (const bend of bends) expect(Math.abs(bend - bends[0]!)).toBeLessThan(1);
});
