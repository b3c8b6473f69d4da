import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Conversion, ConvertOptions } from '@seqloom/tasks/node';
import { load, type Network, save } from '@seqloom/train';
import { knownClasses } from './known-classes.ts';
import { largestDifference, onnxDifference } from './largest-difference.ts';
import { loadOnnxRuntime, ONNX_RUNTIMES } from './onnx-runtime.ts';
import { type ReadModel, readModel, takeStateDict } from './read-model.ts';
import { checkEnding, STATE_DICT, writeModel } from './write-model.ts';

/**
 * Converts a model file: reads one of Keras, TensorFlow.js, PyTorch or ours, writes one of Keras, ONNX, PyTorch or ours, and compares what
 * both predict. ONNX files run in onnxruntime, where it is installed; all others are read back.
 *
 * @param output its ending decides the format
 * @throws RangeError for a format that is not read or written; Error naming a package that is not installed; the errors of the readers and
 * writers
 */
export async function convert(
  input: string,
  output: string,
  { into }: ConvertOptions = {},
): Promise<Conversion> {
  const ending = checkEnding(output);
  if ([input, into].some((path) => path !== undefined && resolve(path) === resolve(output))) {
    throw new RangeError(`seqloom convert: OUT is ${output}, which is read. Give another file.`);
  }
  const read = await readModel(input, { into });
  try {
    const left = await writeModel(read, output);
    const { notes = [], ...comparison } = await compared(read, output, ending);
    return {
      model: read.model.label,
      layers: read.model.layers.map(({ name, className }) => `${name} (${className})`),
      weights: read.model.countParams(),
      notConverted: [...new Set([...read.notes, ...left, ...notes])],
      ...comparison,
    };
  } finally {
    read.optimizer?.dispose();
    read.model.dispose();
  }
}

interface Comparison extends Pick<Conversion, 'difference' | 'notCompared'> {
  /** What the reader says of the file that was written. */
  readonly notes?: readonly string[];
}

async function compared({ model }: ReadModel, output: string, ending: string): Promise<Comparison> {
  if (ending === '.onnx') {
    const runtime = loadOnnxRuntime();
    if (!runtime)
      return {
        notCompared: `because ONNX files run in ${ONNX_RUNTIMES.join(' or ')}, and neither is installed. Run npm install ${ONNX_RUNTIMES[0]!}`,
      };
    return { difference: await onnxDifference(model, await readFile(output), runtime) };
  }
  const written = ending === STATE_DICT ? await copyWith(model, output) : await readModel(output);
  try {
    return { difference: await largestDifference(model, written.model), notes: written.notes };
  } finally {
    written.optimizer?.dispose();
    written.model.dispose();
  }
}

/** A copy of a model with the weights of a state_dict. */
async function copyWith(model: Network, stateDict: string): Promise<ReadModel> {
  const copy = await load(await save(model), await knownClasses());
  await takeStateDict(copy.model, await readFile(stateDict));
  return { model: copy.model, optimizer: copy.optimizer, notes: [] };
}
