import * as tf from '@tensorflow/tfjs-core';
import type { AnyBackendKernel, BackendKernel, KernelCall } from '../contract/kernel.ts';
import type { BackendPlugin } from '../contract/plugin.ts';
import type { KernelReport } from '../contract/running.ts';
import type { Tensor } from '../contract/tensor.ts';
import { outputsInOrder } from '../engine/kernel-outputs.ts';
import { tidy } from '../engine/memory.ts';
import { raw } from '../engine/raw.ts';
import { portableKernels } from '../portable/index.ts';

/** The name under which a plug-in's tfjs backend is registered. */
export function engineName(plugin: BackendPlugin): string {
  return `seqloom-${plugin.name}`;
}

/**
 * Completes a backend's kernel registry: first portable bodies for kernels that tfjs lacks (or has only in an unusably slow
 * form), then the plug-in's own bodies, which fall back to the body they replace for calls they do not accept.
 */
export function installKernels(plugin: BackendPlugin): KernelReport {
  const backendName = engineName(plugin);
  const own = new Set<string>(plugin.kernels?.map(({ name }) => name));
  for (const kernel of portableKernels) {
    if (tf.getKernel(kernel.name, backendName) && !kernel.replacesTfjs) continue;
    installPortable(backendName, kernel as unknown as UntypedBody);
  }
  for (const kernel of plugin.kernels ?? []) installOwn(backendName, kernel);
  const composed = portableKernels.map(({ name }) => name).filter((name) => !own.has(name));
  return { fused: [...own], composed };
}

/** A portable body as tfjs's registry, which has no types, knows it. */
interface UntypedBody {
  readonly name: string;
  readonly run: (inputs: KernelCall['inputs'], attributes: KernelCall['attributes']) => Tensor;
}

function installPortable(backendName: string, { name, run }: UntypedBody): void {
  install(backendName, name, (params) => {
    const call = callOf(params);
    const result: unknown = tidy(() => run(call.inputs, call.attributes));
    return unpack(outputsInOrder<Tensor>(name, call, result).map(raw));
  });
}

function installOwn(backendName: string, kernel: AnyBackendKernel): void {
  // tfjs's registry has no types: a body of any kernel is installed as one without.
  const { name, run, accepts } = kernel as BackendKernel;
  const replaced = tf.getKernel(name, backendName)?.kernelFunc;
  install(backendName, name, (params) => {
    const call = callOf(params);
    if (accepts && !accepts(call)) {
      if (!replaced) throw new Error(`${name}: backend '${backendName}' has no body for this call.`);
      return replaced(params);
    }
    return unpack(outputsInOrder<tf.TensorInfo>(name, call, run(call)));
  });
}

/** A call of tfjs's engine. It hands over tensors, which are handles too. */
function callOf({ inputs, attrs }: Parameters<tf.KernelFunc>[0]): KernelCall {
  return { inputs: inputs as unknown as KernelCall['inputs'], attributes: attrs ?? {} };
}

/** One output by itself, as tfjs's own operations expect it. */
function unpack<T>(outputs: T[]): T | T[] {
  return outputs.length === 1 ? outputs[0]! : outputs;
}

function install(backendName: string, kernelName: string, kernelFunc: tf.KernelFunc): void {
  const replaced = tf.getKernel(kernelName, backendName);
  if (replaced) tf.unregisterKernel(kernelName, backendName);
  // A replaced tfjs body may still run, for calls ours declines: it keeps its set-up.
  const setupFunc = replaced?.setupFunc;
  tf.registerKernel({ kernelName, backendName, kernelFunc, ...(setupFunc && { setupFunc }) });
}
