import { readFile } from 'node:fs/promises';
import { readSafetensorsHeader } from '@seqloom/safetensors';
import type { Network, Optimizer } from '@seqloom/train';
import { loadFromFile } from '@seqloom/train/node';
import { knownClasses } from './known-classes.ts';
import { optionalPackage } from './optional-package.ts';
import { modulesWithLayers } from './state-dict-modules.ts';

/** A model that was read, and what of its file was passed over. */
export interface ReadModel {
  readonly model: Network;
  readonly optimizer?: Optimizer | undefined;
  readonly notes: readonly string[];
}

type Format = 'keras' | 'tfjs' | 'seqloom' | 'pytorch';

/** What a model file is, by its first bytes. */
function formatOf(path: string, bytes: Uint8Array): Format {
  const starts = (...expected: readonly number[]) => expected.every((byte, i) => bytes[i] === byte);
  if (starts(0x50, 0x4b) && /^[^/]+\/data\.pkl$/.test(firstMember(bytes))) {
    throw new RangeError(
      `seqloom convert: ${path} is a pickle of torch.save, which is not read because it can run code. In Python, write safetensors.torch.save_file(model.state_dict(), 'model.safetensors').`,
    );
  }
  if (starts(0x50, 0x4b) || starts(0x89, 0x48, 0x44, 0x46)) return 'keras'; // a zip archive, HDF5
  // Safetensors: the size of the header in 8 bytes, the last of them 0, and a brace.
  if (bytes[7] === 0 && bytes[8] === 0x7b)
    return readSafetensorsHeader(bytes).metadata.has('seqloom.model') ? 'seqloom' : 'pytorch';
  if (/^\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 100)))) return 'tfjs';
  throw new RangeError(
    `seqloom convert: ${path} is none of the files that are read: .keras, .h5, .safetensors, model.json of TensorFlow.js. ONNX files are written only.`,
  );
}

/** The name of the first member of a zip archive, whose length is in bytes 26 and 27. */
function firstMember(bytes: Uint8Array): string {
  const length = (bytes[26] ?? 0) + 256 * (bytes[27] ?? 0);
  return new TextDecoder().decode(bytes.subarray(30, 30 + length));
}

/** What a command needs to read a model. */
export interface ReadModelOptions {
  /** A model of ours whose weights are those of the file, where that has no model. */
  readonly into?: string | undefined;
}

/**
 * Reads a model from a file of Keras, TensorFlow.js or ours, or its weights from one of PyTorch or Keras into a model of ours.
 *
 * @throws Error for a file that cannot be read; RangeError for another file, and for weights without a model; the errors of the readers for one that is damaged
 */
export async function readModel(path: string, { into }: ReadModelOptions = {}): Promise<ReadModel> {
  const bytes = new Uint8Array(
    await readFile(path).catch((cause: Error) => {
      throw new Error(`seqloom convert: ${path} cannot be read (${cause.message}).`, { cause });
    }),
  );
  const format = formatOf(path, bytes);
  if (into !== undefined) return readWeights(path, bytes, format, into);
  switch (format) {
    case 'keras':
      if (path.endsWith('.weights.h5')) throw withoutModel(path);
      return (await keras()).loadKerasFromFile(path);
    case 'tfjs':
      return (await keras()).loadTfjsFromFile(path);
    case 'seqloom':
      return readOwn(path);
    case 'pytorch':
      throw withoutModel(path);
  }
}

function withoutModel(path: string): RangeError {
  return new RangeError(
    `seqloom convert: ${path} holds weights without a model. Name a model of the same layers with --into model.safetensors.`,
  );
}

const keras = () => optionalPackage('@seqloom/keras', () => import('@seqloom/keras/node'));
const pytorch = () => optionalPackage('@seqloom/pytorch', () => import('@seqloom/pytorch'));

async function readOwn(path: string): Promise<ReadModel> {
  const { model, optimizer, attachments } = await loadFromFile(path, await knownClasses());
  const notes = [...attachments.keys()].map((name) => `the attachment ${JSON.stringify(name)}`);
  return { model, optimizer, notes };
}

async function readWeights(
  path: string,
  bytes: Uint8Array,
  format: Format,
  into: string,
): Promise<ReadModel> {
  const { model, notes } = await readOwn(into);
  try {
    if (format === 'keras') await (await keras()).loadKerasWeightsFromFile(model, path);
    else if (format === 'pytorch') await takeStateDict(model, bytes);
    else {
      throw new RangeError(`seqloom convert: ${path} has a model of its own. Leave --into out.`);
    }
    return { model, notes };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** Sets the weights of a model from a state_dict. */
export async function takeStateDict(model: Network, bytes: Uint8Array): Promise<void> {
  const { loadStateDict } = await pytorch();
  loadStateDict(modulesWithLayers(model, readSafetensorsHeader(bytes).tensors.keys()), bytes);
}
