import { type CallNode, defaultName, type Shape } from '@seqloom/nn';
import { type CostOptions, modelCosts } from './costs.ts';
import { type Graph, sourcesOf } from './graph.ts';
import type { Network } from './network.ts';

/**
 * The table that Keras prints, with the multiply-adds of each layer: a row per layer, then the totals; a model that branches has a
 * column of connections.
 */
export function summarize(model: Network, options: CostOptions): string {
  const { graph } = model;
  const costs = modelCosts(model, options);
  const connections = graph && connectionsOf(graph);
  const { preprocessors } = model;
  const inputs = (graph?.inputs ?? []).map(({ shape }, i) => [
    `${graph!.inputNames[i]} (${preprocessors[i]?.className ?? 'InputLayer'})`,
    kerasShape(shape),
    '0',
    '0',
    '-',
  ]);
  const [first] = graph ? [] : preprocessors;
  if (first) {
    const row = `${defaultName(first.className)} (${first.className})`;
    inputs.push([row, kerasShape(model.inputShape), '0', '0']);
  }
  const layers = costs.layers.map(({ name, className, outputShape, parameters, multiplyAdds }, i) => [
    `${name} (${className})`,
    kerasShape(outputShape),
    format(parameters),
    format(multiplyAdds),
    ...(connections ? [connections[i]!] : []),
  ]);
  const rows = [...inputs, ...layers];
  const titles = ['Layer (type)', 'Output Shape', 'Param #', 'Mult-adds'];
  const header = [...titles, ...(graph ? ['Connected to'] : [])];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  );
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, column) =>
      column === 2 || column === 3 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
    );
    return `│ ${padded.join(' │ ')} │`;
  };
  const { parameters, trainableParameters, activations, multiplyAdds } = costs;
  return [
    `Model: "${model.name}"`,
    rule('┌', '┬', '┐'),
    line(header),
    rule('├', '┼', '┤'),
    ...rows.map(line),
    rule('└', '┴', '┘'),
    ` Total params: ${countAndBytes(parameters)}`,
    ` Trainable params: ${countAndBytes(trainableParameters)}`,
    ` Non-trainable params: ${countAndBytes(parameters - trainableParameters)}`,
    ` Activations a sample: ${countAndBytes(activations)}`,
    ` Mult-adds a sample: ${format(multiplyAdds)}`,
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

/** `(None, 20, 8)` */
export function kerasShape(shape: Shape): string {
  return `(${shape.map((length) => length ?? 'None').join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/** `80,161 (313.13 KB)`: float32 takes four bytes. */
function countAndBytes(count: number): string {
  if (Number.isNaN(count)) return format(count);
  let amount = count * 4;
  const units = ['B', 'KB', 'MB', 'GB'];
  let unit = 0;
  for (; amount >= 1024 && unit < units.length - 1; unit++) amount /= 1024;
  return `${format(count)} (${amount.toFixed(2)} ${units[unit]})`;
}

/** `80,161`; `?` for what is not known. */
function format(count: number): string {
  return Number.isNaN(count) ? '?' : String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
