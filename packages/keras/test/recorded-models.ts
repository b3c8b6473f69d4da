import { readFileSync } from 'node:fs';
import { zipMembers } from '@seqloom/archives/streams';
import { type Network, predict } from '@seqloom/train';
import { readRecorded } from '@seqloom/vitest/recorded';
import { asInput, type RecordedArray } from './recorded-arrays.ts';

/** What Keras says of one of its models; the names of the files end in one of `formats`. */
export interface RecordedModel {
  readonly inputs: readonly RecordedArray[];
  readonly formats: readonly string[];
  readonly targets?: readonly RecordedArray[];
  readonly predictions: readonly RecordedArray[];
  readonly afterStep?: readonly RecordedArray[];
}

/** The models of `tooling/oracles/keras_models.py`. */
export const recordedModels: Readonly<Record<string, RecordedModel>> = readRecorded('keras_models', 'models');

/** Reads the members of an archive beside the answers. */
export function recordedArchive(name: string): (member: string) => Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(`../../../tooling/oracles/recorded/${name}`, import.meta.url);
  const members = new Map(
    zipMembers(new Uint8Array(readFileSync(url))).map((member) => [member.name, member]),
  );
  return async (member) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of members.get(member)!.open()) chunks.push(chunk);
    return new Uint8Array(Buffer.concat(chunks));
  };
}

/** The bytes of a file as Keras wrote it. */
export const recordedFile = recordedArchive('keras_models.zip');

/** What a model predicts for the recorded inputs, as a list of outputs. */
export async function answersOf(model: Network, { inputs }: RecordedModel) {
  const given = inputs.map(asInput);
  return [await predict(model, given.length > 1 ? given : given[0]!)].flat();
}
