import { Concatenate, type Layer, type SymbolicTensor } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import { Network } from '@seqloom/train';
import type { Notes } from '../notes.ts';
import { passes, skippedBy, takesMaskOfQuery } from './check-masks.ts';

/** Classes at which Keras ends a mask with a warning, and which go by it here. */
const ENDED_IN_KERAS: ReadonlySet<string> = new Set([
  'AveragePooling1D',
  'Conv1D',
  'Conv1DTranspose',
  'Cropping1D',
  'DepthwiseConv1D',
  'GlobalMaxPooling1D',
  'MaxPooling1D',
  'Permute',
  'Reshape',
  'SeparableConv1D',
  'UpSampling1D',
  'ZeroPadding1D',
]);

/** For each tensor, whether it has a mask in Keras. */
type Masked = readonly boolean[];

/** What is known of a model: inputs with a mask in any of its calls, and the outputs that follow from them. */
interface KnownCall {
  readonly inputs: Masked;
  readonly outputs: Masked;
}

/** Notes the layers that go by a mask here and not in Keras, because predictions differ where the mask skips steps. */
export function noteEndedMasks(model: Network, notes: Notes): void {
  throughNetwork(
    model,
    model.inputShapes.map(() => false),
    { notes, known: new Map() },
  );
}

interface Walk {
  readonly notes: Notes;
  readonly known: Map<Network, KnownCall>;
}

/** A model that is called again is looked at again only if another of its inputs has a mask, so that the time is bounded. */
function throughNetwork(network: Network, given: Masked, walk: Walk): Masked {
  const before = walk.known.get(network);
  if (before && given.every((masked, i) => !masked || before.inputs[i])) return before.outputs;
  const inputs = given.map((masked, i) => masked || before?.inputs[i] === true);
  const outputs = outputsOf(network, inputs, walk);
  walk.known.set(network, { inputs, outputs });
  return outputs;
}

function outputsOf(network: Network, inputs: Masked, walk: Walk): Masked {
  const { graph, layers } = network;
  if (!graph) return layers.reduce((masked, layer) => throughLayer(layer, masked, walk), inputs);
  const made = new Map<SymbolicTensor['node'], Masked>(
    graph.inputs.map(({ node }, i) => [node, [inputs[i]!]]),
  );
  const isMasked = ({ node, index }: SymbolicTensor) => made.get(node)?.[index] === true;
  for (const node of graph.nodes) made.set(node, throughLayer(node.layer, node.inputs.map(isMasked), walk));
  return graph.outputs.map(isMasked);
}

/** Of several outputs of a layer the first has the mask. */
function throughLayer(layer: Layer, inputs: Masked, walk: Walk): Masked {
  if (layer instanceof Network) return throughNetwork(layer, inputs, walk);
  if (skippedBy(layer) !== undefined) return [true];
  if (!inputs.includes(true)) return [false];
  if (ENDED_IN_KERAS.has(layer.className)) {
    if (layer.supportsMasking) {
      walk.notes.add(
        `layer ${formatValue(layer.name)} (${layer.className}): leaves out the steps that its mask skips; in Keras the mask ends before it, so that predictions for padded inputs differ.`,
      );
    }
    return [false];
  }
  return [passes(layer) && isJoined(layer, inputs)];
}

/** Whether the masks of several inputs become one of the output. */
function isJoined(layer: Layer, inputs: Masked): boolean {
  if (takesMaskOfQuery(layer)) return inputs[0] === true;
  return layer instanceof Concatenate || !inputs.includes(false);
}
