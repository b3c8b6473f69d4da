import { resolve } from 'node:path';
import type { Conversion, ConvertOptions } from '@seqloom/tasks/node';
import { largestDifference } from './largest-difference.ts';
import { type ReadModel, readModel } from './read-model.ts';
import { checkEnding, writeModel } from './write-model.ts';

/**
 * Converts a model file: reads one of Keras, TensorFlow.js, PyTorch or ours, writes one of Keras, ONNX or ours, and compares what both
 * predict where the written one runs here.
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
    return {
      model: read.model.label,
      layers: read.model.layers.map(({ name, className }) => `${name} (${className})`),
      weights: read.model.countParams(),
      notConverted: [...read.notes, ...left],
      ...(await compared(read, output, ending)),
    };
  } finally {
    read.optimizer?.dispose();
    read.model.dispose();
  }
}

async function compared(
  { model }: ReadModel,
  output: string,
  ending: string,
): Promise<Pick<Conversion, 'difference' | 'notCompared'>> {
  if (ending === '.onnx') return { notCompared: 'ONNX files do not run here; onnxruntime runs them' };
  if (model.preprocessors.some((each) => each !== undefined)) {
    return { notCompared: 'the model takes texts' };
  }
  const written = await readModel(output);
  try {
    return { difference: await largestDifference(model, written.model) };
  } finally {
    written.optimizer?.dispose();
    written.model.dispose();
  }
}
