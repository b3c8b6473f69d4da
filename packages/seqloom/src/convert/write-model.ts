import { saveToFile, writeFileAtomically } from '@seqloom/train/node';
import { optionalPackage } from './optional-package.ts';
import type { ReadModel } from './read-model.ts';
import { modulesOf } from './state-dict-modules.ts';

/** The ending of a state_dict of PyTorch. */
export const STATE_DICT = '.torch.safetensors';

/** How a model is written, by the ending of the file. The first ending that fits counts. */
const WRITERS: Readonly<Record<string, (read: ReadModel, path: string) => Promise<readonly string[]>>> = {
  '.keras': async ({ model, optimizer }, path) => {
    const { saveKerasToFile } = await optionalPackage('@seqloom/keras', () => import('@seqloom/keras/node'));
    await saveKerasToFile(model, path, optimizer && { optimizer });
    return [];
  },
  '.onnx': async ({ model, optimizer }, path) => {
    const { exportOnnxToFile } = await optionalPackage('@seqloom/onnx', () => import('@seqloom/onnx/node'));
    await exportOnnxToFile(model, path);
    return optimizer ? ['the optimizer: an ONNX file holds a graph for predictions'] : [];
  },
  [STATE_DICT]: async ({ model, optimizer }, path) => {
    const { saveStateDict } = await optionalPackage('@seqloom/pytorch', () => import('@seqloom/pytorch'));
    await writeFileAtomically(path, await saveStateDict(Object.fromEntries(modulesOf(model))));
    return ['the model: a state_dict holds weights alone', ...(optimizer ? ['the optimizer'] : [])];
  },
  '.safetensors': async ({ model, optimizer }, path) => {
    await saveToFile(model, path, optimizer && { optimizer });
    return [];
  },
};

/** @throws RangeError for a file of a format that is not written */
export function checkEnding(path: string): string {
  const ending = Object.keys(WRITERS).find((each) => path.endsWith(each));
  if (ending) return ending;
  throw new RangeError(
    `seqloom convert: OUT must end in ${Object.keys(WRITERS).join(', ')}, got ${JSON.stringify(path)}.`,
  );
}

/** Writes a model, and says what of it the format does not hold. */
export function writeModel(read: ReadModel, path: string): Promise<readonly string[]> {
  return WRITERS[checkEnding(path)]!(read, path);
}
