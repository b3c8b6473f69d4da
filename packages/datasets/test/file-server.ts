import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** What a test server was asked for, in order: the `Range` header of each request, or `''`. */
export interface FileServer {
  readonly url: string;
  readonly ranges: string[];
  close(): Promise<void>;
}

/** How the server treats a request; `whole` answers properly, ranges and `If-Range` included. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  whole: () => void,
  number: number,
) => void;

/** Serves `body` on a free loopback port, under `/file`. */
export async function serveFile(
  body: Buffer,
  handler: Handler = (_request, _response, whole) => whole(),
  etag = (): string => '"one"',
): Promise<FileServer> {
  const ranges: string[] = [];
  const server: Server = createServer((request, response) => {
    ranges.push(request.headers.range ?? '');
    handler(request, response, () => answer(request, response, body, etag()), ranges.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/file`,
    ranges,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, body: Buffer, etag: string): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? Number.NaN);
  const same = (request.headers['if-range'] ?? etag) === etag;
  if (!Number.isNaN(from) && same && from >= body.length) {
    response.writeHead(416, { 'Content-Range': `bytes */${body.length}` }).end();
  } else if (!Number.isNaN(from) && same) {
    response
      .writeHead(206, {
        ETag: etag,
        'Content-Length': body.length - from,
        'Content-Range': `bytes ${from}-${body.length - 1}/${body.length}`,
      })
      .end(body.subarray(from));
  } else {
    response.writeHead(200, { ETag: etag, 'Content-Length': body.length }).end(body);
  }
}

/**
 * Answers like {@link answer}, but drops the connection after `count` bytes of the body, when `arrived` resolves: a client loses what
 * it has not read by then.
 */
export function cutAfter(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  count: number,
  arrived: () => Promise<unknown> = () => setTimeout(40),
): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const headers = { ETag: '"one"', 'Content-Length': body.length - from };
  if (from > 0) {
    response.writeHead(206, {
      ...headers,
      'Content-Range': `bytes ${from}-${body.length - 1}/${body.length}`,
    });
  } else {
    response.writeHead(200, headers);
  }
  response.write(body.subarray(from, from + count), async () => {
    await arrived();
    response.destroy();
  });
}
