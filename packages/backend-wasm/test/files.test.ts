import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { matMul, registerBackend, type SelectedBackend, selectBackend, tensor } from '@seqloom/backend';
import { decodeBinary } from '@seqloom/kernels';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { POOL_WORKER } from '../src/embedded/pool-worker.ts';
import { TFJS_BINARY } from '../src/embedded/tfjs-binary.ts';
import { type WasmBackendOptions, wasmBackend } from '../src/index.ts';

const { resolve } = createRequire(import.meta.url);
const tfjs = readFileSync(resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm'));
const kernels = readFileSync(new URL('../../kernels/wasm/kernels-simd.wasm', import.meta.url));
const script = readFileSync(new URL('../worker/pool-worker.js', import.meta.url));

/** The folder that the build calls wasm/, on disk and on a server that answers unknown addresses with a page. */
let folder: string;
let server: Server;
let origin: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seqloom-'));
  const files = new Map([
    ['tfjs.wasm', tfjs],
    ['kernels-simd.wasm', kernels],
    ['pool-worker.js', script],
  ]);
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  server = createServer(({ url }, response) => {
    const file = files.get(url!.replace('/assets/', ''));
    if (file) response.end(file);
    else response.setHeader('content-type', 'text/html').end('<!doctype html><div id="root"></div>');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

let backend: SelectedBackend | undefined;
afterEach(async () => {
  await backend?.dispose();
  backend = undefined;
});

/** Starts a backend from files and multiplies two matrices on it, by hand 19, 22, 43, 50. */
async function multiply(files: WasmBackendOptions['files']): Promise<number[]> {
  registerBackend(wasmBackend(files === undefined ? {} : { files }));
  backend = await selectBackend({ threads: 2 });
  expect(backend.threads).toBe(2);
  const [a, b] = [tensor([1, 2, 3, 4], [2, 2]), tensor([5, 6, 7, 8], [2, 2])];
  const c = matMul(a, b);
  const product = Array.from(await c.data());
  for (const x of [a, b, c]) x.dispose();
  await backend.dispose();
  return product;
}

test("the code carries tfjs's binary and the script of the workers as they are", async () => {
  expect(Buffer.from(await decodeBinary(TFJS_BINARY)).equals(tfjs)).toBe(true);
  expect(POOL_WORKER).toBe(script.toString());
});

test('takes a folder as URL or path, single URLs, and bytes', async () => {
  const product = [19, 22, 43, 50];
  expect(await multiply(undefined)).toEqual(product);
  expect(await multiply(`${origin}/assets`)).toEqual(product);
  expect(await multiply(new URL('/assets/', origin))).toEqual(product);
  expect(await multiply(folder)).toEqual(product);
  expect(await multiply(pathToFileURL(folder))).toEqual(product);
  expect(await multiply({ kernels: new URL('/assets/kernels-simd.wasm', origin) })).toEqual(product);
  expect(
    await multiply({
      tfjs,
      kernels: kernels.buffer.slice(
        kernels.byteOffset,
        kernels.byteOffset + kernels.byteLength,
      ) as ArrayBuffer,
    }),
  ).toEqual(product);
  expect(await multiply({ worker: pathToFileURL(join(folder, 'pool-worker.js')) })).toEqual(product);
});

test('names a page that comes instead of a file', async () => {
  await expect(multiply(`${origin}/wrong`)).rejects.toThrow(
    `selectBackend: no backend can run here (wasm: tfjs.wasm: ${origin}/wrong/tfjs.wasm answered with an HTML page ` +
      '(content-type text/html), expected WebAssembly.',
  );
  await expect(multiply({ kernels: `${origin}/gone` })).rejects.toThrow(
    `kernels: ${origin}/gone answered with an HTML page`,
  );
});

test('names a binary that is another one', async () => {
  await expect(multiply({ tfjs: kernels })).rejects.toThrow(
    "wasm: tfjs's binary is not the threaded one of 4.22.0: it does not import env.__emscripten_init_main_thread_js",
  );
});

test('refuses files that are no files', () => {
  expect(() => wasmBackend({ files: 1 as never })).toThrow(
    'wasmBackend: files must be a base URL or an object of tfjs, kernels and worker, got 1.',
  );
  expect(() => wasmBackend({ files: { tfjs: 1 as never } })).toThrow(
    'wasmBackend: files.tfjs must be a URL or bytes, got 1.',
  );
  expect(() => wasmBackend({ files: { worker: new Uint8Array(1) as never } })).toThrow(
    'wasmBackend: files.worker must be a URL, got Uint8Array(1) [0].',
  );
  expect(() => wasmBackend({ files: { wasm: 'x' } as never })).toThrow(
    'wasmBackend: files: has no setting "wasm". Its settings: tfjs, kernels, worker.',
  );
});
