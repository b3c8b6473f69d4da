import type { BackendKernel, KernelCall, TensorHandle } from '@seqloom/backend';
import {
  type FusedActivation,
  isFusedActivation,
  type SequenceCell,
  type SequenceOptions,
  sequenceCacheFloats,
} from '@seqloom/kernels';
import type { Workshop } from '../tensors.ts';

const CELLS: Readonly<Record<string, SequenceCell>> = { SimpleRNN: 'simpleRNN', GRU: 'gru', LSTM: 'lstm' };

/** `SimpleRNN`, `GRU` and `LSTM` over whole sequences, forward and backward; equal the portable kernels of the names. */
export function sequenceKernels(workshop: Workshop): BackendKernel[] {
  return Object.entries(CELLS).flatMap(([name, cell]) => [
    { name: `${name}Sequence`, accepts: hasActivations, run: (call) => forward(workshop, cell, call) },
    { name: `${name}SequenceGrad`, accepts: hasActivations, run: (call) => backward(workshop, cell, call) },
  ]);
}

/** Both passes look at the attributes alone, so that one cache is never read by the other kind of body. */
function hasActivations({ attributes: { activation, recurrentActivation } }: KernelCall): boolean {
  return isFusedActivation(String(activation)) && isFusedActivation(String(recurrentActivation));
}

function forward(workshop: Workshop, cell: SequenceCell, call: KernelCall): TensorHandle[] {
  const { at, output, kernels } = workshop;
  const options = optionsOf(workshop, cell, call);
  const { batch, time, units } = options;
  const h = call.attributes.returnSequences ? output([batch, time, units]) : undefined;
  const last = stateNames(cell).map(() => output([batch, units]));
  const cache = call.attributes.keep ? output([sequenceCacheFloats(options)]) : undefined;
  kernels.sequenceForward({
    ...options,
    hLast: at(last[0]),
    ...(h && { h: at(h) }),
    ...(last[1] && { cLast: at(last[1]) }),
    ...(cache && { cache: at(cache) }),
  });
  return [h, ...last, cache].filter((tensor) => tensor !== undefined);
}

function backward(workshop: Workshop, cell: SequenceCell, call: KernelCall): TensorHandle[] {
  const { at, output, kernels } = workshop;
  const { x, kernel, recurrentKernel, bias, recurrentBias, h0, c0, cache, dh, dhLast, dcLast } = call.inputs;
  const like = (operand: TensorHandle | undefined) => operand && output(operand.shape);
  const dx = call.attributes.inputGradient ? like(x) : undefined;
  const [dKernel, dRecurrentKernel] = [like(kernel)!, like(recurrentKernel)!];
  const optional = { dBias: like(bias), dRecurrentBias: like(recurrentBias), dh0: like(h0), dc0: like(c0) };
  kernels.sequenceBackward({
    ...optionsOf(workshop, cell, call),
    cache: at(cache),
    ...{ dh: at(dh), dhLast: at(dhLast), dcLast: at(dcLast) },
    ...{ dx: at(dx), dKernel: at(dKernel), dRecurrentKernel: at(dRecurrentKernel) },
    ...Object.fromEntries(Object.entries(optional).map(([name, tensor]) => [name, at(tensor)])),
  });
  return [dx, dKernel, dRecurrentKernel, ...Object.values(optional)].filter((tensor) => tensor !== undefined);
}

function stateNames(cell: SequenceCell): readonly string[] {
  return cell === 'lstm' ? ['h', 'c'] : ['h'];
}

/** Sizes, attributes and operands; 0 stands for an operand that is missing. */
function optionsOf(
  { at }: Workshop,
  cell: SequenceCell,
  { inputs, attributes }: KernelCall,
): SequenceOptions {
  const [batch, time, features] = inputs.x!.shape as [number, number, number];
  return {
    ...{ cell, batch, time, features, units: inputs.recurrentKernel!.shape[0]! },
    activation: attributes.activation as FusedActivation,
    recurrentActivation: attributes.recurrentActivation as FusedActivation,
    resetAfter: attributes.resetAfter as boolean,
    goBackwards: attributes.goBackwards as boolean,
    ...{ x: at(inputs.x), kernel: at(inputs.kernel), recurrentKernel: at(inputs.recurrentKernel) },
    ...{
      bias: at(inputs.bias),
      recurrentBias: at(inputs.recurrentBias),
      h0: at(inputs.h0),
      c0: at(inputs.c0),
    },
    ...{ mask: at(inputs.mask), recurrentMask: at(inputs.recurrentMask) },
  };
}
