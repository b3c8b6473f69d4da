import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { inflateBytes } from '../src/streams/index.ts';
import { inflate as inBrowser, inflateWhole as wholeInBrowser } from '../src/streams/inflate.browser.ts';
import { inflate as inNode, inflateWhole as wholeInNode } from '../src/streams/inflate.node.ts';

const text = Array.from({ length: 20_000 }, (_, i) => `word${i} ${Math.sqrt(i)}\n`).join('');

async function* pieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield new Uint8Array(bytes.subarray(at, at + size));
}

describe.each([
  ['Node', inNode],
  ['the browser', inBrowser],
])('inflate of %s', (_where, inflate) => {
  test('unpacks gzip and raw deflate', async () => {
    for (const [packed, format] of [
      [gzipSync(text), 'gzip'],
      [deflateRawSync(text), 'deflate-raw'],
    ] as const) {
      const chunks = [];
      for await (const chunk of inflate(pieces(packed), format)) chunks.push(chunk);
      expect(Buffer.concat(chunks).toString()).toBe(text);
    }
  });

  test('passes on what is wrong with the data or the source', async () => {
    const drain = async (source: AsyncIterable<Uint8Array>) => {
      for await (const _ of inflate(source, 'gzip'));
    };
    await expect(drain(pieces(Buffer.from('no gzip at all')))).rejects.toThrow();
    await expect(drain(pieces(gzipSync(text).subarray(0, 5000)))).rejects.toThrow();
    async function* broken() {
      yield new Uint8Array(gzipSync(text).subarray(0, 5000));
      throw new Error('the disk is gone');
    }
    await expect(drain(broken())).rejects.toThrow('the disk is gone');
  });

  test('closes the source when its reader has had enough', async () => {
    let closed = false;
    async function* source() {
      try {
        for (;;) yield* pieces(gzipSync(text));
      } finally {
        closed = true;
      }
    }
    for await (const _ of inflate(source(), 'gzip')) break;
    await vi.waitFor(() => expect(closed).toBe(true));
  });
});

describe.each([
  ['Node', wholeInNode],
  ['the browser', wholeInBrowser],
])('inflateWhole of %s', (_where, inflateWhole) => {
  test('unpacks up to the bytes that it may', async () => {
    const packed = new Uint8Array(deflateRawSync(text));
    expect(Buffer.from(await inflateWhole(packed, text.length)).toString()).toBe(text);
    await expect(inflateWhole(packed, text.length - 1)).rejects.toThrow();
    await expect(inflateWhole(packed.subarray(0, 1000), text.length)).rejects.toThrow();
    expect((await inflateWhole(packed, text.length)).slice(0, 4)).not.toBeInstanceOf(Buffer);
  });
});

test('inflateBytes names the bytes that the data may have', async () => {
  const packed = new Uint8Array(deflateRawSync('a'.repeat(100)));
  expect(await inflateBytes(packed, 100)).toHaveLength(100);
  await expect(inflateBytes(packed, 99)).rejects.toThrow(
    'the deflated data are damaged, or more than 99 bytes.',
  );
});
