import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Network } from '@seqloom/train';
import { writeFileAtomically } from '@seqloom/train/node';
import { KerasFileError } from '../keras-file-error.ts';
import { type LoadedKerasModel, type LoadKerasOptions, loadKeras } from '../load-keras.ts';
import { loadKerasWeights } from '../load-keras-weights.ts';
import { type SaveKerasOptions, saveKeras } from '../save-keras.ts';
import { type LoadedTfjsModel, type LoadTfjsOptions, loadTfjs } from '../tfjs/load-tfjs.ts';

/**
 * `loadKeras` from a file.
 *
 * @throws KerasFileError naming the file, also when it cannot be read, with the error of the file system as cause
 */
export async function loadKerasFromFile(
  path: string,
  options: LoadKerasOptions = {},
): Promise<LoadedKerasModel> {
  const bytes = await readBytes(path);
  return naming(path, () => loadKeras(bytes, options));
}

/**
 * `loadKerasWeights` from a file.
 *
 * @throws KerasFileError naming the file, also when it cannot be read, with the error of the file system as cause
 */
export async function loadKerasWeightsFromFile(
  model: Network,
  path: string,
  options: LoadKerasOptions = {},
): Promise<void> {
  const bytes = await readBytes(path);
  await naming(path, () => loadKerasWeights(model, bytes, options));
}

/** `saveKeras` into a file, atomically. */
export async function saveKerasToFile(
  model: Network,
  path: string,
  options: SaveKerasOptions = {},
): Promise<void> {
  await writeFileAtomically(path, await saveKeras(model, options));
}

/**
 * `loadTfjs` from `model.json` and the files beside it.
 *
 * @throws KerasFileError naming the file, also when it or one beside it cannot be read, with the error of the file system as
 * cause
 */
export async function loadTfjsFromFile(
  path: string,
  options: LoadTfjsOptions = {},
): Promise<LoadedTfjsModel> {
  const json = new TextDecoder().decode(await readBytes(path));
  // The manifest names plain paths below the folder; `loadTfjs` asks for no others.
  return naming(path, () => loadTfjs(json, (name) => readBytes(join(dirname(path), name)), options));
}

async function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: Error) => {
    throw new KerasFileError(`${path}: cannot be read (${cause.message}).`, { cause });
  });
}

async function naming<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof KerasFileError)) throw error;
    throw new KerasFileError(`${path}: ${error.message.replace('Keras file: ', '')}`, { cause: error });
  }
}
