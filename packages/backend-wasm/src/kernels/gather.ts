import type { BackendKernel } from '@seqloom/backend';
import { sizeOf, type Workshop } from '../tensors.ts';

/** Embedding look-up, in place of tfjs's body, which works through a generic gather of any axis. */
export function gatherKernel(workshop: Workshop): BackendKernel {
  return {
    name: 'GatherV2',
    accepts: ({ inputs: { x, indices }, attributes: { axis, batchDims } }) =>
      x!.dtype === 'float32' &&
      x!.shape.length === 2 &&
      indices!.dtype === 'int32' &&
      axis === 0 &&
      !batchDims,
    run: ({ inputs: { x, indices } }) => {
      const [rows, width] = x!.shape as [number, number];
      const out = workshop.output([...indices!.shape, width]);
      workshop.kernels.gather({
        table: workshop.at(x),
        ids: workshop.at(indices),
        out: workshop.at(out),
        count: sizeOf(indices!.shape),
        rows,
        width,
      });
      return out;
    },
  };
}

/** The gradient of a look-up; equals the portable `UnsortedSegmentSum`. */
export function segmentSumKernel(workshop: Workshop): BackendKernel {
  return {
    name: 'UnsortedSegmentSum',
    accepts: ({ inputs: { x, segmentIds } }) =>
      x!.dtype === 'float32' && segmentIds!.dtype === 'int32' && segmentIds!.shape.length === 1,
    run: ({ inputs: { x, segmentIds }, attributes }) => {
      const rows = attributes.numSegments as number;
      const rest = x!.shape.slice(1);
      const out = workshop.output([rows, ...rest]);
      workshop.kernels.scatterAdd({
        x: workshop.at(x),
        ids: workshop.at(segmentIds),
        out: workshop.at(out),
        count: x!.shape[0]!,
        rows,
        width: sizeOf(rest),
      });
      return out;
    },
  };
}
