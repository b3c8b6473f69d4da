import { graphSVG } from '@seqloom/charts';
import {
  type LayerCosts,
  type ModelCosts,
  modelCosts,
  modelGraph,
  type SingleOutputModel,
} from '@seqloom/train';
import { bytesText } from './bytes-text.ts';
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
    known(counts.activations, countText),
    known(counts.multiplyAdds, countText),
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
    ['memory of the outputs of all layers, a sample', known(4 * activations, bytesText)],
    ['multiply-adds forward, a sample', known(multiplyAdds, countText)],
  ];
}

/** The graph of the layers, as an SVG. */
export function networkPicture({ nodes }: NetworkDetails, title: string): string {
  return graphSVG({ title, nodes });
}

function known(count: number, textOf: (count: number) => string): string {
  return Number.isNaN(count) ? 'depends on the length' : textOf(count);
}
