import { readModelFile } from '@seqloom/tasks/node';
import { LOAD_OPTIONS, type ReviewModel, reviewModelOf } from '../model-file.ts';

/** Reads a model that `train --out` wrote; throws as {@link readModelFile} does. */
export function openModel(path: string): Promise<ReviewModel> {
  return readModelFile(path, 'imdb', LOAD_OPTIONS, (loaded) => reviewModelOf(loaded, path));
}
