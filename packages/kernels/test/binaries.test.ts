import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { KERNELS_RELAXED } from '../src/embedded/kernels-relaxed.ts';
import { KERNELS_SIMD } from '../src/embedded/kernels-simd.ts';
import {
  compileKernels,
  createHeap,
  decodeBinary,
  importPlainMemory,
  loadKernels,
  readBinary,
} from '../src/index.ts';

const file = new URL('../wasm/kernels-simd.wasm', import.meta.url);
const binary = new Uint8Array(readFileSync(file));
const PAGE = '<!doctype html><html lang="en"><title>My app</title></html>';

let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer(({ url }, response) => {
    if (url === '/kernels.wasm') response.end(binary);
    else if (url === '/missing') response.writeHead(404).end('no');
    else if (url === '/pointer') response.end('version https://git-lfs.github.com/spec/v1');
    else response.setHeader('content-type', 'text/html; charset=utf-8').end(PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

/** The product of two 2 × 2 matrices, worked by hand below, with a build from elsewhere. */
async function multiply(source: NonNullable<Parameters<typeof compileKernels>[0]>): Promise<number[]> {
  const heap = createHeap({ shared: source.shared ?? false });
  const kernels = await loadKernels({ heap, module: await compileKernels(source) });
  const [a, b, c] = [heap.malloc(16), heap.malloc(16), heap.malloc(16)] as [number, number, number];
  new Float32Array(heap.memory.buffer, a, 4).set([1, 2, 3, 4]);
  new Float32Array(heap.memory.buffer, b, 4).set([5, 6, 7, 8]);
  kernels.gemm({ a, b, c, m: 2, n: 2, k: 2 });
  return Array.from(new Float32Array(heap.memory.buffer, c, 4));
}
const PRODUCT = [19, 22, 43, 50];

test.each([
  ['simd', KERNELS_SIMD],
  ['relaxed', KERNELS_RELAXED],
])('the code carries %s as it is in wasm/', async (name, embedded) => {
  const expected = readFileSync(new URL(`../wasm/kernels-${name}.wasm`, import.meta.url));
  expect(Buffer.from(await decodeBinary(embedded)).equals(expected)).toBe(true);
  // As in a page, where Node's modules are not there.
  const asked = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never);
  expect(Buffer.from(await decodeBinary(embedded)).equals(expected)).toBe(true);
  asked.mockRestore();
});

test('one binary works on plain and on shared memory, also on a plain one without a maximum', async () => {
  expect(await multiply({ shared: true })).toEqual(PRODUCT);
  expect(await multiply({ shared: false })).toEqual(PRODUCT);
  const plain = await WebAssembly.compile(importPlainMemory(binary.slice()));
  const memory = new WebAssembly.Memory({ initial: 1 });
  await expect(WebAssembly.instantiate(plain, { env: { memory } })).resolves.toBeInstanceOf(
    WebAssembly.Instance,
  );
});

test('a binary that imports no shared memory is refused', () => {
  const once = importPlainMemory(binary.slice());
  expect(() => importPlainMemory(once)).toThrow('importPlainMemory: the binary imports no shared memory.');
  expect(() => importPlainMemory(binary.slice(0, 8))).toThrow('imports no shared memory');
});

test('reads a build from bytes, URLs and paths, and leaves the bytes as they are', async () => {
  const before = binary.slice();
  const path = relative(process.cwd(), fileURLToPath(file));
  const sources = [binary, binary.buffer, file, file.href, path, `${origin}/kernels.wasm`];
  for (const source of sources) expect(await multiply({ binary: source })).toEqual(PRODUCT);
  expect(binary).toEqual(before);
});

test('an answer that is not WebAssembly is named', async () => {
  await expect(readBinary('wasm', `${origin}/any.wasm`)).rejects.toThrow(
    `wasm: ${origin}/any.wasm answered with an HTML page (content-type text/html; charset=utf-8), expected WebAssembly. ` +
      'Have the server send the file at that address, or leave the option out: the code carries the binary.',
  );
  await expect(readBinary('wasm', `${origin}/pointer`)).rejects.toThrow(
    `answered with 42 bytes that start with "version https://", expected WebAssembly.`,
  );
  await expect(readBinary('wasm', `${origin}/missing`)).rejects.toThrow(
    `wasm: ${origin}/missing cannot be read: status 404.`,
  );
  await expect(readBinary('wasm', 'no/such.wasm')).rejects.toThrow('no/such.wasm cannot be read: ENOENT');
  await expect(readBinary('wasm', new TextEncoder().encode(PAGE))).rejects.toThrow(
    'wasm: the bytes given are an HTML page, expected WebAssembly.',
  );
  await expect(readBinary('wasm', new Uint8Array(0))).rejects.toThrow('the bytes given are nothing');
});

test('relative addresses start from the page, or from what made a worker of a blob', async () => {
  vi.stubGlobal('document', { baseURI: `${origin}/app/` });
  expect(await readBinary('wasm', '../kernels.wasm')).toEqual(binary);
  vi.stubGlobal('document', undefined);
  vi.stubGlobal('location', new URL(`${origin}/app/worker.js`));
  expect(await readBinary('wasm', '../kernels.wasm')).toEqual(binary);
  vi.stubGlobal('location', { protocol: 'blob:', origin, href: `blob:${origin}/1` });
  expect(await readBinary('wasm', '/kernels.wasm')).toEqual(binary);
  vi.unstubAllGlobals();
});
