import { saveFile } from '../files/save-file.ts';
import { readModel, type StoredModel } from '../storage/models.ts';
import { ProblemError } from './problem.ts';

/**
 * Has the browser save the file of a stored model.
 *
 * @throws ProblemError when the model is gone
 */
export async function saveStoredModel({ id, name }: StoredModel): Promise<void> {
  const bytes = await readModel(id);
  if (!bytes) {
    const message = 'The model is no longer stored in this browser.';
    throw new ProblemError({ place: 'storage', message, advice: 'Reload the page.' });
  }
  saveFile(fileNameOf(name), [bytes], 'application/octet-stream');
}

/** The name of a model as that of a file on any system. */
function fileNameOf(name: string): string {
  const safe = name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '') || 'model';
  return `${safe}.safetensors`;
}
