import { create } from '@bufbuild/protobuf';
import { formatValue } from '@seqloom/options';
import type { Network } from '@seqloom/train';
import { type StringStringEntryProto, StringStringEntryProtoSchema } from './generated/onnx_pb.ts';

/**
 * What a model needs beside its graph, as entries of the file: `metadata` as it was given, and for each input that takes strings, under
 * `preprocessor/<input>`, the preprocessor with its vocabulary. Texts stay as they are, everything else is JSON.
 *
 * @throws RangeError when `metadata` has an entry of such a name
 */
export function metadataProps(
  model: Network,
  inputNames: readonly string[],
  metadata: Readonly<Record<string, unknown>>,
): StringStringEntryProto[] {
  const preprocessors = model.preprocessors.flatMap((preprocessor, i) =>
    preprocessor ? [[`preprocessor/${inputNames[i]}`, preprocessor] as const] : [],
  );
  const [taken] = preprocessors.find(([key]) => Object.hasOwn(metadata, key)) ?? [];
  if (taken !== undefined) {
    throw new RangeError(
      `exportOnnx: metadata has ${JSON.stringify(taken)}, which is the entry of a preprocessor of the model. Give it another name.`,
    );
  }
  return [...preprocessors, ...Object.entries(metadata)].map(([key, value]) =>
    create(StringStringEntryProtoSchema, { key, value: textOf(key, value) }),
  );
}

/** The rule of the option: a record whose values JSON can hold. */
export function checkMetadata(owner: string, option: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(
      `${owner}: ${option} must be a record of texts or JSON data, got ${formatValue(value)}.`,
    );
  }
  for (const [key, entry] of Object.entries(value)) textOf(key, entry);
}

/** @throws TypeError naming the entry, for what JSON cannot hold */
function textOf(key: string, value: unknown): string {
  if (typeof value === 'string') return value;
  const plain = (_: string, part: unknown): unknown => {
    if (typeof part === 'number' && !Number.isFinite(part)) throw notJSON(key, part);
    if (typeof part === 'function' || typeof part === 'symbol' || typeof part === 'bigint')
      throw notJSON(key, part);
    return ArrayBuffer.isView(part) ? Array.from(part as Float64Array) : part; // a view with numbers
  };
  const text = JSON.stringify(value, plain) as string | undefined;
  if (text === undefined) throw notJSON(key, value);
  return text;
}

function notJSON(key: string, value: unknown): TypeError {
  return new TypeError(
    `exportOnnx: metadata ${JSON.stringify(key)} must be a text or JSON data, got ${formatValue(value)} in it.`,
  );
}
