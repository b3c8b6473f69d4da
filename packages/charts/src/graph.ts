import { list, type OptionRules, resolveOptions } from '@seqloom/options';
import { CHART_TEXT_RULES } from './chart-rules.ts';
import { type ChartText, chartDocument } from './document.ts';
import { positionsAcross } from './graph-positions.ts';
import { type Place, rankedRows } from './graph-ranks.ts';
import { element, short, textAt, textWidth } from './svg.ts';

/** A box of a graph. */
export interface GraphNode {
  /** Unique among the nodes; not drawn. */
  readonly id: string;
  readonly title: string;
  /** Lines below the title. */
  readonly details?: readonly string[];
  /** The ids of the nodes from which edges lead here. */
  readonly inputs: readonly string[];
  /** Marks where the graph begins and ends. */
  readonly role?: 'input' | 'output' | undefined;
}

/** Options of {@link graphSVG}. */
export interface GraphOptions extends ChartText {
  readonly nodes: readonly GraphNode[];
}

const RULES: OptionRules<GraphOptions> = { ...CHART_TEXT_RULES, nodes: list() };

const [MARGIN, TOP, GAP_ACROSS, GAP_DOWN] = [16, 44, 24, 34];
const [TITLE_SIZE, DETAIL_SIZE, LINE, PADDING] = [13, 12, 17, 12];
/** The room that an edge has where it passes a row. */
const BEND = 8;
/** Half the width and the length of an arrow's head. */
const [HEAD_HALF, HEAD] = [4, 7];

/**
 * A directed graph without cycles as an SVG string, from the top down: the layers of a model with their shapes, which `modelGraph` of
 * `@seqloom/train` describes.
 *
 * @throws RangeError when there is no node, two have one id, an input does not exist, or edges form a cycle
 * @example
 * graphSVG({ title: 'Model', nodes: [
 *   { id: 'x', title: 'words', details: ['(None, 200)'], inputs: [], role: 'input' },
 *   { id: 'y', title: 'lstm', details: ['LSTM', '(None, 32)'], inputs: ['x'] },
 * ] });
 */
export function graphSVG(options: GraphOptions): string {
  const resolved = resolveOptions('graphSVG', options, RULES);
  const { nodes, title } = resolved;
  if (nodes.length === 0) throw new RangeError('graphSVG: there are no nodes. Give at least one.');
  const rows = rankedRows(nodes);
  const places = rows.flat();
  const widths = new Map(places.map((place) => [place, place.node ? boxWidth(place.node) : BEND]));
  const middles = positionsAcross(rows, widths, GAP_ACROSS);
  const edge = (side: 1 | -1) => places.map((place) => middles.get(place)! + (side * widths.get(place)!) / 2);
  const left = Math.min(...edge(-1)) - MARGIN;
  const width = Math.max(Math.max(...edge(1)) - left + MARGIN, textWidth(title, 15) + 2 * MARGIN);
  const x = (place: Place<GraphNode>) => middles.get(place)! - left;
  let bottom = TOP;
  const tops = rows.map((row) => {
    const top = bottom;
    bottom += Math.max(...row.map(({ node }) => (node ? boxHeight(node) : 0))) + GAP_DOWN;
    return top;
  });
  const heightOf = ({ node, rank }: Place<GraphNode>) => (node ? boxHeight(node) : tallest(rows[rank]!));
  const edges = places
    .filter(({ node }) => node)
    .flatMap((place) => place.from.map((from, i) => drawEdge(place, from, i)));
  const boxes = places.map((place) => (place.node ? drawBox(place.node, x(place), tops[place.rank]!) : ''));
  return chartDocument(
    { ...resolved, description: resolved.description ?? describe(nodes) },
    width,
    bottom - GAP_DOWN + MARGIN,
    textAt(MARGIN, 26, title, { class: 'title' }),
    ...edges,
    ...boxes,
  );

  /** From a node up to the one that the edge comes from, over its bends; the arrow's head is at the node. */
  function drawEdge(to: Place<GraphNode>, from: Place<GraphNode>, index: number): string {
    const end = { x: x(to) + portOf(to, index), y: tops[to.rank]! };
    let path = `M${short(end.x)} ${short(end.y - HEAD)}`;
    let [atX, atY] = [end.x, end.y - HEAD];
    for (let place = from; ; place = place.from[0]!) {
      const [nextX, lower] = [x(place), tops[place.rank]! + heightOf(place)];
      const half = (atY + lower) / 2;
      path += `C${[atX, half, nextX, half, nextX, lower].map(short).join(' ')}`;
      if (place.node) break;
      [atX, atY] = [nextX, tops[place.rank]!];
      path += `V${short(atY)}`;
    }
    const head = `M${short(end.x)} ${short(end.y)}l${-HEAD_HALF} ${-HEAD}h${2 * HEAD_HALF}z`;
    return (
      element('path', { d: path, fill: 'none', stroke: 'var(--soft)', 'stroke-width': 1.5 }) +
      element('path', { d: head, fill: 'var(--soft)' })
    );
  }

  /** Edges that end at one node stand beside one another, in the order in which they come. */
  function portOf(to: Place<GraphNode>, index: number): number {
    const count = to.from.length;
    const order = to.from.map((_, i) => i).sort((a, b) => x(to.from[a]!) - x(to.from[b]!));
    const room = Math.min(24, (widths.get(to)! - 2 * PADDING) / Math.max(1, count - 1));
    return (order.indexOf(index) - (count - 1) / 2) * room;
  }
}

function tallest(row: readonly Place<GraphNode>[]): number {
  return Math.max(...row.map(({ node }) => (node ? boxHeight(node) : 0)));
}

function boxWidth({ title, details = [] }: GraphNode): number {
  const widths = details.map((line) => textWidth(line, DETAIL_SIZE));
  return Math.ceil(Math.max(80, textWidth(title, TITLE_SIZE) * 1.08, ...widths) + 2 * PADDING);
}

function boxHeight({ details = [] }: GraphNode): number {
  return (details.length + 1) * LINE + PADDING;
}

function drawBox(node: GraphNode, middle: number, top: number): string {
  const { title, details = [], role } = node;
  const width = boxWidth(node);
  const centred = { 'text-anchor': 'middle' };
  return [
    element('rect', {
      x: middle - width / 2,
      y: top,
      width,
      height: boxHeight(node),
      rx: 6,
      fill: 'var(--paper)',
      stroke: role ? 'var(--c1)' : 'var(--soft)',
      'stroke-width': role ? 2 : 1,
      ...(role === 'input' && { 'stroke-dasharray': '5 4' }),
    }),
    textAt(middle, top + LINE, title, {
      ...centred,
      style: `font-size:${TITLE_SIZE}px;font-weight:600`,
    }),
    ...details.map((line, i) => textAt(middle, top + (i + 2) * LINE, line, { ...centred, class: 'soft' })),
  ].join('');
}

function describe(nodes: readonly GraphNode[]): string {
  const titles = new Map(nodes.map(({ id, title }) => [id, title]));
  return nodes
    .map(({ title, details = [], inputs }) => {
      const text = [title, ...details].join(', ');
      return inputs.length === 0 ? text : `${text}, from ${inputs.map((id) => titles.get(id)).join(' and ')}`;
    })
    .join('; ');
}
