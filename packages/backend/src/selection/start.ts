import * as tf from '@tensorflow/tfjs-core';
import type { BackendPlugin, InitReport } from '../contract/plugin.ts';
import type { BackendLifetime, Health, RejectedBackend, RunningBackend } from '../contract/running.ts';
import { BackendHealth } from '../engine/backend-failure.ts';
import { registerGradientRules } from '../engine/gradients/register.ts';
import { realm } from '../engine/realm.ts';
import { engineName, installKernels } from './install-kernels.ts';
import { followBackend } from './lifetime.ts';
import { BackendUnavailableError } from './unavailable.ts';

/**
 * Starts the first candidate that runs here. No other backend may be in use.
 *
 * @throws BackendUnavailableError when none can run
 */
export async function startFirst(
  order: readonly BackendPlugin[],
  threads: number | undefined,
): Promise<RunningBackend> {
  const rejected: RejectedBackend[] = [];
  for (const [i, plugin] of order.entries()) {
    const support = await plugin.checkSupport();
    if (!support.ok) {
      rejected.push({ name: plugin.name, reason: support.reason });
      continue;
    }
    const health = new BackendHealth(plugin.name);
    const onFailure = (reason: string) => health.fail(reason);
    try {
      const report = await plugin.init({ ...(threads !== undefined && { threads }), onFailure });
      return await putInUse(plugin, health, report, rejected, order.slice(0, i));
    } catch (error) {
      // Takes down what the failed candidate had set up, so that the next one starts clean.
      await takeDown(plugin);
      rejected.push({ name: plugin.name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  throw new BackendUnavailableError(rejected);
}

/** Stops a backend, if it is still the one in use. */
export async function stop(running: RunningBackend): Promise<void> {
  if (realm.running !== running) return;
  realm.running = undefined;
  await takeDown(running.plugin, running.lifetime);
}

/** Installs the kernels of a started plug-in and makes it the backend in use. */
async function putInUse(
  plugin: BackendPlugin,
  health: Health,
  report: InitReport,
  rejected: readonly RejectedBackend[],
  passedOver: readonly BackendPlugin[],
): Promise<RunningBackend> {
  const name = engineName(plugin);
  const kernels = installKernels(plugin);
  registerGradientRules();
  if (!tf.findBackendFactory(name)) throw new Error(`its init registered no tfjs backend '${name}'`);
  if (!(await tf.setBackend(name))) throw new Error(`the tfjs backend '${name}' did not start`);
  if (health.reason !== undefined) throw new Error(health.reason);
  realm.running = {
    plugin,
    health,
    lifetime: followBackend(name, plugin, health),
    report: {
      ...report,
      ...kernels,
      name: plugin.name,
      synchronousReads: plugin.synchronousReads,
      rejected,
    },
    passedOver,
    selections: 0,
  };
  return realm.running;
}

/** Takes down what a plug-in and {@link installKernels} have registered. */
async function takeDown(plugin: BackendPlugin, lifetime?: BackendLifetime): Promise<void> {
  const name = engineName(plugin);
  if (tf.findBackendFactory(name)) tf.removeBackend(name);
  lifetime?.end();
  for (const { kernelName } of tf.getKernelsForBackend(name)) tf.unregisterKernel(kernelName, name);
  await plugin.dispose?.();
}
