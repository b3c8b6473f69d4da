import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadWordVectors, mostSimilar, readWordVectors, type WordVectors } from '@seqloom/vectors';
import { beforeAll, describe, expect, it } from 'vitest';

const file = new URL('../data/bundled-vectors.safetensors', import.meta.url);
/** GloVe 6B × 100 as its authors publish it. */
const original = join(process.env.SEQLOOM_DATA ?? '', 'glove.6B.100d.top150k.txt.gz');
const reachable = Boolean(process.env.SEQLOOM_DATA) && existsSync(original);

describe('bundled-vectors.safetensors', () => {
  let bytes: Uint8Array;
  let vectors: WordVectors;
  beforeAll(async () => {
    bytes = await readFile(file);
    vectors = loadWordVectors(bytes);
  });

  it('holds 10,000 words of 100 dimensions in at most 2.5 MB', () => {
    expect([vectors.size, vectors.dimensions]).toEqual([10_000, 100]);
    expect(bytes.length).toBeLessThanOrEqual(2_500_000);
    expect(vectors.words.slice(0, 5)).toEqual(['the', 'of', 'to', 'and', 'in']);
  });

  it("is GloVe: 'cat' begins as in the book, to half a step", () => {
    const cat = vectors.vector('cat')!;
    const half = vectors.scales![vectors.indexOf('cat')]! / 2;
    expect(Math.abs(cat[0]! - 0.23088)).toBeLessThanOrEqual(half);
    expect(Math.abs(cat[1]! - 0.28283)).toBeLessThanOrEqual(half);
    const near = mostSimilar(vectors, 'terrible', { count: 5 }).map(({ word }) => word);
    expect(near).toContain('horrible');
  });

  const title = 'equals the published vectors to half a step in every number';
  it.skipIf(!reachable)(reachable ? title : `${title}: skipped, SEQLOOM_DATA has no such file`, async () => {
    const { words } = vectors;
    const published = await readWordVectors(createReadStream(original), { words });
    expect(published.words).toEqual(words); // the same order of frequency, none missing
    for (const [row, scale] of vectors.scales!.entries()) {
      const wanted = published.vectorAt(row);
      const largest = vectors
        .vectorAt(row)
        .reduce((most, x, i) => Math.max(most, Math.abs(x - wanted[i]!)), 0);
      expect(largest).toBeLessThanOrEqual(scale * 0.5001); // float32 rounding beside half a step
    }
  });
});
