import { checkOptions, checkPositiveInteger } from '@seqloom/options';
import * as tf from '@tensorflow/tfjs-core';
import { registerGradientRules } from '../engine/gradients/register.ts';
import { setActivePlugin } from './active.ts';
import type { BackendPlugin, InitReport } from './contract.ts';
import { engineName, installKernels, type KernelReport } from './kernels.ts';
import { type BackendLifetime, followBackend } from './lifetime.ts';
import { candidates } from './registry.ts';
import { BackendUnavailableError, type RejectedBackend } from './unavailable.ts';

/** What a caller of {@link selectBackend} may ask for. */
export interface SelectOptions {
  /** Names to try first, in this order. Default: by priority. */
  readonly prefer?: readonly string[];
  /** Number of threads, the calling one included, up to 256. Default: the backend's choice. */
  readonly threads?: number;
}

/** More than that take minutes and gigabytes to start, and no machine that we know has use for them. */
const MAX_THREADS = 256;

/** The backend in use, and what a user should know about it. */
export interface SelectedBackend extends KernelReport, InitReport {
  readonly name: string;
  /** Whether reading a tensor is a copy rather than a wait for a queue of work. */
  readonly synchronousReads: boolean;
  /** Candidates that were tried before this one. */
  readonly rejected: readonly RejectedBackend[];
  /**
   * Stops the backend and releases its memory. The tensors on it are dead: using one is an error that says so, to
   * dispose of it does nothing.
   */
  dispose(): Promise<void>;
}

let current: { readonly dispose: () => Promise<void> } | undefined;
/** The selection under way: a second call waits for it, for there is one engine to set up. */
let selecting: Promise<unknown> = Promise.resolve();

/**
 * Starts the best backend that runs here: preferred ones first, then by priority. A backend in use before is disposed
 * of, and with it every tensor on it. There is one active backend per realm.
 *
 * @returns a report: which kernels have bodies of the backend's own (`fused`), which are made of engine operations
 * (`composed`), who was rejected and why
 * @throws RangeError for an unknown name in `prefer`, an unknown option, or `threads` that is not an integer from 1 to 256
 * @throws BackendUnavailableError when no candidate can run
 * @example
 * ```ts
 * registerBackend(wasmBackend());
 * const backend = await selectBackend();
 * console.log(backend.name, backend.threads); // wasm 2
 * ```
 */
export async function selectBackend(options: SelectOptions = {}): Promise<SelectedBackend> {
  checkOptions('selectBackend', options, { prefer: true, threads: true });
  const { prefer = [], threads } = options;
  if (threads !== undefined) {
    checkPositiveInteger('selectBackend', 'threads', threads);
    if (threads > MAX_THREADS) {
      throw new RangeError(
        `selectBackend: threads must be at most ${MAX_THREADS}, got ${threads}. Leave it out for one per core.`,
      );
    }
  }
  const selection = selecting.then(() => select(candidates(prefer), threads));
  selecting = selection.catch(() => {});
  return selection;
}

async function select(
  order: readonly BackendPlugin[],
  threads: number | undefined,
): Promise<SelectedBackend> {
  await current?.dispose();
  const rejected: RejectedBackend[] = [];
  for (const plugin of order) {
    const support = await plugin.checkSupport();
    if (!support.ok) {
      rejected.push({ name: plugin.name, reason: support.reason });
      continue;
    }
    try {
      const report = await plugin.init(threads === undefined ? {} : { threads });
      return await activate(plugin, report, rejected);
    } catch (error) {
      // Whatever it had set up is taken down, so that the next candidate starts from nothing.
      await deactivate(plugin);
      rejected.push({ name: plugin.name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  throw new BackendUnavailableError(rejected);
}

async function activate(
  plugin: BackendPlugin,
  report: InitReport,
  rejected: readonly RejectedBackend[],
): Promise<SelectedBackend> {
  const name = engineName(plugin);
  const kernels = installKernels(plugin);
  registerGradientRules();
  if (!tf.findBackendFactory(name)) throw new Error(`its init registered no tfjs backend '${name}'`);
  if (!(await tf.setBackend(name))) throw new Error(`the tfjs backend '${name}' did not start`);
  const lifetime = followBackend(name, plugin.name);
  setActivePlugin(plugin, lifetime);
  const dispose = async () => {
    if (current?.dispose !== dispose) return;
    current = undefined;
    setActivePlugin();
    await deactivate(plugin, lifetime);
  };
  current = { dispose };
  return {
    ...report,
    ...kernels,
    name: plugin.name,
    synchronousReads: plugin.synchronousReads,
    rejected,
    dispose,
  };
}

/** Takes down what a plug-in and {@link installKernels} have registered. */
async function deactivate(plugin: BackendPlugin, lifetime?: BackendLifetime): Promise<void> {
  const name = engineName(plugin);
  if (tf.findBackendFactory(name)) tf.removeBackend(name);
  lifetime?.end();
  for (const { kernelName } of tf.getKernelsForBackend(name)) tf.unregisterKernel(kernelName, name);
  await plugin.dispose?.();
}
