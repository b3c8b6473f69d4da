import { readFile, stat } from 'node:fs/promises';
import { readSafetensorsHeader } from '@seqloom/safetensors';
import { type LoadedModel, type LoadOptions, ModelFileError } from '@seqloom/train';
import { loadFromFile } from '@seqloom/train/node';
import { APPS, type AppName } from './apps.ts';

/**
 * Reads a model that an app's `train --out` wrote.
 *
 * @param take makes of it what the app works with, or refuses it with a ModelFileError
 * @throws ModelFileError when the file is damaged or something else: its name, what it is, what was expected, what to
 * do; Error when there is none
 */
export async function readModelFile<T>(
  path: string,
  app: AppName,
  options: LoadOptions,
  take: (loaded: LoadedModel) => T,
): Promise<T> {
  const kind = await stat(path).catch(() => undefined);
  if (!kind?.isFile()) {
    throw new Error(`--model-file: ${path} is no file. Give the model.safetensors that train --out wrote.`);
  }
  try {
    return take(await loadFromFile(path, options));
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    const { holds } = APPS[app];
    const other = await otherContent(path, app);
    const wish = `the model.safetensors that pnpm ${app} train --out wrote`;
    const problem = other
      ? `${path}: ${other.what}; expected ${holds}. ${other.advice ?? `Give ${wish}`}, or train one with pnpm ${app} train --model NAME --out DIR.`
      : `${error.message.replace('model file: ', '')} Expected ${holds}: give ${wish}.`;
    throw new ModelFileError(problem, { cause: error });
  }
}

interface OtherContent {
  readonly what: string;
  /** What to do with it, where there is something. */
  readonly advice?: string;
}

/** The first byte of a safetensors file's header, `{`, and where it stands. */
const BRACE = 0x7b;
const HEADER_START = 8;

/** What a file holds in place of an app's model; undefined when it is the app's own, or damaged. */
async function otherContent(path: string, app: AppName): Promise<OtherContent | undefined> {
  const { buffer, byteOffset, byteLength } = await readFile(path);
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  if (bytes[HEADER_START] !== BRACE) return { what: 'no safetensors file' };
  const metadata = metadataOf(bytes);
  if (!metadata) return undefined;
  // within a JSON text the quotes would be escaped
  const attachments = metadata.get('seqloom.attachments') ?? '';
  const writer = (Object.keys(APPS) as AppName[]).find((name) =>
    attachments.includes(`"className":"${APPS[name].form}"`),
  );
  if (writer === app) return undefined;
  if (writer) {
    const { holds, uses } = APPS[writer];
    return {
      what: `${holds} that pnpm ${writer} wrote`,
      advice: `Use it with ${uses.map((use) => `pnpm ${writer} ${use}`).join(' or ')}`,
    };
  }
  if (metadata.get('format') === 'seqloom-word-vectors') {
    return { what: 'word vectors', advice: 'Give them to pnpm imdb train --vectors' };
  }
  return metadata.has('seqloom.model') ? undefined : { what: 'tensors without a model' };
}

function metadataOf(bytes: Uint8Array): ReadonlyMap<string, string> | undefined {
  try {
    return readSafetensorsHeader(bytes).metadata;
  } catch {
    return undefined; // the error of reading the whole file says more
  }
}
