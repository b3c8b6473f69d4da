import type { BackendPlugin } from '../contract/plugin.ts';
import type { RunningBackend } from '../contract/running.ts';
import { isRegistered } from './registry.ts';

/** Another backend was asked for while tensors live on the one in use. `tensors` is how many. */
export class BackendInUseError extends Error {
  readonly tensors: number;

  constructor(running: RunningBackend, difference: string) {
    const { tensors } = running.lifetime;
    super(
      `selectBackend: backend '${running.plugin.name}' is in use and ${tensors === 1 ? '1 tensor lives' : `${tensors} tensors live`} ` +
        `on it, but ${difference}. Leave out what differs to share the backend in use; or dispose of the tensors (models ` +
        'and optimizers hold some); or pass replace: true, which ends them.',
    );
    this.name = 'BackendInUseError';
    this.tensors = tensors;
  }
}

/**
 * Why the backend in use is not what a selection asks for, as a clause; undefined when it is, and can be shared. What a
 * selection leaves open, the backend in use decides.
 *
 * @param order the candidates; only the preferred ones before the backend in use matter
 */
export async function findDifference(
  running: RunningBackend,
  prefer: readonly string[],
  order: readonly BackendPlugin[],
  threads: number | undefined,
): Promise<string | undefined> {
  const { plugin, health, report, passedOver } = running;
  const failure = health.reason ?? plugin.failure?.();
  if (failure !== undefined) return `it has failed (${failure})`;
  if (!isRegistered(plugin)) return `another '${plugin.name}' has been registered since`;
  for (const candidate of prefer.length > 0 ? order : []) {
    if (candidate.name === plugin.name) break;
    if (passedOver.includes(candidate)) continue;
    if ((await candidate.checkSupport()).ok) return `'${candidate.name}' is preferred`;
  }
  if (threads !== undefined && Math.min(threads, report.maxThreads ?? threads) !== report.threads)
    return `its threads are ${report.threads}, asked for ${threads}`;
  return undefined;
}
