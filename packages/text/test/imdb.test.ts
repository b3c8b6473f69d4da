import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { IMDB_ARCHIVE, readImdbTrainingTexts } from '../bench/imdb-texts.mjs';
import { Tokenizer } from '../src/index.ts';

const folder = process.env.SEQLOOM_DATA;
const missing =
  folder === undefined
    ? 'SEQLOOM_DATA is not set'
    : existsSync(join(folder, IMDB_ARCHIVE))
      ? undefined
      : `SEQLOOM_DATA has no ${IMDB_ARCHIVE}`;

test.skipIf(missing)(
  `finds Keras' 88,582 words and sequences in the IMDB training reviews${missing ? ` (skipped: ${missing})` : ''}`,
  async () => {
    const recorded = new URL('../../../tooling/oracles/recorded/text-imdb.json', import.meta.url);
    const expected: unknown = JSON.parse(readFileSync(recorded, 'utf8'));

    const texts = await readImdbTrainingTexts(folder!);
    const tokenizer = new Tokenizer();
    tokenizer.fitOnTexts(texts);
    // The oracle's canonical form: a word a line by index; a text a line, indices joined by spaces.
    const words = Array.from(tokenizer.wordIndex.keys(), (word) => `${word}\n`).join('');
    const lines = tokenizer.textsToSequences(texts).map((sequence) => `${sequence.join(' ')}\n`);
    expect({
      texts: texts.length,
      words: tokenizer.wordIndex.size,
      wordsSha256: sha256(words),
      sequencesSha256: sha256(lines.join('')),
    }).toEqual(expected);
  },
);

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
