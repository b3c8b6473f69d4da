import { graphSVG } from '@seqloom/charts';
import {
  type LayerCosts,
  type ModelCosts,
  modelCosts,
  modelGraph,
  type SingleOutputModel,
} from '@seqloom/train';
import type { Facts } from './facts.ts';
import { countText, type HtmlTable } from './html-page.ts';

/** What a report says about a network: plain data, so that the network may be gone by then. */
export interface NetworkDetails {
  readonly costs: ModelCosts;
  /** For `graphSVG`. */
  readonly nodes: ReturnType<typeof modelGraph>;
}

/** Describes a built network. */
export function networkDetails(model: SingleOutputModel): NetworkDetails {
  return { costs: modelCosts(model), nodes: modelGraph(model) };
}

/** The layers with their shapes and costs. */
export function layersTable({ costs }: NetworkDetails): HtmlTable {
  const row = ({ name, className, outputShape, ...counts }: LayerCosts) => [
    name,
    `(${outputShape.map((size) => size ?? 'None').join(', ')})`,
    countText(counts.parameters),
    knownCount(counts.activations),
    knownCount(counts.multiplyAdds),
    className,
  ];
  return {
    heads: ['layer', 'output shape', 'parameters', 'values a sample', 'multiply-adds a sample', 'class'],
    rows: costs.layers.map(row),
  };
}

/** What the network takes as a whole. */
export function networkFacts({ costs }: NetworkDetails): Facts {
  const { parameters, trainableParameters, activations, multiplyAdds } = costs;
  const frozen = parameters - trainableParameters;
  return [
    ['parameters', `${countText(parameters)}${frozen > 0 ? `, ${countText(frozen)} frozen` : ''}`],
    ['memory of the parameters', bytesText(4 * parameters)],
    ['memory of the outputs of all layers, a sample', bytesText(4 * activations)],
    ['multiply-adds forward, a sample', knownCount(multiplyAdds)],
  ];
}

/** The graph of the layers, as an SVG. */
export function networkPicture({ nodes }: NetworkDetails, title: string): string {
  return graphSVG({ title, nodes });
}

function knownCount(count: number): string {
  return Number.isNaN(count) ? 'depends on the length' : countText(count);
}

/** `4.2 MB`, in powers of 1,000. */
function bytesText(bytes: number): string {
  if (Number.isNaN(bytes)) return 'depends on the length';
  const power = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const amount = bytes / 1000 ** power;
  return `${power === 0 ? amount : amount.toFixed(1)} ${['bytes', 'kB', 'MB', 'GB'][power]}`;
}
