import type { ActivationName, Layer } from '@seqloom/nn';
import type { GRU, LSTM, SimpleRNN } from '@seqloom/recurrent';
import { type Attributes, float } from '../attributes.ts';
import type { WeightLayout } from '../graph-builder.ts';
import type { Edge } from '../layer-export.ts';
import { type CellSettings, type CellStep, gruStep, lstmStep, simpleRNNStep } from './cells.ts';
import { gatherSteps } from './gathered-steps.ts';
import type { RecurrentRun } from './recurrent.ts';
import { type SequenceRun, scanSteps, zeroStates } from './scan-steps.ts';

/** A layer that is one operator of ONNX. */
interface SequenceOperator {
  readonly op: 'RNN' | 'GRU' | 'LSTM';
  /** The place among our gates of each gate of ONNX. */
  readonly order: readonly number[];
  /** In the order of the operator. */
  readonly activations: (settings: CellSettings) => readonly ActivationName[];
  /** The layer step by step, for activations that the operator does not know. */
  readonly step: CellStep;
}

const gates = ({ recurrentActivation = 'sigmoid', activation }: CellSettings) => [
  recurrentActivation,
  activation,
];

const RNN: SequenceOperator = {
  op: 'RNN',
  order: [0],
  activations: ({ activation }) => [activation],
  step: simpleRNNStep,
};
const GRU_OPERATOR: SequenceOperator = { op: 'GRU', order: [0, 1, 2], activations: gates, step: gruStep };
/** Ours are i f g o, those of ONNX i o f c. */
const LSTM_OPERATOR: SequenceOperator = {
  op: 'LSTM',
  order: [0, 3, 1, 2],
  activations: (settings) => [...gates(settings), settings.activation],
  step: lstmStep,
};

export const runSimpleRNN = (run: RecurrentRun<SimpleRNN>): SequenceRun => runOperator(RNN, run);
export const runGRU = (run: RecurrentRun<GRU>): SequenceRun => runOperator(GRU_OPERATOR, run);
export const runLSTM = (run: RecurrentRun<LSTM>): SequenceRun => runOperator(LSTM_OPERATOR, run);

interface OperatorActivation {
  readonly name: string;
  readonly alpha?: number;
  readonly beta?: number;
}

/** The activations that the operators know. */
const KNOWN: Readonly<Partial<Record<ActivationName, OperatorActivation>>> = {
  linear: { name: 'Affine', alpha: 1, beta: 0 },
  relu: { name: 'Relu' },
  leakyRelu: { name: 'LeakyRelu', alpha: 0.2 },
  elu: { name: 'Elu', alpha: 1 },
  sigmoid: { name: 'Sigmoid' },
  hardSigmoid: { name: 'HardSigmoid', alpha: 1 / 6, beta: 0.5 },
  legacyHardSigmoid: { name: 'HardSigmoid', alpha: 0.2, beta: 0.5 },
  tanh: { name: 'Tanh' },
  softplus: { name: 'Softplus' },
  softsign: { name: 'Softsign' },
};

function runOperator(operator: SequenceOperator, run: RecurrentRun<SimpleRNN | GRU | LSTM>): SequenceRun {
  const settings: CellSettings & { readonly goBackwards: boolean } = run.layer.settings;
  const known = operator.activations(settings).map((name) => KNOWN[name]);
  if (known.some((activation) => activation === undefined)) return runSteps(operator, settings, run);
  return addOperator(operator, settings, run, known as readonly OperatorActivation[]); // each was found
}

/** What an operator runs on; the layer has the weights `kernel`, `recurrentKernel` and `bias`. */
interface OperatorRun extends Omit<RecurrentRun, 'layer' | 'x' | 'exportLayer'> {
  readonly layer: Layer;
  readonly x: Pick<Edge, 'name' | 'mask'>;
}

/** A GRU with Keras' defaults and the weights of a layer of another class. */
export function runDefaultGRU(units: number, run: OperatorRun): SequenceRun {
  const settings = {
    units,
    useBias: true,
    activation: 'tanh',
    resetAfter: true,
    goBackwards: false,
  } as const;
  const known = [KNOWN.sigmoid!, KNOWN.tanh!];
  return addOperator(GRU_OPERATOR, settings, run, known);
}

function addOperator(
  operator: SequenceOperator,
  settings: CellSettings & { readonly goBackwards: boolean },
  { graph, layer, x, initialState }: OperatorRun,
  known: readonly OperatorActivation[],
): SequenceRun {
  const { units, goBackwards } = settings;
  const gathered = x.mask && gatherSteps(graph, x.mask);
  const steps = gathered ? gathered.gather(x.name) : x.name;
  const given = initialState?.map((state) => graph.widen(state, 0));
  const [y, ...lastStates] = graph.ops(
    operator.op,
    [
      graph.transpose(steps, [1, 0, 2]),
      graph.weight(layer, 'kernel', 'W', rows(operator, units)),
      graph.weight(layer, 'recurrentKernel', 'R', rows(operator, units)),
      settings.useBias ? graph.weight(layer, 'bias', 'B', biases(operator, settings)) : undefined,
      gathered?.lengths,
      ...(given ?? []),
    ],
    operator.op === 'LSTM' ? 3 : 2,
    {
      hidden_size: units,
      direction: goBackwards ? 'reverse' : 'forward',
      ...(operator.op === 'GRU' && { linear_before_reset: Number(settings.resetAfter) }),
      ...activationAttributes(known),
    },
  );
  const sequence = graph.transpose(graph.op('Squeeze', [y!, graph.ints([1])]), [1, 0, 2]);
  const states = lastStates.map((state) => graph.op('Squeeze', [state, graph.ints([0])]));
  if (!gathered) return { sequence, last: states[0]!, states };
  // Where no step counts, the operator has read one all the same.
  const orElse = (value: string, other: string | undefined) =>
    graph.op('Where', [gathered.any, value, other ?? graph.floats(0)]);
  return {
    sequence: gathered.spread(sequence, goBackwards),
    last: orElse(states[0]!, undefined),
    states: states.map((state, i) => orElse(state, initialState?.[i])),
  };
}

function runSteps(
  { step }: SequenceOperator,
  settings: CellSettings & { readonly goBackwards: boolean },
  { graph, layer, x, initialState }: RecurrentRun<SimpleRNN | GRU | LSTM>,
): SequenceRun {
  const { stateShapes } = layer;
  return scanSteps(graph, {
    x: x.name,
    stepRank: 2,
    mask: x.mask,
    initialState: initialState ?? stateShapes.map((shape) => zeroStates(graph, x.name, shape)),
    stateShapes,
    outputShape: [settings.units],
    goBackwards: settings.goBackwards,
    step(body, xt, states) {
      const next = step(body, layer as Layer, settings, xt, states);
      return { output: next[0]!, states: next };
    },
  });
}

function activationAttributes(known: readonly OperatorActivation[]): Attributes {
  const numbers = (name: 'alpha' | 'beta') => {
    const given = known.flatMap((activation) => activation[name] ?? []);
    return given.length === 0 ? undefined : float(given);
  };
  return {
    activations: known.map(({ name }) => name),
    activation_alpha: numbers('alpha'),
    activation_beta: numbers('beta'),
  };
}

/** `[D, G·U]` in our order of gates → `[1, G·U, D]` in that of ONNX. */
function rows({ order }: SequenceOperator, units: number) {
  return ([features, width]: readonly number[], values: Float32Array): WeightLayout => {
    const turned = new Float32Array(values.length);
    let at = 0;
    for (const gate of order) {
      for (let unit = 0; unit < units; unit++) {
        for (let d = 0; d < features!; d++) turned[at++] = values[d * width! + gate * units + unit]!;
      }
    }
    return { shape: [1, width!, features!], values: turned };
  };
}

/** `[G·U]`, or `[2, G·U]` of a GRU that resets after → `[1, 2·G·U]`: the bias of the input, then that of the state. */
function biases({ order }: SequenceOperator, { units }: CellSettings) {
  return (_: readonly number[], values: Float32Array): WeightLayout => {
    const width = order.length * units;
    const turned = new Float32Array(2 * width);
    for (let row = 0; row * width < values.length; row++) {
      order.forEach((gate, i) => {
        const from = row * width + gate * units;
        turned.set(values.subarray(from, from + units), row * width + i * units);
      });
    }
    return { shape: [1, 2 * width], values: turned };
  };
}
