import type { PositionEmbedding, SinePositionEncoding } from '@seqloom/attention';
import type { Embedding, EmbeddingBag } from '@seqloom/embeddings';
import type { Masking } from '@seqloom/nn';
import type { GraphMask, LayerCall, LayerNodes } from '../layer-export.ts';
import { wideMask, zeroMaskedSteps } from '../masks.ts';
import { OnnxExportError } from '../onnx-export-error.ts';
import { elementType } from '../tensor-protos.ts';
import { meanOfSteps, sumOfSteps } from './pooling.ts';

export function embedding({ graph, layer, inputs: [x] }: LayerCall<Embedding>): LayerNodes {
  const ids = x!.type === 'int32' ? x!.name : graph.cast(x!.name, 'int32');
  const rank = x!.shape.length;
  const outputs = [graph.op('Gather', [graph.weight(layer, 'embeddings'), ids], { axis: 0 })];
  if (!layer.settings.maskZero) return { outputs, mask: x!.mask };
  const counts = graph.op('Not', [graph.op('Equal', [ids, graph.int32(0)])]);
  const both = x!.mask && graph.op('And', [counts, wideMask(graph, x!.mask, rank)]);
  return { outputs, mask: { name: both ?? counts, rank } };
}

export function embeddingBag(call: LayerCall<EmbeddingBag>): LayerNodes {
  const { outputs, mask } = embedding(call);
  const pooled = call.layer.settings.mode === 'sum' ? sumOfSteps : meanOfSteps;
  return { outputs: [pooled(call.graph, outputs[0]!, mask, false)] };
}

export function masking({ graph, layer, inputs: [x] }: LayerCall<Masking>): LayerNodes {
  const { name, mask: given } = x!;
  const value = Number(layer.settings.maskValue);
  // NaN is the one value that differs from itself.
  const different = Number.isNaN(value)
    ? graph.op('Equal', [name, name])
    : graph.op('Not', [graph.op('Equal', [name, graph.floats(value)])]);
  const counts = graph.cast(graph.reduce('ReduceMax', graph.cast(different, 'float32'), [2], false), 'bool');
  const mask: GraphMask = { name: given ? graph.op('And', [counts, given.name]) : counts, rank: 2 };
  return { outputs: [zeroMaskedSteps(graph, name, 3, mask)], mask };
}

export function positionEmbedding({ graph, layer, inputs: [x] }: LayerCall<PositionEmbedding>): LayerNodes {
  const table = graph.weight(layer, 'embeddings');
  const time = graph.sizes(x!.name, 1, 2);
  const rows = graph.op('Slice', [table, graph.ints([0]), time, graph.ints([0])]);
  return { outputs: [graph.op('Expand', [rows, graph.sizes(x!.name, 0)])], mask: x!.mask };
}

/** In float64, because the angles of later steps are large. */
export function sinePositionEncoding({
  graph,
  layer,
  inputs: [x],
}: LayerCall<SinePositionEncoding>): LayerNodes {
  const features = x!.shape[2];
  if (typeof features !== 'number') {
    throw new OnnxExportError(`${layer.label} needs a fixed number of features. Build the model for it.`);
  }
  const pairs = Array.from({ length: features }, (_, at) => 2 * Math.floor(at / 2));
  const rates = pairs.map((pair) => 1 / layer.settings.maxWavelength ** (pair / features));
  const phases = pairs.map((pair, at) => (at === pair ? 0 : Math.PI / 2));
  const steps = graph.op('Range', [graph.ints(0), graph.size(x!.name, 1), graph.ints(1)]);
  const times = graph.widen(graph.op('Cast', [steps], { to: elementType('float64') }), 1);
  const turned = graph.op('Mul', [times, graph.doubles(rates, [1, features])]);
  const angles = graph.op('Add', [turned, graph.doubles(phases, [1, features])]);
  const rows = graph.cast(graph.op('Sin', [angles]), 'float32');
  return { outputs: [graph.op('Expand', [rows, graph.sizes(x!.name, 0)])], mask: x!.mask };
}
