import type { BackendKernel } from '@seqloom/backend';
import { sizeOf } from '@seqloom/options';
import type { HeapTensors } from '../tensors.ts';

/** Embedding look-up, in place of tfjs's body, which works through a generic gather of any axis. */
export function gatherKernel(tensors: HeapTensors): BackendKernel<'GatherV2'> {
  const { kernels, at, output } = tensors;
  return {
    name: 'GatherV2',
    accepts: ({ inputs: { x, indices }, attributes: { axis, batchDims } }) =>
      x.dtype === 'float32' && x.shape.length === 2 && indices.dtype === 'int32' && axis === 0 && !batchDims,
    run: ({ inputs: { x, indices } }) => {
      const [rows, width] = x.shape as [number, number];
      const out = output([...indices.shape, width]);
      kernels.gather({
        table: at(x),
        ids: at(indices),
        out: at(out),
        count: sizeOf(indices.shape),
        rows,
        width,
        checked: true, // by the operation
      });
      tensors.watch?.lookUp(indices, rows);
      return out;
    },
  };
}

/** The gradient of a look-up; equals the portable `UnsortedSegmentSum`. */
export function segmentSumKernel({ kernels, at, output }: HeapTensors): BackendKernel<'UnsortedSegmentSum'> {
  return {
    name: 'UnsortedSegmentSum',
    accepts: ({ inputs: { x, segmentIds } }) =>
      x.dtype === 'float32' && segmentIds.dtype === 'int32' && segmentIds.shape.length === 1,
    run: ({ inputs: { x, segmentIds }, attributes: { numSegments: rows } }) => {
      const rest = x.shape.slice(1);
      const out = output([rows, ...rest]);
      kernels.scatterAdd({
        x: at(x),
        ids: at(segmentIds),
        out: at(out),
        count: x.shape[0]!,
        rows,
        width: sizeOf(rest),
        checked: true, // on the way forward
      });
      return out;
    },
  };
}
