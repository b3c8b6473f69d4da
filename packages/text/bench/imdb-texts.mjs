import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { unpackTar } from 'modern-tar';

/** The archive's file name in the folder SEQLOOM_DATA. */
export const IMDB_ARCHIVE = 'aclImdb_labelled_50k.tar.gz';

const TRAINING_REVIEW = /(?:^|\/)train\/(neg|pos)\/([^/]+\.txt)$/;

/** The 25,000 training reviews: neg then pos, file names in byte order (they are ASCII). */
export async function readImdbTrainingTexts(folder) {
  const archive = createReadStream(join(folder, IMDB_ARCHIVE)).pipe(createGunzip());
  const entries = await unpackTar(Readable.toWeb(archive), {
    filter: ({ name }) => TRAINING_REVIEW.test(name),
  });
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return entries
    .map(({ header, data }) => {
      const [, label, file] = TRAINING_REVIEW.exec(header.name);
      return { key: `${label}/${file}`, text: decoder.decode(data) };
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ text }) => text);
}
