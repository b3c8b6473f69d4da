import { type PortableKernel, portableKernels, type SeqloomKernels } from '@seqloom/backend';

/** The portable body of a kernel, also where the backend has one of its own. */
export function portableBody<K extends keyof SeqloomKernels>(name: K): PortableKernel<K>['run'] {
  const kernel = portableKernels.find((candidate) => candidate.name === name);
  return kernel!.run as PortableKernel['run'] as PortableKernel<K>['run']; // the one of this name
}
