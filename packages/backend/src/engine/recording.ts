import type { Tensor } from '../contract/tensor.ts';
import { engineInside } from './engine-inside.ts';
import { raw } from './raw.ts';
import { realm } from './realm.ts';

/** Runs `work`, a recording of gradients with respect to `sources`. */
export function recordFor<T>(sources: readonly Tensor[], work: () => T): T {
  const { recordings } = realm;
  recordings.push(new Set(sources.map((source) => raw(source).id)));
  try {
    return work();
  } finally {
    recordings.pop();
  }
}

/** Whether operations are being recorded for a gradient, so that a kernel has to keep what the way back needs. */
export function isRecording(): boolean {
  return engineInside().isTapeOn();
}

/**
 * Whether a gradient will be asked for x: it is a source of a recording, or made of one. A kernel that computes all
 * its gradients together can leave out that of a model's data.
 */
export function needsGradient(x: Tensor): boolean {
  const { recordings } = realm;
  if (recordings.length === 0 || !isRecording()) return false;
  const reached = new Set(recordings.flatMap((sources) => [...sources]));
  for (const { inputs, outputs } of engineInside().state.activeTape ?? []) {
    if (Object.values(inputs).some(({ id }) => reached.has(id)))
      for (const { id } of outputs) reached.add(id);
  }
  return reached.has(raw(x).id);
}
