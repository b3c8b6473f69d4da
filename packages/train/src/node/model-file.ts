import { readFile } from 'node:fs/promises';
import { awaitsBackend, ready } from '@seqloom/backend';
import {
  type LoadedModel,
  type LoadOptions,
  load,
  loadWeights,
  type ModelClass,
  type ModelOf,
} from '../files/load.ts';
import { ModelFileError } from '../files/model-file-error.ts';
import { type SaveOptions, type SaveWeightsOptions, save, saveWeights } from '../files/save.ts';
import type { Network } from '../model/network.ts';
import { namingFile } from './naming-file.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** `save` into a file, atomically. */
export async function saveToFile(model: Network, path: string, options: SaveOptions = {}): Promise<void> {
  await writeFileAtomically(path, await save(model, options));
}

/**
 * `load` from a file.
 *
 * @throws ModelFileError naming the file; Error that names it, with the error of the file system as cause and its `code`, when it
 * cannot be read
 */
export async function loadFromFile<Class extends ModelClass>(
  path: string,
  options: LoadOptions<Class>,
): Promise<LoadedModel<ModelOf<Class>>> {
  const bytes = await readBytes(path);
  if (awaitsBackend()) await ready();
  return naming(path, () => load(bytes, options));
}

/** `saveWeights` into a file, atomically. */
export async function saveWeightsToFile(
  model: Network,
  path: string,
  options: SaveWeightsOptions = {},
): Promise<void> {
  await writeFileAtomically(path, await saveWeights(model, options));
}

/**
 * `loadWeights` from a file.
 *
 * @throws ModelFileError naming the file; Error that names it, with the error of the file system as cause and its `code`, when it
 * cannot be read
 */
export async function loadWeightsFromFile(model: Network, path: string): Promise<void> {
  const bytes = await readBytes(path);
  naming(path, () => loadWeights(model, bytes));
}

/** A Uint8Array and not a Buffer, because the `slice` of a Buffer does not copy. */
async function readBytes(path: string): Promise<Uint8Array> {
  const { buffer, byteOffset, byteLength } = await readFile(path).catch((cause: unknown) => {
    throw namingFile(path, 'cannot be read', cause);
  });
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function naming<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    throw new ModelFileError(`${path}: ${error.message.replace('model file: ', '')}`, { cause: error });
  }
}
