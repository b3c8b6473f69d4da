import type { AnyBackendKernel, BackendKernel, KernelCall, TensorHandle } from '@seqloom/backend';
import { sizeOf } from '@seqloom/options';
import type { HeapTensors } from '../tensors.ts';

/** `Reverse`, `Concat` and `Slice` along one axis as plain copies of rows. */
export function rearrangeKernels({ kernels, at, output }: HeapTensors): AnyBackendKernel[] {
  const reverse: BackendKernel<'Reverse'> = {
    name: 'Reverse',
    accepts: ({ inputs: { x }, attributes: { dims } }) =>
      x.dtype !== 'bool' && x.shape.length > 0 && dims.length === 1,
    run: ({ inputs: { x }, attributes: { dims } }) => {
      const axis = positive(dims[0]!, x);
      const y = output(x.shape, x.dtype);
      kernels.reverse({ x: at(x), y: at(y), ...around(x.shape, axis) });
      return y;
    },
  };
  const concat: BackendKernel<'Concat'> = {
    name: 'Concat',
    accepts({ inputs }) {
      const parts = Object.values(inputs);
      return parts.every(({ dtype }) => dtype === parts[0]!.dtype && dtype !== 'bool');
    },
    run({ inputs, attributes }) {
      const parts = Object.values(inputs);
      const [first] = parts as [TensorHandle];
      const axis = positive(attributes.axis, first);
      const length = parts.reduce((sum, { shape }) => sum + shape[axis]!, 0);
      const out = output(first.shape.with(axis, length), first.dtype);
      const { outer, inner } = around(first.shape, axis);
      let column = 0;
      for (const part of parts) {
        const width = part.shape[axis]! * inner;
        if (width === 0) continue;
        const strides = { fromStride: width, toStride: length * inner };
        kernels.copyRows({ from: at(part), to: at(out) + 4 * column, rows: outer, width, ...strides });
        column += width;
      }
      return out;
    },
  };
  const slice: BackendKernel<'Slice'> = {
    name: 'Slice',
    accepts: (call) => call.inputs.x.dtype !== 'bool' && cut(call) !== undefined,
    run(call) {
      const { x } = call.inputs;
      const { axis, begin, length, shape } = cut(call)!;
      const out = output(shape, x.dtype);
      const { outer, n, inner } = around(x.shape, axis);
      const width = length * inner;
      if (outer * width > 0) {
        const strides = { fromStride: n * inner, toStride: width };
        kernels.copyRows({ from: at(x) + 4 * begin * inner, to: at(out), rows: outer, width, ...strides });
      }
      return out;
    },
  };
  return [reverse, concat, slice];
}

/** A shape as `[outer, n, inner]` around an axis. */
function around(shape: readonly number[], axis: number) {
  return { outer: sizeOf(shape.slice(0, axis)), n: shape[axis]!, inner: sizeOf(shape.slice(axis + 1)) };
}

function positive(axis: number, { shape }: TensorHandle): number {
  return axis < 0 ? axis + shape.length : axis;
}

/** The one axis that a slice shortens, or undefined when there are several. */
function cut({ inputs: { x }, attributes: { begin, size } }: KernelCall<'Slice'>) {
  const { shape } = x;
  if (begin.length !== shape.length || shape.length === 0) return undefined;
  const lengths = shape.map((n, i) => (size[i] === -1 || size[i] === undefined ? n - begin[i]! : size[i]!));
  const shortened = shape.flatMap((n, i) => (lengths[i] === n ? [] : [i]));
  if (shortened.length > 1) return undefined;
  const axis = shortened[0] ?? 0;
  if (begin[axis]! < 0 || lengths[axis]! < 0 || begin[axis]! + lengths[axis]! > shape[axis]!)
    return undefined;
  return { axis, begin: begin[axis]!, length: lengths[axis]!, shape: lengths };
}
