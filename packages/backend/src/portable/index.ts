import type { PortableKernel } from '../plugin/contract.ts';
import { activationGrad } from './activation-grad.ts';
import { conv1dKernels } from './conv1d.ts';
import { pool1dKernels } from './pool1d.ts';
import { sequenceKernels } from './sequence.ts';
import { tile } from './tile.ts';
import { unsortedSegmentSum } from './unsorted-segment-sum.ts';

/** Every kernel of ours, as engine operations: what a backend without a body of its own runs. */
export const portableKernels: readonly PortableKernel[] = [
  unsortedSegmentSum,
  tile,
  activationGrad,
  ...sequenceKernels,
  ...conv1dKernels,
  ...pool1dKernels,
];
