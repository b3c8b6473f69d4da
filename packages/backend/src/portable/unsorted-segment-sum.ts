import * as tf from '@tensorflow/tfjs-core';
import type { PortableKernel } from '../contract/kernel.ts';
import { raw, wrap } from '../engine/raw.ts';

/**
 * The gradient of a gather: row v of the result is the sum of the rows of x whose id is v. tfjs's own bodies take
 * time proportional to rows × ids, or are missing; a scatter takes time proportional to ids.
 *
 * Shapes: `x: [N, D]`, `segmentIds: [N] int32` → `[numSegments, D]`.
 */
export const unsortedSegmentSum: PortableKernel<'UnsortedSegmentSum'> = {
  name: 'UnsortedSegmentSum',
  replacesTfjs: true,
  run: ({ x, segmentIds }, { numSegments }) => {
    const rows = raw(x);
    const ids = tf.reshape(raw(segmentIds), [-1, 1]);
    return wrap(tf.scatterND(ids, rows, [numSegments, ...rows.shape.slice(1)]));
  },
};
