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
  type SequenceCell,
  type SequenceOptions,
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
      const { dc0: _, ...gradients } = backward(tensors, 'gru', inputs, attributes);
      return gradients;
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
      const { dRecurrentBias: _, ...gradients } = backward(tensors, 'lstm', inputs, attributes);
      return gradients;
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
  const options = optionsOf(tensors, cell, inputs, attributes);
  const { batch, time, units } = options;
  const h = attributes.returnSequences ? output([batch, time, units]) : undefined;
  const hLast = output([batch, units]);
  const cLast = cell === 'lstm' ? output([batch, units]) : undefined;
  const cache = attributes.keep ? output([sequenceCacheFloats(options, kernels.lanes)]) : undefined;
  kernels.sequenceForward({
    ...options,
    h: at(h),
    hLast: at(hLast),
    cLast: at(cLast),
    cache: at(cache),
  });
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
  kernels.sequenceBackward({
    ...optionsOf(tensors, cell, inputs, attributes),
    cache: at(cache),
    dh: at(dh),
    dhLast: at(dhLast),
    dcLast: at(dcLast),
    dx: at(gradients.dx),
    dKernel: at(gradients.dKernel),
    dRecurrentKernel: at(gradients.dRecurrentKernel),
    dBias: at(gradients.dBias),
    dRecurrentBias: at(gradients.dRecurrentBias),
    dh0: at(gradients.dh0),
    dc0: at(gradients.dc0),
  });
  return gradients;
}

/** Sizes, attributes and operands; an operand that is missing is 0. */
function optionsOf(
  { at }: HeapTensors,
  cell: SequenceCell,
  inputs: Inputs,
  attributes: Attributes,
): SequenceOptions {
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
  };
}

/** An activation that {@link hasActivations} has accepted. */
function compiled(activation: ActivationName): KernelActivation {
  if (isKernelActivation(activation)) return activation;
  throw new RangeError(`wasm: the kernels have no code for the activation '${activation}'.`);
}
