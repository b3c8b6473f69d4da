import type { Parameter, Shape } from '@seqloom/nn';
import type { Network } from './network.ts';

/** The table that Keras prints: a row per layer, then the totals. */
export function summarize(model: Network): string {
  const rows = model.layers.map((layer) => [
    `${layer.name} (${layer.className})`,
    kerasShape(layer.outputShape),
    format(layer.countParams()),
  ]);
  const header = ['Layer (type)', 'Output Shape', 'Param #'];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  );
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  const line = (cells: readonly string[]) => {
    const [name, shape, count] = cells.map((cell, column) =>
      column === 2 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
    );
    return `│ ${name} │ ${shape} │ ${count} │`;
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
