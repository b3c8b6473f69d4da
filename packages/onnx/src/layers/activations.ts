import type { Activation, ActivationName } from '@seqloom/nn';
import { float } from '../attributes.ts';
import type { GraphBuilder } from '../graph-builder.ts';
import type { LayerCall, LayerNodes } from '../layer-export.ts';

/** Klambauer et al. 2017. */
const SELU = { alpha: float(1.6732632423543772), gamma: float(1.0507009873554805) };
const HARD = { alpha: float(1 / 6), beta: float(0.5) };
const LEGACY_HARD = { alpha: float(0.2), beta: float(0.5) };

type Activate = (graph: GraphBuilder, z: string) => string;

const silu: Activate = (graph, z) => graph.op('Mul', [z, graph.op('Sigmoid', [z])]);

/** One row for each activation: the nodes that compute it. */
const ACTIVATIONS: Readonly<Record<ActivationName, Activate>> = {
  linear: (_graph, z) => z,
  relu: (graph, z) => graph.op('Relu', [z]),
  relu6: (graph, z) => graph.op('Clip', [z, graph.floats(0), graph.floats(6)]),
  leakyRelu: (graph, z) => graph.op('LeakyRelu', [z], { alpha: float(0.2) }),
  elu: (graph, z) => graph.op('Elu', [z], { alpha: float(1) }),
  selu: (graph, z) => graph.op('Selu', [z], SELU),
  gelu(graph, z) {
    const erf = graph.op('Erf', [graph.op('Mul', [z, graph.floats(Math.SQRT1_2)])]);
    const doubled = graph.op('Mul', [z, graph.op('Add', [erf, graph.floats(1)])]);
    return graph.op('Mul', [doubled, graph.floats(0.5)]);
  },
  sigmoid: (graph, z) => graph.op('Sigmoid', [z]),
  hardSigmoid: (graph, z) => graph.op('HardSigmoid', [z], HARD),
  legacyHardSigmoid: (graph, z) => graph.op('HardSigmoid', [z], LEGACY_HARD),
  silu,
  swish: silu,
  hardSilu: (graph, z) => graph.op('Mul', [z, graph.op('HardSigmoid', [z], HARD)]),
  mish: (graph, z) => graph.op('Mul', [z, graph.op('Tanh', [graph.op('Softplus', [z])])]),
  tanh: (graph, z) => graph.op('Tanh', [z]),
  hardTanh: (graph, z) => graph.op('Clip', [z, graph.floats(-1), graph.floats(1)]),
  softplus: (graph, z) => graph.op('Softplus', [z]),
  softsign: (graph, z) => graph.op('Softsign', [z]),
  exponential: (graph, z) => graph.op('Exp', [z]),
  softmax: (graph, z) => graph.op('Softmax', [z], { axis: -1 }),
  logSoftmax: (graph, z) => graph.op('LogSoftmax', [z], { axis: -1 }),
};

/** The nodes of an activation. */
export function activate(graph: GraphBuilder, name: ActivationName, z: string): string {
  return ACTIVATIONS[name](graph, z);
}

export function activation({ graph, layer, inputs: [x] }: LayerCall<Activation>): LayerNodes {
  return { outputs: [activate(graph, layer.settings.activation, x!.name)], mask: x!.mask };
}
