import { add, identity, matMul, type Tensor, tanh } from '@seqloom/backend';
import { type CallContext, Dense, type LayerOptions, type Parameter, type Shape } from '@seqloom/nn';
import {
  Bidirectional,
  ConvLSTM1D,
  GRU,
  GRUCell,
  LSTM,
  LSTMCell,
  RecurrentCell,
  RNN,
  SegmentGRU,
  SimpleRNN,
  SimpleRNNCell,
  StackedRNNCells,
  TimeDistributed,
} from '@seqloom/recurrent';
import type { LayerRecord, LayerVariant } from '../record.ts';

/** A cell as a user writes one: tanh(x · W + h · U). */
export class TanhCell extends RecurrentCell<LayerOptions & { readonly units: number }> {
  static readonly className: string = 'TanhCell';
  readonly stateSizes: readonly number[] = [this.options.units];
  #kernel!: Parameter;
  #recurrentKernel!: Parameter;

  protected override createParameters([, features]: Shape): void {
    const { units } = this.options;
    this.#kernel = this.addParameter('kernel', [features!, units], { initializer: 'glorotUniform' });
    this.#recurrentKernel = this.addParameter('recurrentKernel', [units, units], {
      initializer: 'orthogonal',
    });
  }

  override countMultiplyAdds([batch]: readonly number[]): number {
    return batch! * (this.#kernel.size + this.#recurrentKernel.size);
  }

  protected call(x: Tensor, { initialState }: CallContext): readonly Tensor[] {
    const h = tanh(
      add(matMul(x, this.#kernel.value), matMul(initialState![0]!, this.#recurrentKernel.value)),
    );
    return [h, identity(h)];
  }
}

/** Every input here: 4 steps of 3 features. */
const INPUT = [4, 3];

/** The variants that every layer over a whole sequence has. */
function sequenceVariants(
  Class: typeof SimpleRNN | typeof GRU | typeof LSTM,
  gates: number,
  biasShape: readonly number[],
): readonly LayerVariant[] {
  const states = Class === LSTM ? [[2], [2]] : [[2]];
  const weights = { kernel: [3, 2 * gates], recurrentKernel: [2, 2 * gates] };
  return [
    {
      title: 'by default',
      make: () => new Class({ units: 2 }),
      input: INPUT,
      outputs: [[2]],
      weights: { ...weights, bias: biasShape },
      mask: 'used',
    },
    {
      title: 'sequences backwards without a bias',
      make: () => new Class({ units: 2, returnSequences: true, goBackwards: true, useBias: false }),
      input: INPUT,
      outputs: [[4, 2]],
      weights,
      mask: 'passes',
    },
    {
      title: 'both dropouts, with states',
      make: () => new Class({ units: 2, dropout: 0.4, recurrentDropout: 0.4, returnState: true }),
      input: INPUT,
      outputs: [[2], ...states],
      mask: 'used',
      random: true,
    },
    {
      title: 'stateful softsign',
      make: () => new Class({ units: 2, stateful: true, activation: 'softsign' }),
      input: INPUT,
      outputs: [[2]],
      mask: 'used',
    },
  ];
}

/** The variants that every cell with the weights of such a layer has. */
function cellVariants(
  Class: typeof SimpleRNNCell | typeof GRUCell | typeof LSTMCell,
  gates: number,
  biasShape: readonly number[],
): readonly LayerVariant[] {
  const states = Class === LSTMCell ? [2, 2] : [2];
  const outputs = [[2], ...states.map((size) => [size])];
  const weights = { kernel: [3, 2 * gates], recurrentKernel: [2, 2 * gates] };
  return [
    {
      title: 'one step',
      make: () => new Class({ units: 2 }),
      input: [3],
      states,
      outputs,
      weights: { ...weights, bias: biasShape },
    },
    {
      title: 'one step with both dropouts, without a bias',
      make: () => new Class({ units: 2, useBias: false, dropout: 0.4, recurrentDropout: 0.4 }),
      input: [3],
      states,
      outputs,
      weights,
      random: true,
    },
  ];
}

const REFUSED_BY_CELLS = [
  [null, 4, 3],
  [null, null],
] as const;

const REFUSED = [
  [null, 3],
  [null, 4, 3, 2],
  [null, 4, null],
] as const;

export const RECURRENT_RECORDS: readonly LayerRecord[] = [
  {
    layerClass: SimpleRNN,
    fixedWidth: true,
    refused: REFUSED,
    variants: sequenceVariants(SimpleRNN, 1, [2]),
  },
  {
    layerClass: GRU,
    fixedWidth: true,
    refused: REFUSED,
    variants: [
      ...sequenceVariants(GRU, 3, [2, 6]),
      {
        title: 'reset before the product',
        make: () => new GRU({ units: 2, resetAfter: false }),
        input: INPUT,
        outputs: [[2]],
        weights: { kernel: [3, 6], recurrentKernel: [2, 6], bias: [6] },
        mask: 'used',
      },
    ],
  },
  { layerClass: LSTM, fixedWidth: true, refused: REFUSED, variants: sequenceVariants(LSTM, 4, [8]) },
  {
    layerClass: Bidirectional,
    fixedWidth: true,
    refusedBy: /^(Bidirectional|LSTM) "/,
    refused: REFUSED,
    variants: [
      {
        title: 'LSTM, last outputs side by side',
        make: () => new Bidirectional({ layer: new LSTM({ units: 2 }) }),
        input: INPUT,
        outputs: [[4]],
        mask: 'used',
      },
      {
        title: 'sum of the sequences of a GRU',
        make: () =>
          new Bidirectional({ layer: new GRU({ units: 2, returnSequences: true }), mergeMode: 'sum' }),
        input: INPUT,
        outputs: [[4, 2]],
        mask: 'passes',
      },
      {
        title: 'both outputs and all states of a SimpleRNN',
        make: () =>
          new Bidirectional({ layer: new SimpleRNN({ units: 2, returnState: true }), mergeMode: 'none' }),
        input: INPUT,
        outputs: [[2], [2], [2], [2]],
        mask: 'used',
      },
    ],
  },
  {
    layerClass: RNN,
    fixedWidth: true,
    refusedBy: /^(RNN|StackedRNNCells) "/,
    refused: REFUSED,
    variants: [
      {
        title: 'over two cells',
        make: () =>
          new RNN({
            cell: new StackedRNNCells({ cells: [new TanhCell({ units: 3 }), new TanhCell({ units: 2 })] }),
          }),
        input: INPUT,
        outputs: [[2]],
        mask: 'used',
      },
      {
        title: 'sequences backwards',
        make: () => new RNN({ cell: new TanhCell({ units: 2 }), returnSequences: true, goBackwards: true }),
        input: INPUT,
        outputs: [[4, 2]],
        mask: 'passes',
      },
    ],
  },
  {
    layerClass: ConvLSTM1D,
    fixedWidth: true,
    refused: [
      [null, 4, 3],
      [null, 4, 2, 3], // rows too short for a window
      [null, 4, 5, null],
      [null, 4, null, 3],
    ],
    variants: [
      {
        title: 'by default',
        make: () => new ConvLSTM1D({ filters: 2, kernelSize: 3 }),
        input: [3, 5, 2],
        outputs: [[3, 2]],
        weights: { kernel: [3, 2, 8], recurrentKernel: [3, 2, 8], bias: [8] },
        mask: 'used',
      },
      {
        title: 'sequences backwards, same, strides 2, without a bias',
        make: () =>
          new ConvLSTM1D({
            filters: 2,
            kernelSize: 2,
            padding: 'same',
            strides: 2,
            useBias: false,
            returnSequences: true,
            goBackwards: true,
          }),
        input: [3, 5, 1],
        outputs: [[3, 3, 2]],
        weights: { kernel: [2, 1, 8], recurrentKernel: [2, 2, 8] },
        mask: 'passes',
      },
      {
        title: 'both dropouts, with states',
        make: () =>
          new ConvLSTM1D({
            filters: 1,
            kernelSize: 2,
            dropout: 0.4,
            recurrentDropout: 0.4,
            returnState: true,
          }),
        input: [3, 3, 2],
        outputs: [
          [2, 1],
          [2, 1],
          [2, 1],
        ],
        mask: 'used',
        random: true,
      },
    ],
  },
  {
    layerClass: SimpleRNNCell,
    fixedWidth: true,
    refused: REFUSED_BY_CELLS,
    variants: cellVariants(SimpleRNNCell, 1, [2]),
  },
  {
    layerClass: GRUCell,
    fixedWidth: true,
    refused: REFUSED_BY_CELLS,
    variants: [
      ...cellVariants(GRUCell, 3, [2, 6]),
      {
        title: 'one step, reset before the product',
        make: () => new GRUCell({ units: 2, resetAfter: false }),
        input: [3],
        states: [2],
        outputs: [[2], [2]],
        weights: { kernel: [3, 6], recurrentKernel: [2, 6], bias: [6] },
      },
    ],
  },
  {
    layerClass: LSTMCell,
    fixedWidth: true,
    refused: REFUSED_BY_CELLS,
    variants: cellVariants(LSTMCell, 4, [8]),
  },
  {
    layerClass: StackedRNNCells,
    fixedWidth: true,
    refused: REFUSED_BY_CELLS,
    variants: [
      {
        title: 'one step of two cells',
        make: () => new StackedRNNCells({ cells: [new TanhCell({ units: 3 }), new TanhCell({ units: 2 })] }),
        input: [4],
        states: [3, 2],
        outputs: [[2], [3], [2]],
      },
    ],
  },
  {
    layerClass: TimeDistributed,
    fixedWidth: true,
    refusedBy: /^(TimeDistributed|Dense) "/,
    refused: [[null, 4]],
    variants: [
      {
        title: 'of Dense',
        make: () => new TimeDistributed({ layer: new Dense({ units: 2, activation: 'sigmoid' }) }),
        input: [4, 3],
        outputs: [[4, 2]],
        mask: 'passes',
      },
      {
        title: 'of SimpleRNN',
        make: () => new TimeDistributed({ layer: new SimpleRNN({ units: 2 }) }),
        input: [3, 2, 3],
        outputs: [[3, 2]],
        mask: 'passes',
      },
    ],
  },
  {
    layerClass: SegmentGRU,
    fixedWidth: true,
    refused: [
      [null, 6],
      [null, 5, 3],
      [null, null, 3],
    ],
    variants: [
      {
        title: 'three segments, two ahead',
        make: () => new SegmentGRU({ units: 4, segmentLength: 2, horizon: 4 }),
        input: [6, 3],
        outputs: [[4, 3]],
        weights: {
          segmentKernel: [2, 4],
          segmentBias: [4],
          kernel: [4, 12],
          recurrentKernel: [4, 12],
          bias: [2, 12],
          positionEmbeddings: [2, 2],
          channelEmbeddings: [3, 2],
          outputKernel: [4, 2],
          outputBias: [2],
        },
        mask: 'ends',
        leastSteps: 6,
      },
      {
        title: 'without channels, with dropout',
        make: () =>
          new SegmentGRU({ units: 3, segmentLength: 3, horizon: 3, channelEmbedding: false, dropout: 0.4 }),
        input: [6, 2],
        outputs: [[3, 2]],
        mask: 'ends',
        leastSteps: 6,
        random: true,
      },
    ],
  },
];
