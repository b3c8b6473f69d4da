import type { BackendKernel, KernelCall } from '@seqloom/backend';
import { sizeOf, type Workshop } from '../tensors.ts';

/** Reductions over neighbouring axes, which tfjs does at a few hundred MB/s unless they are the last ones. */
export function reduceKernels(workshop: Workshop): BackendKernel[] {
  const reduction = (name: 'Sum' | 'Mean' | 'Max', kernel: 'sum' | 'mean' | 'max'): BackendKernel => ({
    name,
    accepts: (call) => call.inputs.x!.dtype === 'float32' && split(call) !== undefined,
    run: (call) => {
      const { outer, n, inner, shape } = split(call)!;
      const y = workshop.output(shape);
      workshop.kernels[kernel]({ x: workshop.at(call.inputs.x), y: workshop.at(y), outer, n, inner });
      return y;
    },
  });
  return [reduction('Sum', 'sum'), reduction('Mean', 'mean'), reduction('Max', 'max')];
}

/** The input as `[outer, n, inner]` with n the reduced axes, or undefined when these are not neighbours. */
function split({ inputs: { x }, attributes }: KernelCall) {
  const { shape } = x!;
  const given = (attributes.axis ?? attributes.reductionIndices ?? shape.map((_, i) => i)) as
    | number
    | readonly number[];
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
