import * as tf from '@tensorflow/tfjs-core';
import { tidy } from '../engine/memory.ts';
import { raw } from '../engine/raw.ts';
import type { Tensor } from '../engine/tensor.ts';
import { portableKernels } from '../portable/index.ts';
import type { BackendKernel, BackendPlugin, KernelCall, TensorHandle } from './contract.ts';

/** Which of our kernels a backend runs with bodies of its own, and which out of engine operations. */
export interface KernelReport {
  readonly fused: readonly string[];
  readonly composed: readonly string[];
}

/** The name under which a plug-in's tfjs backend is registered. */
export function engineName(plugin: BackendPlugin): string {
  return `seqloom-${plugin.name}`;
}

/**
 * Completes a backend's kernel registry: first portable bodies for what tfjs has not (or has only in an unusably slow
 * form), then the plug-in's own bodies, which fall back to the body they replace for calls they do not accept.
 */
export function installKernels(plugin: BackendPlugin): KernelReport {
  const backendName = engineName(plugin);
  const own = new Set(plugin.kernels?.map(({ name }) => name));
  for (const { name, run, replacesTfjs = false } of portableKernels) {
    if (tf.getKernel(name, backendName) && !replacesTfjs) continue;
    install(backendName, name, ({ inputs, attrs }) => {
      // The engine takes tensors as well as handles, and hands kernels the tensors themselves.
      const outputs = tidy(() => run(inputs as unknown as Record<string, Tensor>, attrs ?? {})).map(raw);
      return outputs.length === 1 ? outputs[0]! : outputs; // what tfjs's own operations expect
    });
  }
  for (const kernel of plugin.kernels ?? []) installOwn(backendName, kernel);
  const composed = portableKernels.map(({ name }) => name).filter((name) => !own.has(name));
  return { fused: [...own], composed };
}

function installOwn(backendName: string, { name, run, accepts }: BackendKernel): void {
  const replaced = tf.getKernel(name, backendName)?.kernelFunc;
  install(backendName, name, (params) => {
    const call = {
      inputs: params.inputs as unknown as Record<string, TensorHandle>,
      attributes: (params.attrs ?? {}) as Record<string, unknown>,
    } satisfies KernelCall;
    if (accepts && !accepts(call)) {
      if (!replaced) throw new Error(`${name}: backend '${backendName}' has no body for this call.`);
      return replaced(params);
    }
    return run(call) as tf.TensorInfo | tf.TensorInfo[];
  });
}

function install(backendName: string, kernelName: string, kernelFunc: tf.KernelFunc): void {
  const replaced = tf.getKernel(kernelName, backendName);
  if (replaced) tf.unregisterKernel(kernelName, backendName);
  // A replaced tfjs body may still run, for calls ours declines: it keeps its set-up.
  const setupFunc = replaced?.setupFunc;
  tf.registerKernel({ kernelName, backendName, kernelFunc, ...(setupFunc && { setupFunc }) });
}
