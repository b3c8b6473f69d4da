import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { NdArray } from '@seqloom/arrays';
import { type Network, takesIds } from '@seqloom/train';

/** A tensor of onnxruntime. */
interface OnnxTensor {
  readonly data: ArrayLike<number>;
}

/** What is used of `onnxruntime-node` and `onnxruntime-web`, which have one interface. */
export interface OnnxRuntime {
  readonly env: { readonly wasm?: { numThreads?: number } };
  readonly Tensor: new (
    type: 'int32' | 'float32',
    data: Int32Array | Float32Array,
    shape: readonly number[],
  ) => OnnxTensor;
  readonly InferenceSession: { create(file: Uint8Array): Promise<OnnxSession> };
}

interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(inputs: Readonly<Record<string, OnnxTensor>>): Promise<Readonly<Record<string, OnnxTensor>>>;
  release(): Promise<void>;
}

/** The packages that run ONNX files in Node, the native one first. */
export const ONNX_RUNTIMES: readonly string[] = ['onnxruntime-node', 'onnxruntime-web'];

/**
 * The first of the packages that is installed, in a folder or beside this one; undefined where none is. They are not optional peers,
 * because package managers that install these would fetch 200 MB with `seqloom`.
 *
 * @param folder by default the working directory
 */
export function loadOnnxRuntime(folder: string = process.cwd()): OnnxRuntime | undefined {
  const places = [pathToFileURL(`${folder}/`), import.meta.url].map((place) => createRequire(place));
  for (const name of ONNX_RUNTIMES) {
    for (const require of places) {
      try {
        return require(name) as OnnxRuntime; // its declarations come with it, and it is not there to compile with
      } catch (cause) {
        if ((cause as { readonly code?: unknown }).code !== 'MODULE_NOT_FOUND') throw cause;
      }
    }
  }
  return undefined;
}

/** The outputs of an ONNX file for the inputs of its model. */
export async function runOnnx(
  runtime: OnnxRuntime,
  file: Uint8Array,
  model: Network,
  inputs: readonly NdArray[],
): Promise<readonly OnnxTensor[]> {
  if (runtime.env.wasm) runtime.env.wasm.numThreads = 1; // workers would keep the process alive
  const session = await runtime.InferenceSession.create(file);
  try {
    const tensors = inputs.map(({ data, shape }, i) =>
      takesIds(model, i)
        ? new runtime.Tensor('int32', Int32Array.from(data), shape)
        : new runtime.Tensor('float32', Float32Array.from(data), shape),
    );
    const outputs = await session.run(
      Object.fromEntries(tensors.map((tensor, i) => [session.inputNames[i], tensor])),
    );
    return session.outputNames.map((name) => outputs[name]!);
  } finally {
    await session.release();
  }
}
