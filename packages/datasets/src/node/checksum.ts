import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { DatasetError } from '@seqloom/archives';
import { readZipMember, SeveralMembersError } from '@seqloom/archives/node';

/**
 * What a file must hash to, in hexadecimal: the SHA-256 of the file, or, where its publisher gives nothing
 * better, the MD5 of the one file in the zip archive whose name ends so.
 */
export type Checksum = { readonly sha256: string } | { readonly md5: string; readonly member: string };

/**
 * Whether a file is the one that was meant.
 *
 * @throws DatasetError when an undamaged archive holds several files to compare; the download is kept then
 */
export async function checksumFits(path: string, checksum: Checksum): Promise<boolean> {
  const hash = createHash('sha256' in checksum ? 'sha256' : 'md5');
  try {
    for await (const chunk of 'sha256' in checksum
      ? createReadStream(path, { highWaterMark: 1 << 20 })
      : readZipMember(path, checksum.member)) {
      hash.update(chunk);
    }
  } catch (error) {
    if (error instanceof DatasetError && !(error instanceof SeveralMembersError)) return false; // no such archive
    throw error;
  }
  return hash.digest('hex') === ('sha256' in checksum ? checksum.sha256 : checksum.md5);
}

/** A checksum in a message. */
export function checksumText(checksum: Checksum): string {
  return 'sha256' in checksum
    ? `SHA-256 ${checksum.sha256}`
    : `MD5 ${checksum.md5} of its *${checksum.member}`;
}
