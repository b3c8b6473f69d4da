import type { PortableKernel } from '../plugin/contract.ts';
import { sequenceKernels } from './sequence.ts';
import { unsortedSegmentSum } from './unsorted-segment-sum.ts';

/** Every kernel of ours, as engine operations: what a backend without a body of its own runs. */
export const portableKernels: readonly PortableKernel[] = [unsortedSegmentSum, ...sequenceKernels];
