import * as options from '@seqloom/options';
import { ModelFileError } from './model-file-error.ts';

/** @throws ModelFileError naming the entry whose JSON is damaged */
export function parseJSON(json: string, what: string): unknown {
  try {
    return options.parseJSON(json);
  } catch (cause) {
    throw new ModelFileError(`the JSON of its ${what} is damaged.`, { cause });
  }
}
