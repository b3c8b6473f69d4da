import { crc32 } from '@seqloom/archives';
import { formatValue, parseJSON } from '@seqloom/options';
import type { SafeTensor } from '@seqloom/safetensors';
import { CHECKSUM_KEY } from './file-format.ts';
import { ModelFileError } from './model-file-error.ts';

type Named<T> = Iterable<readonly [name: string, value: T]>;

/**
 * The metadata entry that reveals a damaged file: the CRC-32 of every tensor and of every other entry, by name, as JSON.
 */
export function checksumEntry(tensors: Named<SafeTensor>, metadata: Named<string>): [string, string] {
  const sums = [...checksums(tensors, metadata)].sort(([a], [b]) => (a < b ? -1 : 1));
  return [CHECKSUM_KEY, JSON.stringify({ crc32: sums })];
}

/**
 * Compares the content of a file with its checksums; a file without checksums passes. {@link verifyNothingMissing} reports missing
 * entries later, because the reader names those that it needs more precisely.
 *
 * @throws ModelFileError naming what is damaged
 */
export function verifyChecksums(
  tensors: ReadonlyMap<string, SafeTensor>,
  metadata: ReadonlyMap<string, string>,
): void {
  const found = checksums(tensors, metadata);
  for (const [name, expected] of readSums(metadata)) {
    const sum = found.get(name);
    if (sum === undefined || sum === expected) continue;
    throw damaged(
      metadata.has(name),
      `${formatValue(name)} has the checksum ${sum}, expected ${formatValue(expected)}`,
    );
  }
}

/** @throws ModelFileError naming an entry that has a checksum and is not in the file */
export function verifyNothingMissing(
  tensors: ReadonlyMap<string, SafeTensor>,
  metadata: ReadonlyMap<string, string>,
): void {
  for (const [name] of readSums(metadata)) {
    if (!tensors.has(name) && !metadata.has(name)) throw damaged(true, `${formatValue(name)} is missing`);
  }
}

function damaged(whole: boolean, problem: string): ModelFileError {
  return new ModelFileError(
    `${whole ? 'it is' : 'its weights are'} damaged: ${problem}. Use another copy; if it was changed on purpose, remove ` +
      `${CHECKSUM_KEY} from its metadata.`,
  );
}

function checksums(tensors: Named<SafeTensor>, metadata: Named<string>): Map<string, string> {
  const sums = new Map<string, string>();
  for (const [name, { data }] of tensors) {
    sums.set(name, hex(crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))));
  }
  const encoder = new TextEncoder();
  for (const [key, text] of metadata) {
    if (key !== CHECKSUM_KEY) sums.set(key, hex(crc32(encoder.encode(text))));
  }
  return sums;
}

function readSums(metadata: ReadonlyMap<string, string>): (readonly [string, unknown])[] {
  const json = metadata.get(CHECKSUM_KEY);
  if (json === undefined) return [];
  let sums: unknown;
  try {
    sums = (parseJSON(json) as { crc32?: unknown } | null)?.crc32;
  } catch {
    // named below
  }
  const isPair = (pair: unknown) => Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string';
  if (!Array.isArray(sums) || !sums.every(isPair)) {
    throw new ModelFileError(`is damaged: its checksums must be names and sums, got ${formatValue(json)}.`);
  }
  return sums;
}

function hex(sum: number): string {
  return sum.toString(16).padStart(8, '0');
}
