import { stat } from 'node:fs/promises';
import { loadFromFile } from '@seqloom/train/node';
import type { WeatherModel } from '../forecasts.ts';
import { LOAD_OPTIONS, weatherModelOf } from '../model-file.ts';

/**
 * Reads a model that `train --out` wrote.
 *
 * @throws ModelFileError naming the file when it is damaged or something else, Error when there is none
 */
export async function openModel(path: string): Promise<WeatherModel> {
  const kind = await stat(path).catch(() => undefined);
  if (!kind?.isFile()) {
    throw new Error(`--model-file: ${path} is no file. Give the model.safetensors that train --out wrote.`);
  }
  return weatherModelOf(await loadFromFile(path, LOAD_OPTIONS), path);
}
