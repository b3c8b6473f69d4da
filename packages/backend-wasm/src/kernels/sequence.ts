import type {
  ActivationName,
  AnyBackendKernel,
  BackendKernel,
  GateAttributes,
  GRUAttributes,
  GRUInputs,
  LSTMInputs,
  SequenceAttributes,
  SequenceGradientAttributes,
  SequenceGradientInputs,
  SequenceInputs,
  TensorHandle,
} from '@seqloom/backend';
import {
  isKernelActivation,
  type KernelActivation,
  type SequenceBackwardOptions,
  type SequenceCell,
  type SequenceForwardOptions,
  sequenceCacheFloats,
} from '@seqloom/kernels';
import type { HeapTensors } from '../tensors.ts';

/** Recurrent layers over whole sequences, forward and backward; equal the portable kernels of the names. */
export function sequenceKernels(tensors: HeapTensors): AnyBackendKernel[] {
  const simpleRNN: BackendKernel<'SimpleRNNSequence'> = {
    name: 'SimpleRNNSequence',
    accepts: hasActivations,
    run({ inputs, attributes }) {
      const { h, hLast, cache } = forward(tensors, 'simpleRNN', inputs, attributes);
      return { h, hLast, cache };
    },
  };
  const simpleRNNGrad: BackendKernel<'SimpleRNNSequenceGrad'> = {
    name: 'SimpleRNNSequenceGrad',
    accepts: hasActivations,
    run({ inputs, attributes }) {
      const { dx, dKernel, dRecurrentKernel, dBias, dh0 } = backward(
        tensors,
        'simpleRNN',
        inputs,
        attributes,
      );
      return { dx, dKernel, dRecurrentKernel, dBias, dh0 };
    },
  };
  const gru: BackendKernel<'GRUSequence'> = {
    name: 'GRUSequence',
    accepts: hasActivations,
    run({ inputs, attributes }) {
      const { h, hLast, cache } = forward(tensors, 'gru', inputs, attributes);
      return { h, hLast, cache };
    },
  };
  const gruGrad: BackendKernel<'GRUSequenceGrad'> = {
    name: 'GRUSequenceGrad',
    accepts: hasActivations,
    run({ inputs, attributes }) {
      const { dx, dKernel, dRecurrentKernel, dBias, dRecurrentBias, dh0 } = backward(
        tensors,
        'gru',
        inputs,
        attributes,
      );
      return { dx, dKernel, dRecurrentKernel, dBias, dRecurrentBias, dh0 };
    },
  };
  const lstm: BackendKernel<'LSTMSequence'> = {
    name: 'LSTMSequence',
    accepts: hasActivations,
    run({ inputs, attributes }) {
      const { h, hLast, cLast, cache } = forward(tensors, 'lstm', inputs, attributes);
      return { h, hLast, cLast: cLast!, cache };
    },
  };
  const lstmGrad: BackendKernel<'LSTMSequenceGrad'> = {
    name: 'LSTMSequenceGrad',
    accepts: hasActivations,
    run({ inputs, attributes }) {
      const { dx, dKernel, dRecurrentKernel, dBias, dh0, dc0 } = backward(
        tensors,
        'lstm',
        inputs,
        attributes,
      );
      return { dx, dKernel, dRecurrentKernel, dBias, dh0, dc0 };
    },
  };
  return [simpleRNN, simpleRNNGrad, gru, gruGrad, lstm, lstmGrad];
}

/** Inputs of all cells; c0 is for an LSTM, recurrentBias for a GRU. */
type Inputs = SequenceInputs<TensorHandle> & GRUInputs<TensorHandle> & LSTMInputs<TensorHandle>;
/** Attributes of all cells; a SimpleRNN has no gates. */
type Attributes = SequenceAttributes & Partial<GateAttributes & GRUAttributes>;

/**
 * Forward and backward choose their kernel from the same attributes, because a cache written by one kind of body cannot be
 * read by the other.
 */
function hasActivations({ attributes }: { readonly attributes: Attributes }): boolean {
  const { activation, recurrentActivation = 'sigmoid' } = attributes;
  return isKernelActivation(activation) && isKernelActivation(recurrentActivation);
}

function forward(tensors: HeapTensors, cell: SequenceCell, inputs: Inputs, attributes: Attributes) {
  const { at, output, kernels } = tensors;
  const block = blockOf(tensors, cell, inputs, attributes);
  const { batch, time, units } = block;
  const h = attributes.returnSequences ? output([batch, time, units]) : undefined;
  const hLast = output([batch, units]);
  const cLast = cell === 'lstm' ? output([batch, units]) : undefined;
  const cache = attributes.keep ? output([sequenceCacheFloats(block, kernels.lanes)]) : undefined;
  block.h = at(h);
  block.hLast = at(hLast);
  block.cLast = at(cLast);
  block.cache = at(cache);
  kernels.sequenceForward(block);
  return { h, hLast, cLast, cache };
}

function backward(
  tensors: HeapTensors,
  cell: SequenceCell,
  inputs: Inputs & SequenceGradientInputs<TensorHandle> & { readonly dcLast?: TensorHandle },
  attributes: Attributes & SequenceGradientAttributes,
) {
  const { at, output, kernels } = tensors;
  const { x, kernel, recurrentKernel, bias, recurrentBias, h0, c0, cache, dh, dhLast, dcLast } = inputs;
  const gradients = {
    dx: attributes.inputGradient ? output(x.shape) : undefined,
    dKernel: output(kernel.shape),
    dRecurrentKernel: output(recurrentKernel.shape),
    dBias: bias && output(bias.shape),
    dRecurrentBias: recurrentBias && output(recurrentBias.shape),
    dh0: h0 && output(h0.shape),
    dc0: c0 && output(c0.shape),
  };
  const block = blockOf(tensors, cell, inputs, attributes);
  block.cache = at(cache);
  block.dh = at(dh);
  block.dhLast = at(dhLast);
  block.dcLast = at(dcLast);
  block.dx = at(gradients.dx);
  block.dKernel = at(gradients.dKernel);
  block.dRecurrentKernel = at(gradients.dRecurrentKernel);
  block.dBias = at(gradients.dBias);
  block.dRecurrentBias = at(gradients.dRecurrentBias);
  block.dh0 = at(gradients.dh0);
  block.dc0 = at(gradients.dc0);
  kernels.sequenceBackward(block);
  return gradients;
}

/** The options of both passes, which are filled in place. */
type SequenceBlock = {
  -readonly [Name in keyof (SequenceForwardOptions & SequenceBackwardOptions)]: (SequenceForwardOptions &
    SequenceBackwardOptions)[Name];
};

/** Sizes, attributes and operands; an operand that is missing is 0, and so is what the passes read and write besides. */
function blockOf(
  { at }: HeapTensors,
  cell: SequenceCell,
  inputs: Inputs,
  attributes: Attributes,
): SequenceBlock {
  const [batch, time, features] = inputs.x.shape as [number, number, number];
  const { activation, recurrentActivation = 'sigmoid', resetAfter = true, goBackwards } = attributes;
  return {
    cell,
    batch,
    time,
    features,
    units: inputs.recurrentKernel.shape[0]!,
    activation: compiled(activation),
    recurrentActivation: compiled(recurrentActivation),
    resetAfter,
    goBackwards,
    x: at(inputs.x),
    kernel: at(inputs.kernel),
    recurrentKernel: at(inputs.recurrentKernel),
    bias: at(inputs.bias),
    recurrentBias: at(inputs.recurrentBias),
    h0: at(inputs.h0),
    c0: at(inputs.c0),
    mask: at(inputs.mask),
    recurrentMask: at(inputs.recurrentMask),
    h: 0,
    hLast: 0,
    cLast: 0,
    cache: 0,
    dh: 0,
    dhLast: 0,
    dcLast: 0,
    dx: 0,
    dKernel: 0,
    dRecurrentKernel: 0,
    dBias: 0,
    dRecurrentBias: 0,
    dh0: 0,
    dc0: 0,
  };
}

/** An activation that {@link hasActivations} has accepted. */
function compiled(activation: ActivationName): KernelActivation {
  if (isKernelActivation(activation)) return activation;
  throw new RangeError(`wasm: the kernels have no code for the activation '${activation}'.`);
}
