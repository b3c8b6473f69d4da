import { execFile, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { DatasetError } from '@seqloom/archives';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { download } from '../src/node/download.ts';
import { cutAfter, type FileServer, type Handler, serveFile } from './file-server.ts';

const SIZE = 200_000;
const body = Buffer.from(Uint8Array.from({ length: SIZE }, (_, i) => (i * 2654435761) >>> 11));
const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const quick = { retryDelayMs: 1 };

let folder: string;
let target: string;
let server: FileServer | undefined;
const start = async (...args: [Handler?, (() => string)?]): Promise<FileServer> => {
  server = await serveFile(body, ...args);
  return server;
};
const remote = (url: string) => ({ url, checksum: { sha256: hash(body) }, bytes: SIZE });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-download-'));
  target = join(folder, 'cache', 'data.bin');
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** The first byte each request asked for. */
const offsets = (ranges: readonly string[]): number[] =>
  ranges.map((range) => Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? 0));

/** The file is right and nothing else is left beside it. */
async function expectWhole(): Promise<void> {
  expect(hash(await readFile(target))).toBe(hash(body));
  expect(await readdir(join(folder, 'cache'))).toEqual(['data.bin']);
}

async function expectNothingLeft(): Promise<void> {
  expect(await readdir(join(folder, 'cache'))).toEqual([]);
}

describe('download', () => {
  it('stores a file whose checksum is right and tells how far it is', async () => {
    const { url, ranges } = await start();
    const seen: number[] = [];
    await download(remote(url), target, { onProgress: (received) => seen.push(received) });
    await expectWhole();
    expect(ranges).toEqual(['']);
    expect(seen.at(-1)).toBe(SIZE);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  it('continues where each of ten broken connections stopped', async () => {
    const { url, ranges } = await start((request, response, whole, number) =>
      number <= 10 ? cutAfter(request, response, body, 10_000) : whole(),
    );
    await download(remote(url), target, quick);
    await expectWhole();
    // a broken connection may lose the last bytes on its way, so only the order is certain
    const starts = offsets(ranges);
    expect(starts).toHaveLength(11);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(starts.at(-1)).toBeGreaterThan(0);
  });

  it('continues the part that an earlier run left', async () => {
    const arrived = () =>
      vi.waitFor(() => expect(statSync(`${target}.part`).size).toBeGreaterThan(0), 10_000);
    const { url, ranges } = await start((request, response, whole, number) =>
      number <= 5
        ? number === 1
          ? cutAfter(request, response, body, 50_000, arrived)
          : response.destroy()
        : whole(),
    );
    await expect(download(remote(url), target, quick)).rejects.toThrow(/continues where it stopped/);
    await download(remote(url), target, quick);
    await expectWhole();
    expect(offsets(ranges).at(-1)).toBeGreaterThan(0);
  });

  it('starts again when the file changed between two parts', async () => {
    let tag = '"old"';
    const { url, ranges } = await start(
      (request, response, whole, number) => {
        if (number > 1) return whole();
        cutAfter(request, response, Buffer.alloc(SIZE, 1), 70_000);
        tag = '"new"';
      },
      () => tag,
    );
    await download(remote(url), target, quick);
    await expectWhole();
    expect(ranges).toHaveLength(2); // the second answer is the whole file
    expect(offsets(ranges)[1]).toBeGreaterThan(0);
  });

  it('starts again when the server has no such range (416)', async () => {
    await mkdir(join(folder, 'cache'));
    await writeFile(`${target}.part`, body.subarray(0, 1000));
    const { url, ranges } = await start((request, response, whole) =>
      request.headers.range ? response.writeHead(416).end() : whole(),
    );
    await download(remote(url), target, quick);
    await expectWhole();
    expect(ranges).toEqual(['bytes=1000-', '']);
  });

  it('starts again when a part of an earlier run turns out wrong', async () => {
    await mkdir(join(folder, 'cache'));
    await writeFile(`${target}.part`, Buffer.alloc(1000, 9));
    const { url, ranges } = await start();
    await download(remote(url), target, quick);
    await expectWhole();
    expect(ranges).toEqual(['bytes=1000-', '']);
  });

  it('works with a server that knows no ranges', async () => {
    const { url, ranges } = await start((_request, response, _whole, number) => {
      response.writeHead(200, { 'Content-Length': SIZE });
      if (number === 1)
        response.write(body.subarray(0, 5000), () => setTimeout(() => response.destroy(), 40));
      else response.end(body);
    });
    await download(remote(url), target, quick);
    await expectWhole();
    expect(ranges).toHaveLength(2);
  });

  it('accepts a file sent with gzip encoding', async () => {
    const packed = gzipSync(body);
    const { url } = await start((_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': packed.length }).end(packed);
    });
    await download(remote(url), target, quick);
    await expectWhole();
  });

  it('keeps nothing of a broken gzip-encoded answer, because it cannot be continued', async () => {
    const packed = gzipSync(body);
    const { url, ranges } = await start((_request, response, whole, number) => {
      if (number > 1) return whole();
      response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': packed.length });
      response.write(packed.subarray(0, packed.length >> 1), () => setTimeout(() => response.destroy(), 40));
    });
    await download(remote(url), target, quick);
    await expectWhole();
    expect(ranges).toEqual(['', '']);
  });

  it.each<[string, Handler]>([
    [
      'refuses to continue',
      (request, response) =>
        request.headers.range ? response.writeHead(416).end() : cutAfter(request, response, body, 20_000),
    ],
    [
      'continues somewhere else',
      (request, response) => {
        if (!request.headers.range) return cutAfter(request, response, body, 20_000);
        response.writeHead(206, { 'Content-Length': 10, 'Content-Range': `bytes 5-14/${SIZE}` });
        response.end(body.subarray(5, 15));
      },
    ],
    [
      'always sends the beginning',
      (_request, response) => {
        response.writeHead(206, { 'Content-Length': 10, 'Content-Range': `bytes 0-9/${SIZE}` });
        response.end(body.subarray(0, 10));
      },
    ],
    [
      'sends a byte at a time',
      (request, response) => {
        const from = Number(/\d+/.exec(request.headers.range ?? '0')?.[0]);
        response.writeHead(206, { 'Content-Length': 1, 'Content-Range': `bytes ${from}-${from}/${SIZE}` });
        response.end(body.subarray(from, from + 1));
      },
    ],
  ])('gives up on a server that %s', async (_what, handler) => {
    const { url, ranges } = await start(handler);
    const waits: string[] = [];
    const failed = download(remote(url), target, { ...quick, onWait: (message) => waits.push(message) });
    await expect(failed).rejects.toThrow(/the download fails/);
    await expect(failed).rejects.toThrow(DatasetError);
    expect(ranges.length).toBeLessThanOrEqual(6);
    expect(waits).toHaveLength(3);
    expect(waits[0]).toMatch(/^the connection broke \(.*\), tries again in 0\.001 s$/);
  });

  it('refuses an address that is not http or https', async () => {
    for (const url of ['data.bin', 'ftp://host/file', 'http://', 5]) {
      await expect(download(remote(url as string), target, quick)).rejects.toThrow(
        'download: url must be an http or https address, got',
      );
    }
  });

  it('refuses a file of another length before storing it', async () => {
    const { url } = await start((_request, response) => {
      response.writeHead(200, { 'Content-Length': 10 }).end('0123456789');
    });
    await expect(download(remote(url), target, quick)).rejects.toThrow(/offers 10 bytes, expected 200000/);
    await expectNothingLeft();
  });

  it('refuses an answer that never ends', async () => {
    const { url } = await start((_request, response) => {
      response.writeHead(200); // chunked, no length
      const more = (): void => {
        while (response.write(Buffer.alloc(65_536)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    await expect(download(remote(url), target, quick)).rejects.toThrow(/more than the 200000 bytes/);
    await expectNothingLeft();
  });

  it('gives up on a connection that sends nothing', async () => {
    const { url } = await start((_request, response) => {
      response.writeHead(200, { 'Content-Length': SIZE });
      response.write(body.subarray(0, 100));
    });
    await expect(download(remote(url), target, { ...quick, idleTimeoutMs: 40 })).rejects.toThrow(
      /nothing came for 40 ms/,
    );
  });

  it('waits for a server that is slow but sends', async () => {
    const { url, ranges } = await start((_request, response) => {
      response.writeHead(200, { 'Content-Length': SIZE });
      let at = 0;
      const drip = setInterval(() => {
        response.write(body.subarray(at, at + SIZE / 10));
        at += SIZE / 10;
        if (at >= SIZE) {
          clearInterval(drip);
          response.end();
        }
      }, 80);
    });
    await download(remote(url), target, { ...quick, idleTimeoutMs: 600 }); // 800 ms in all
    await expectWhole();
    expect(ranges).toHaveLength(1);
  });

  it('reports a redirect loop', async () => {
    const { url, ranges } = await start((_request, response) =>
      response.writeHead(302, { Location: '/file' }).end(),
    );
    const failed = download(remote(url), target, quick);
    await expect(failed).rejects.toThrow(/the server redirects without end \(redirect count exceeded\)/);
    await expect(failed).rejects.toThrow(DatasetError);
    expect(ranges).toHaveLength(21); // as far as fetch follows, once
  });

  it('tries again after a server error and not after a refusal', async () => {
    const { url, ranges } = await start((_request, response, whole, number) =>
      number === 1 ? response.writeHead(503).end() : whole(),
    );
    await download(remote(url), target, quick);
    await expectWhole();
    expect(ranges).toHaveLength(2);
    await server?.close();

    const gone = await start((_request, response) => response.writeHead(404).end());
    await expect(download(remote(gone.url), `${target}2`, quick)).rejects.toThrow(/answers 404/);
    expect(gone.ranges).toHaveLength(1);
  });

  it('never keeps a file with another checksum', async () => {
    const { url } = await start();
    const wrong = { ...remote(url), checksum: { sha256: '0'.repeat(64) } };
    await expect(download(wrong, target, quick)).rejects.toThrow(DatasetError);
    await expect(download(wrong, target, quick)).rejects.toThrow(/SHA-256 0000/);
    await expectNothingLeft();
  });

  it('stops at a signal and continues later', async () => {
    const stop = new AbortController();
    const { url, ranges } = await start((request, response, whole, number) => {
      if (number > 1) return whole();
      response.writeHead(200, { ETag: '"one"', 'Content-Length': SIZE });
      response.write(body.subarray(0, 30_000));
      void request;
    });
    await expect(
      download(remote(url), target, {
        ...quick,
        signal: stop.signal,
        onProgress: (received) => received === 30_000 && stop.abort(),
      }),
    ).rejects.toThrow(/abort/);
    await download(remote(url), target, quick);
    await expectWhole();
    expect(ranges).toEqual(['', 'bytes=30000-']);
  });

  it('takes over the lock of a process that died', async () => {
    const { url } = await start();
    await mkdir(join(folder, 'cache'));
    await writeFile(`${target}.lock`, 'of a dead process');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(`${target}.lock`, longAgo, longAgo);
    await download(remote(url), target, quick);
    await expectWhole();
  });

  it('takes over a lock from the future that nobody renews, and says that it waits', async () => {
    const { url } = await start();
    await mkdir(join(folder, 'cache'));
    await writeFile(`${target}.lock`, 'of a process with another clock');
    const ahead = new Date(Date.now() + 3_600_000);
    await utimes(`${target}.lock`, ahead, ahead);
    const waits: string[] = [];
    const times = vi.spyOn(performance, 'now');
    let elapsed = 0;
    times.mockImplementation(() => (elapsed += 5_000)); // a look every five seconds
    try {
      await download(remote(url), target, { ...quick, onWait: (message) => waits.push(message) });
    } finally {
      times.mockRestore();
    }
    await expectWhole();
    expect(waits).toEqual([
      `waits for another process to fetch the file, or for 15 s without a sign of it (${target}.lock)`,
    ]);
  });

  it('downloads once for eight processes, and all eight get the file', async () => {
    const { url, ranges } = await start((_request, _response, whole) => setTimeout(whole, 300));
    // Node cannot run TypeScript, so the processes get a compiled copy
    const packageFolder = join(import.meta.dirname, '..');
    const compile = (source: string) =>
      promisify(execFile)(
        join(packageFolder, 'node_modules', '.bin', 'tsc'),
        [
          '--ignoreConfig',
          source,
          '--rootDir',
          join(packageFolder, '..'),
          '--outDir',
          join(folder, 'js'),
          '--module',
          'NodeNext',
          '--target',
          'ES2022',
          '--types',
          'node',
          '--rewriteRelativeImportExtensions',
          '--skipLibCheck',
          '--strict',
          '--exactOptionalPropertyTypes',
          '--customConditions',
          '@seqloom/source',
        ],
        { cwd: packageFolder },
      );
    // one after the other: a package that is imported by its name is not compiled along
    await compile(join(packageFolder, 'src', 'node', 'download.ts'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    for (const [name, entries] of [
      ['options', ['index']],
      ['archives', ['index', 'node/index']],
    ] as const) {
      const home = join(folder, 'node_modules', '@seqloom', name);
      await mkdir(home, { recursive: true });
      for (const entry of entries) {
        await compile(join(packageFolder, '..', name, 'src', `${entry}.ts`));
        await writeFile(
          join(home, `${entry.replace('/', '-')}.js`),
          `export * from '../../../js/${name}/src/${entry}.js';`,
        );
      }
      await writeFile(
        join(home, 'package.json'),
        '{"type":"module","exports":{".":"./index.js","./node":"./node-index.js"}}',
      );
    }
    await writeFile(
      join(folder, 'child.js'),
      `import { readFile } from 'node:fs/promises';
       import { createHash } from 'node:crypto';
       import { download } from './js/datasets/src/node/download.js';
       const [file, target] = process.argv.slice(2);
       await download(JSON.parse(file), target);
       process.send(createHash('sha256').update(await readFile(target)).digest('hex'));`,
    );
    const answers = await Promise.all(
      Array.from(
        { length: 8 },
        () =>
          new Promise<unknown>((resolve, reject) => {
            const child = fork(join(folder, 'child.js'), [JSON.stringify(remote(url)), target], {
              execArgv: [],
            });
            child.on('message', resolve).on('error', reject);
            child.on('exit', (code) => reject(new Error(`exit code ${code}`)));
          }),
      ),
    );
    expect(answers).toEqual(Array.from({ length: 8 }, () => hash(body)));
    expect(ranges).toEqual(['']);
    await expectWhole();
  });
});
