// The reviews of `aclImdb_labelled_50k.tar.gz` in SEQLOOM_DATA as lists of lower-case words, one list per review.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** @param part `train` (25,000 reviews) or `` (all 50,000) */
export function imdbReviews(part) {
  const tar = gunzipSync(readFileSync(join(process.env.SEQLOOM_DATA ?? '.', 'aclImdb_labelled_50k.tar.gz')));
  const reviews = [];
  for (let at = 0; at + 512 <= tar.length; ) {
    const name = tar.toString('latin1', at, at + 100).replace(/\0.*$/, '');
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0;
    if (name.startsWith(`aclImdb/${part}`) && /\/(pos|neg)\/.*\.txt$/.test(name)) {
      const text = tar.toString('utf8', at + 512, at + 512 + size);
      reviews.push(
        text
          .toLowerCase()
          .replaceAll('<br />', ' ')
          .match(/[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu) ?? [],
      );
    }
    at += 512 + 512 * Math.ceil(size / 512);
  }
  return reviews;
}
