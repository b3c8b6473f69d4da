import { storedZip } from '@seqloom/archives';
import { zipMembers } from '@seqloom/archives/streams';
import { liveTensors } from '@seqloom/backend';
import { expect } from 'vitest';
import { KerasFileError, loadKeras } from '../src/index.ts';
import { recordedFile } from './recorded-models.ts';

/** Of CPU time, for one file. */
const LIMIT_MS = 1000;

export const archive = await recordedFile('dense.keras');
export const legacy = await recordedFile('gru.h5');
export const members = new Map<string, Uint8Array>();
for (const member of zipMembers(archive)) {
  const chunks: Uint8Array[] = [];
  for await (const chunk of member.open()) chunks.push(chunk);
  members.set(member.name, new Uint8Array(Buffer.concat(chunks)));
}
export const config = new TextDecoder().decode(members.get('config.json'));
export const weights = members.get('model.weights.h5')!;

/** An archive with right checksums and any content. */
export function archiveOf(parts: {
  readonly config?: string | Uint8Array;
  readonly weights?: Uint8Array;
}): Uint8Array {
  const json = parts.config ?? config;
  return storedZip([
    { name: 'metadata.json', bytes: members.get('metadata.json')! },
    { name: 'config.json', bytes: typeof json === 'string' ? new TextEncoder().encode(json) : json },
    { name: 'model.weights.h5', bytes: parts.weights ?? weights },
  ]);
}

/** Loads a file: what comes is a model or an error of ours, soon, and nothing stays allocated. */
export async function outcome(bytes: Uint8Array): Promise<'model' | 'refused'> {
  const before = liveTensors();
  const from = process.cpuUsage();
  try {
    const { model, optimizer } = await loadKeras(bytes);
    // A model has no more numbers than its file has bytes for them.
    expect(model.countParams() * 4).toBeLessThanOrEqual(bytes.length);
    optimizer?.dispose();
    model.dispose();
    return 'model';
  } catch (error) {
    if (!(error instanceof KerasFileError)) throw error;
    expect(error.message).toMatch(/^Keras file: ./);
    return 'refused';
  } finally {
    const { user, system } = process.cpuUsage(from);
    expect((user + system) / 1000).toBeLessThan(LIMIT_MS);
    expect(liveTensors()).toBe(before);
  }
}

export const refusal = async (bytes: Uint8Array) => {
  const failure = loadKeras(bytes);
  await expect(failure).rejects.toBeInstanceOf(KerasFileError);
  return failure.catch((error: Error) => error.message.replace('Keras file: ', ''));
};
