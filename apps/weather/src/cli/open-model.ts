import { readModelFile } from '@seqloom/tasks/node';
import type { WeatherModel } from '../forecasts.ts';
import { LOAD_OPTIONS, weatherModelOf } from '../model-file.ts';

/** Reads a model that `train --out` wrote; throws as {@link readModelFile} does. */
export function openModel(path: string): Promise<WeatherModel> {
  return readModelFile(path, 'weather', LOAD_OPTIONS, (loaded) => weatherModelOf(loaded, path));
}
