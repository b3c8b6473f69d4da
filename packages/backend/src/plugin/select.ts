import * as tf from '@tensorflow/tfjs-core';
import { registerGradientRules } from '../engine/gradient-rules.ts';
import { setActivePlugin } from './active.ts';
import type { BackendPlugin, InitReport } from './contract.ts';
import { engineName, installKernels, type KernelReport } from './kernels.ts';
import { candidates } from './registry.ts';
import { BackendUnavailableError, type RejectedBackend } from './unavailable.ts';

/** What a caller of {@link selectBackend} may ask for. */
export interface SelectOptions {
  /** Names to try first, in this order. Default: by priority. */
  readonly prefer?: readonly string[];
  /** Number of threads, the calling one included. Default: the backend's choice. */
  readonly threads?: number;
}

/** The backend in use, and what a user should know about it. */
export interface SelectedBackend extends KernelReport, InitReport {
  readonly name: string;
  /** Whether reading a tensor is a copy rather than a wait for a queue of work. */
  readonly synchronousReads: boolean;
  /** Candidates that were tried before this one. */
  readonly rejected: readonly RejectedBackend[];
  /** Stops the backend and releases its memory; tensors on it must not be used afterwards. */
  dispose(): Promise<void>;
}

let current: { readonly plugin: BackendPlugin; readonly dispose: () => Promise<void> } | undefined;

/**
 * Starts the best backend that runs here: preferred ones first, then by priority. A backend in use before is disposed
 * of, and with it every tensor on it. There is one active backend per realm.
 *
 * @returns a report: which kernels have bodies of the backend's own (`fused`), which are made of engine operations
 * (`composed`), who was rejected and why
 * @throws RangeError for an unknown name in `prefer`, or `threads` that is not a positive whole number
 * @throws BackendUnavailableError when no candidate can run
 * @example
 * ```ts
 * registerBackend(wasmBackend());
 * const backend = await selectBackend();
 * console.log(backend.name, backend.threads); // wasm 2
 * ```
 */
export async function selectBackend(options: SelectOptions = {}): Promise<SelectedBackend> {
  const { prefer = [], threads } = options;
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) {
    throw new RangeError(`selectBackend: threads must be a positive whole number, got ${threads}.`);
  }
  const order = candidates(prefer);
  await current?.dispose();
  const rejected: RejectedBackend[] = [];
  for (const plugin of order) {
    const support = await plugin.checkSupport();
    if (!support.ok) {
      rejected.push({ name: plugin.name, reason: support.reason });
      continue;
    }
    let report: InitReport;
    try {
      report = await plugin.init(threads === undefined ? {} : { threads });
    } catch (error) {
      rejected.push({ name: plugin.name, reason: error instanceof Error ? error.message : String(error) });
      continue;
    }
    return activate(plugin, report, rejected);
  }
  throw new BackendUnavailableError(rejected);
}

async function activate(
  plugin: BackendPlugin,
  report: InitReport,
  rejected: readonly RejectedBackend[],
): Promise<SelectedBackend> {
  const kernels = installKernels(plugin);
  registerGradientRules();
  const name = engineName(plugin);
  if (!(await tf.setBackend(name))) {
    throw new Error(`selectBackend: the tfjs backend '${name}' did not start.`);
  }
  setActivePlugin(plugin);
  const dispose = async () => {
    if (current?.dispose !== dispose) return;
    current = undefined;
    setActivePlugin(undefined);
    tf.removeBackend(name);
    for (const { kernelName } of tf.getKernelsForBackend(name)) tf.unregisterKernel(kernelName, name);
    await plugin.dispose?.();
  };
  current = { plugin, dispose };
  return {
    ...report,
    ...kernels,
    name: plugin.name,
    synchronousReads: plugin.synchronousReads,
    rejected,
    dispose,
  };
}
