import * as tf from '@tensorflow/tfjs-core';
import type { RunningBackend } from '../contract/running.ts';
import { alias, type EngineInside, engineInside } from './engine-inside.ts';
import { realm } from './realm.ts';

/** Bodies of the backend in use, as far as they have been called. */
let bodies = new Map<string, tf.KernelFunc>();
let bodiesOf: { readonly running: RunningBackend | undefined; readonly name: string } | undefined;

/** The body of a kernel on the backend in use, undefined where it has none. */
export function kernelBody(name: string): tf.KernelFunc | undefined {
  const { running } = realm;
  const { backendName } = engineInside(); // a user's own tfjs code may have another backend in use
  if (bodiesOf?.running !== running || bodiesOf?.name !== backendName) {
    bodies = new Map();
    bodiesOf = { running, name: backendName };
  }
  let body = bodies.get(name);
  if (!body) {
    body = tf.getKernel(name, backendName)?.kernelFunc;
    if (body) bodies.set(name, body);
  }
  return body;
}

/**
 * Runs a kernel of the backend in use, and records it where operations are recorded. tfjs's engine would do the same with
 * scopes and counts of blocks around the body, which take longer than a small kernel, and with a copy kernel for every
 * tensor that it saves.
 *
 * @returns the outputs in order
 */
export function callKernel(name: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor[] {
  const engine = engineInside();
  if (engine.state.profiling || tf.env().getBool('DEBUG')) {
    const results = engine.runKernel(name, inputs, attributes);
    return Array.isArray(results) ? results : [results];
  }
  if (!engine.isTapeOn()) return runBody(engine, name, inputs, attributes);
  let outputs: tf.Tensor[];
  engine.state.kernelDepth++; // nothing inside is recorded
  try {
    outputs = runBody(engine, name, inputs, attributes);
  } finally {
    engine.state.kernelDepth--;
  }
  const saved = toSave(name, inputs, outputs).map((tensor) => tf.keep(alias(tensor)));
  engine.addTapeNode(name, inputs, outputs, undefined, saved, attributes); // the rule of this name
  return outputs;
}

function runBody(
  engine: EngineInside,
  name: string,
  inputs: tf.NamedTensorMap,
  attributes: object,
): tf.Tensor[] {
  const body = kernelBody(name);
  if (!body) throw new Error(`${name}: backend '${engine.backendName}' has no such kernel.`);
  const results = body({ inputs, attrs: attributes as tf.NamedAttrMap, backend: engine.backend });
  if (!Array.isArray(results)) return [tensorOf(engine, results)];
  return results.map((result) => tensorOf(engine, result));
}

/** The tensor of a body's output; bodies made of operations return tensors. */
function tensorOf(engine: EngineInside, output: tf.TensorInfo): tf.Tensor {
  return (output as tf.Tensor).rank !== undefined
    ? (output as tf.Tensor)
    : engine.makeTensorFromTensorInfo(output);
}

/** What the gradient rule of a kernel asks to be saved, inputs first. */
function toSave(name: string, inputs: tf.NamedTensorMap, outputs: readonly tf.Tensor[]): tf.Tensor[] {
  const rule = tf.getGradient(name);
  if (!rule) return [];
  const { inputsToSave = [], outputsToSave = [], saveAllInputs = false } = rule;
  const ofInputs = saveAllInputs ? Object.values(inputs) : inputsToSave.map((input) => inputs[input]!);
  return [...ofInputs, ...outputs.filter((_, i) => outputsToSave[i])];
}
