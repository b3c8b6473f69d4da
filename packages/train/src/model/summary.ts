import type { CallNode, Parameter, Shape } from '@seqloom/nn';
import { type Graph, sourcesOf } from './graph.ts';
import type { Network } from './network.ts';

/** The table that Keras prints: a row per layer, then the totals; a model that branches has a column of connections. */
export function summarize(model: Network): string {
  const { graph } = model;
  const connections = graph && connectionsOf(graph);
  const inputs = (graph?.inputs ?? []).map(({ shape }, i) => [
    `${graph!.inputNames[i]} (InputLayer)`,
    kerasShape(shape),
    '0',
    '-',
  ]);
  const layers = model.layers.map((layer, i) => [
    `${layer.name} (${layer.className})`,
    kerasShape(layer.outputShape),
    format(layer.countParams()),
    ...(connections ? [connections[i]!] : []),
  ]);
  const rows = [...inputs, ...layers];
  const header = ['Layer (type)', 'Output Shape', 'Param #', ...(graph ? ['Connected to'] : [])];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  );
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, column) =>
      column === 2 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
    );
    return `│ ${padded.join(' │ ')} │`;
  };
  const total = size(model.weights);
  const trainable = size(model.trainableWeights);
  return [
    `Model: "${model.name}"`,
    rule('┌', '┬', '┐'),
    line(header),
    rule('├', '┼', '┤'),
    ...rows.map(line),
    rule('└', '┴', '┘'),
    ` Total params: ${countAndBytes(total)}`,
    ` Trainable params: ${countAndBytes(trainable)}`,
    ` Non-trainable params: ${countAndBytes(total - trainable)}`,
  ].join('\n');
}

/**
 * What each layer is connected to, as Keras writes it: `lstm[1][0]` is output 0 of the second use of `lstm`. The inputs of
 * several uses stand one after the other.
 */
function connectionsOf({ inputs, inputNames, nodes, layers }: Graph): string[] {
  const uses = new Map<object, string>(inputs.map(({ node }, i) => [node, `${inputNames[i]}[0]`]));
  const counts = new Map<object, number>();
  for (const node of nodes) {
    const count = counts.get(node.layer) ?? 0;
    counts.set(node.layer, count + 1);
    uses.set(node, `${node.layer.name}[${count}]`);
  }
  const ofNode = (node: CallNode) => sourcesOf(node).map((from) => `${uses.get(from.node)}[${from.index}]`);
  return layers.map((layer) =>
    nodes
      .filter((node) => node.layer === layer)
      .flatMap(ofNode)
      .join(', '),
  );
}

function size(parameters: readonly Parameter[]): number {
  return parameters.reduce((count, parameter) => count + parameter.size, 0);
}

/** `(None, 20, 8)` */
function kerasShape(shape: Shape): string {
  return `(${shape.map((length) => length ?? 'None').join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/** `80,161 (313.13 KB)`: float32 takes four bytes. */
function countAndBytes(count: number): string {
  let amount = count * 4;
  const units = ['B', 'KB', 'MB', 'GB'];
  let unit = 0;
  for (; amount >= 1024 && unit < units.length - 1; unit++) amount /= 1024;
  return `${format(count)} (${amount.toFixed(2)} ${units[unit]})`;
}

function format(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
