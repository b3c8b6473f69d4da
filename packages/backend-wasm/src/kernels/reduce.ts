import type { AnyBackendKernel, BackendKernel, KernelCall, TensorHandle } from '@seqloom/backend';
import type { Kernels } from '@seqloom/kernels';
import { sizeOf } from '@seqloom/options';
import type { HeapTensors } from '../tensors.ts';

/** Reductions over neighbouring axes, which tfjs does at a few hundred MB/s unless they are the last ones. */
export function reduceKernels({ kernels, at, output }: HeapTensors): AnyBackendKernel[] {
  const accepts = (call: ReductionCall) => call.inputs.x.dtype === 'float32' && split(call) !== undefined;
  const reduce = (call: ReductionCall, run: Kernels['sum']): TensorHandle => {
    const { outer, n, inner, shape } = split(call)!;
    const y = output(shape);
    run({ x: at(call.inputs.x), y: at(y), outer, n, inner });
    return y;
  };
  const sum: BackendKernel<'Sum'> = { name: 'Sum', accepts, run: (call) => reduce(call, kernels.sum) };
  const mean: BackendKernel<'Mean'> = { name: 'Mean', accepts, run: (call) => reduce(call, kernels.mean) };
  const max: BackendKernel<'Max'> = { name: 'Max', accepts, run: (call) => reduce(call, kernels.max) };
  return [sum, mean, max];
}

type ReductionCall = KernelCall<'Sum' | 'Mean' | 'Max'>;

/** The input as `[outer, n, inner]` with n the reduced axes, or undefined when these are not neighbours. */
function split({ inputs: { x }, attributes }: ReductionCall) {
  const { shape } = x;
  const given = attributes.axis ?? attributes.reductionIndices ?? shape.map((_, i) => i);
  const axes = (typeof given === 'number' ? [given] : [...given])
    .map((axis) => (axis < 0 ? axis + shape.length : axis))
    .sort((a, b) => a - b);
  if (axes.some((axis, i) => axis !== axes[0]! + i)) return undefined;
  const from = axes[0] ?? shape.length;
  const to = from + axes.length;
  const reduced = attributes.keepDims ? axes.map(() => 1) : [];
  return {
    outer: sizeOf(shape.slice(0, from)),
    n: sizeOf(shape.slice(from, to)),
    inner: sizeOf(shape.slice(to)),
    shape: [...shape.slice(0, from), ...reduced, ...shape.slice(to)],
  };
}
