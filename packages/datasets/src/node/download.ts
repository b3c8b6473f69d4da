import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatasetError } from '@seqloom/archives';
import { makeFolder, syncFolder } from '@seqloom/archives/node';
import { formatValue, type Resolved, resolveOptions } from '@seqloom/options';
import { checksumFits, checksumText } from './checksum.ts';
import {
  DOWNLOAD_RULES,
  type DownloadOptions,
  fetchRest,
  type RemoteFile,
  removePart,
} from './fetch-part.ts';
import { delay, exists, fileSize } from './files.ts';
import { STALE_MS, withLock } from './lock.ts';

/** Successive connections without progress after which the download fails. */
const FRUITLESS_TRIES = 4;
/** The share of the file that counts as progress of a connection; it bounds the number of tries. */
const LEAST_SHARE = 1 / 1000;

/**
 * Fetches a file once: processes that ask at the same time wait for the one that fetches. A broken download
 * is continued where it stopped (`Range` with `If-Range`, so that a file that changed is fetched from the start). The
 * file appears under its name in one step, after its length and checksum are right; a wrong one is removed.
 *
 * @param target The path of the file; `.part`, `.part.version` and `.lock` lie beside it until it is complete.
 * @throws DatasetError when the server refuses, four successive connections bring no progress, or the checksum
 * differs.
 * @example
 * await download({ url, checksum: { sha256 }, bytes: 84_125_825 }, '/home/me/.cache/seqloom/aclImdb_v1.tar.gz');
 */
export async function download(
  file: RemoteFile,
  target: string,
  options: DownloadOptions = {},
): Promise<void> {
  const settings = resolveOptions('download', options, DOWNLOAD_RULES);
  checkAddress(file.url);
  await makeFolder(dirname(target));
  const lock = `${target}.lock`;
  const { signal, onWait } = settings;
  const waiting = `waits for another process to fetch the file, or for ${STALE_MS / 1000} s without a sign of it (${lock})`;
  await withLock(lock, { signal, onWait: () => onWait?.(waiting) }, async () => {
    if (await exists(target)) return; // another process has just fetched it
    const part = `${target}.part`;
    const resumed = await fetchAll(file, part, settings);
    let right = await checksumFits(part, file.checksum);
    if (!right && resumed) {
      // the bytes of the earlier run may be the wrong ones, so a continued download gets one clean start
      await removePart(part);
      await fetchAll(file, part, settings);
      right = await checksumFits(part, file.checksum);
    }
    if (!right) {
      await removePart(part);
      throw new DatasetError(
        file.url,
        `what came does not have the ${checksumText(file.checksum)} and was removed. Try again, or fetch the file by hand and compare.`,
      );
    }
    await rename(part, target);
    await removePart(part); // its note of the version
    await syncFolder(dirname(target));
  });
}

/** Fetches until the part is complete; true when it began with bytes of an earlier run. */
async function fetchAll(
  file: RemoteFile,
  part: string,
  settings: Resolved<DownloadOptions>,
): Promise<boolean> {
  const { retryDelayMs, signal, onWait } = settings;
  const resumedFrom = await fileSize(part);
  // The length that has been reached, which a refused continuation does not take back.
  let furthest = resumedFrom;
  let fruitless = 0;
  for (;;) {
    const before = await fileSize(part);
    if (before === file.bytes) return resumedFrom > 0;
    let problem: unknown;
    try {
      await fetchRest(file, part, before, settings);
    } catch (error) {
      if (signal?.aborted || error instanceof DatasetError) throw error;
      problem = error;
    }
    const reached = await fileSize(part);
    if (reached === file.bytes || reached - furthest >= file.bytes * LEAST_SHARE) {
      furthest = reached;
      fruitless = 0;
      continue;
    }
    if (++fruitless === FRUITLESS_TRIES) {
      throw new DatasetError(
        file.url,
        `the download fails (${reasonOf(problem)}). Check the connection and try again; it continues where it stopped.`,
        { cause: problem },
      );
    }
    const pause = retryDelayMs * 2 ** (fruitless - 1);
    onWait?.(`the connection broke (${reasonOf(problem)}), tries again in ${pause / 1000} s`);
    await delay(pause, signal);
  }
}

function checkAddress(url: string): void {
  if (typeof url === 'string' && /^https?:/.test(url) && URL.canParse(url)) return;
  throw new TypeError(`download: url must be an http or https address, got ${formatValue(url)}.`);
}

/** `fetch` says "fetch failed" and puts what happened into the cause. */
function reasonOf(problem: unknown): string {
  const cause = problem instanceof Error ? (problem.cause ?? problem) : problem;
  if (!(cause instanceof Error)) return 'the server sends nothing new';
  return cause.message || String((cause as { code?: unknown }).code ?? cause.name); // an AggregateError has no message
}
