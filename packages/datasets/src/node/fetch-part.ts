import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { DatasetError } from '@seqloom/archives';
import {
  abortSignal,
  functionOf,
  notNegative,
  type OptionRules,
  optional,
  positive,
  type Resolved,
} from '@seqloom/options';
import type { Checksum } from './checksum.ts';

/** What to fetch, and how to know that it is right. */
export interface RemoteFile {
  /** Its address. */
  readonly url: string;
  /** What the whole file must hash to. */
  readonly checksum: Checksum;
  /** Its length in bytes; an answer of another length is refused. */
  readonly bytes: number;
}

/** Options of {@link download}. */
export interface DownloadOptions {
  /** Called with the bytes received and in total after every chunk. */
  readonly onProgress?: ((received: number, total: number) => void) | undefined;
  /** Stops the download; what has come stays and is continued next time. */
  readonly signal?: AbortSignal | undefined;
  /** How long a connection may send nothing before it is closed. Default 30,000 ms. */
  readonly idleTimeoutMs?: number;
  /** How long to wait before the next connection, doubled each time. Default 500 ms. */
  readonly retryDelayMs?: number;
  /** Called with a sentence that says what is waited for: another process that fetches the same file, or the next try. */
  readonly onWait?: ((message: string) => void) | undefined;
}

/** The rules of {@link DownloadOptions}. */
export const DOWNLOAD_RULES: OptionRules<DownloadOptions> = {
  onProgress: optional(functionOf<(received: number, total: number) => void>()),
  signal: optional(abortSignal()),
  idleTimeoutMs: positive(30_000),
  retryDelayMs: notNegative(500),
  onWait: optional(functionOf<(message: string) => void>()),
};

/** Removes an unfinished file and the note of the version it belongs to. */
export async function removePart(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(versionNote(part), { force: true });
}

function versionNote(part: string): string {
  return `${part}.version`;
}

/**
 * One connection: asks for the bytes from `offset` on and appends what comes to the part. Throws a
 * {@link DatasetError} when another try cannot help, any other error when it can.
 */
export async function fetchRest(
  file: RemoteFile,
  part: string,
  offset: number,
  { onProgress, signal, idleTimeoutMs }: Resolved<DownloadOptions>,
): Promise<void> {
  const idle = new AbortController();
  const giveUp = (): void => idle.abort(new Error(`nothing came for ${idleTimeoutMs} ms`));
  let timer = setTimeout(giveUp, idleTimeoutMs);
  try {
    const response = await fetch(file.url, {
      headers: await requestHeaders(part, offset),
      signal: signal ? AbortSignal.any([signal, idle.signal]) : idle.signal,
    }).catch(refuseRedirectLoop(file.url));
    const start = await checkAnswer(file, part, offset, response);
    // a decoded answer cannot be continued by byte numbers
    const encoded = isEncoded(response);
    const out = await open(part, start > 0 ? 'a' : 'w');
    try {
      if (start === 0 && !encoded) await noteVersion(part, response);
      let received = start;
      for await (const chunk of response.body ?? []) {
        clearTimeout(timer);
        timer = setTimeout(giveUp, idleTimeoutMs);
        received += chunk.length;
        if (received > file.bytes) {
          await removePart(part);
          throw new DatasetError(
            file.url,
            `the server sends more than the ${file.bytes} bytes expected. The file has changed; fetch it by hand and look.`,
          );
        }
        await storing(part, () => out.writeFile(chunk));
        onProgress?.(received, file.bytes);
      }
      await storing(part, () => out.sync());
      if (encoded && received < file.bytes) await removePart(part);
    } catch (error) {
      if (encoded) await removePart(part);
      throw error;
    } finally {
      await out.close();
    }
  } finally {
    clearTimeout(timer);
  }
}

async function requestHeaders(part: string, offset: number): Promise<Record<string, string>> {
  const headers: Record<string, string> = { 'Accept-Encoding': 'identity' };
  if (offset === 0) return headers;
  const version = await readFile(versionNote(part), 'utf8').catch(() => '');
  // with If-Range the server sends the whole file when it has changed since
  return { ...headers, Range: `bytes=${offset}-`, ...(version && { 'If-Range': version }) };
}

/** Where the bytes of an answer belong. */
async function checkAnswer(
  file: RemoteFile,
  part: string,
  offset: number,
  response: Response,
): Promise<number> {
  const { status, headers } = response;
  if (status === 206 && !isEncoded(response)) {
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? [];
    if (Number(start) === offset && (total === '*' || Number(total) === file.bytes)) return offset;
  }
  if (status === 200) {
    const length = headers.get('content-length');
    if (length === null || isEncoded(response) || Number(length) === file.bytes) return 0;
    await response.body?.cancel();
    throw new DatasetError(
      file.url,
      `the server offers ${length} bytes, expected ${file.bytes}. The file has changed; fetch it by hand and look.`,
    );
  }
  await response.body?.cancel();
  if (status === 206 || status === 416) {
    await removePart(part); // the server now has another file
    throw new Error(`the server cannot continue at byte ${offset}`);
  }
  const answer = `the server answers ${status} ${response.statusText}`.trim();
  if (status >= 500 || status === 408 || status === 429) throw new Error(answer);
  throw new DatasetError(file.url, `${answer}. Fetch the file by hand.`);
}

function isEncoded(response: Response): boolean {
  return !['', 'identity'].includes(response.headers.get('content-encoding') ?? '');
}

/** Keeps what `If-Range` will compare: a strong ETag, else the date. */
async function noteVersion(part: string, { headers }: Response): Promise<void> {
  const tag = headers.get('etag');
  const version = tag && !tag.startsWith('W/') ? tag : headers.get('last-modified');
  if (version) await writeFile(versionNote(part), version);
  else await rm(versionNote(part), { force: true });
}

/** `fetch` follows twenty redirects; a server that has not answered by then redirects in a circle. */
function refuseRedirectLoop(url: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Error && error.cause instanceof Error && /redirect/.test(error.cause.message))) {
      throw error;
    }
    throw new DatasetError(
      url,
      `the server redirects without end (${error.cause.message}). Fetch the file by hand.`,
      {
        cause: error,
      },
    );
  };
}

/** Errors that Node throws for an open file do not name it. */
async function storing(part: string, store: () => Promise<void>): Promise<void> {
  try {
    await store();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetError(part, `the download cannot be stored (${reason}). Make room and try again.`, {
      cause,
    });
  }
}
