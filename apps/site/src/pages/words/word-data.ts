import { loadWordVectors, type WordVectors } from '@seqloom/vectors';
import { fetchBytes } from '../../files/fetch-bytes.ts';
import type { Points } from './map-view.ts';

/** GloVe, the 10,000 most frequent words: see the data card of apps/imdb. */
export const VECTORS = {
  url: new URL('../../../../imdb/data/bundled-vectors.safetensors', import.meta.url),
  bytes: 1_149_589,
};
/** Their places on the map: see the data card beside it. */
export const MAP = { url: new URL('./word-map.bin', import.meta.url), bytes: 40_000 };

/** The vectors, and the place of each word on the map. */
export interface WordData {
  readonly vectors: WordVectors;
  readonly points: Points;
}

/**
 * Fetches vectors and map.
 *
 * @throws Error that says what to do
 */
export async function loadWordData(onProgress: (fraction: number) => void): Promise<WordData> {
  const [vectors, map] = await Promise.all([
    fetchBytes(VECTORS.url, VECTORS.bytes, onProgress),
    fetchBytes(MAP.url, MAP.bytes),
  ]);
  return wordData(vectors, map);
}

/** @throws Error when the map has another number of words than the vectors */
export function wordData(vectorBytes: Uint8Array, mapBytes: Uint8Array): WordData {
  const vectors = loadWordVectors(vectorBytes);
  if (mapBytes.length !== 4 * vectors.size) {
    throw new Error(
      `The map has ${mapBytes.length / 4} words, the vectors have ${vectors.size}. Load the page again.`,
    );
  }
  return { vectors, points: readPoints(mapBytes) };
}

/** Coordinates from 0 to 1 of a map: x and y of each word as little-endian 16-bit numbers. */
function readPoints(bytes: Uint8Array): Points {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) => view.getUint16(2 * i, true) / 65_535);
}
