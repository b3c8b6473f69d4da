import type * as fs from 'node:fs/promises';
import type * as url from 'node:url';
import { builtin } from './platform.ts';

/** Where a binary is: its bytes, or where they can be read. A string is a URL or, outside of pages, a path. */
export type BinarySource = string | URL | Uint8Array | ArrayBuffer;

/**
 * Reads a WebAssembly binary.
 *
 * @param what it is, for errors
 * @param source bytes are taken as they are; URLs are fetched, relative ones from the page or worker; in Node, `file:` URLs
 * and paths are read
 * @throws Error that names the address when nothing can be read there
 * @throws TypeError when what is read is not WebAssembly, such as a server's page for unknown addresses
 */
export async function readBinary(what: string, source: BinarySource): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof source !== 'string' && !('href' in source)) {
    // A copy: the loader changes it.
    const bytes = new Uint8Array(source).slice();
    if (!isWasm(bytes))
      throw new TypeError(`${what}: the bytes given are ${describe(bytes)}, expected WebAssembly.`);
    return bytes;
  }
  const location = resolve(source);
  const { bytes, type } = await read(what, location);
  if (isWasm(bytes)) return bytes;
  throw new TypeError(
    `${what}: ${location.href} answered with ${describe(bytes)}${type}, expected WebAssembly. ${WAY_OUT}`,
  );
}

const WAY_OUT =
  'Have the server send the file at that address, or leave the option out: the code carries the binary.';

function isWasm(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;
}

/** What bytes are that are not WebAssembly. */
function describe(bytes: Uint8Array): string {
  const start = new TextDecoder().decode(bytes.subarray(0, 200)).trimStart();
  if (/^(<!--|<!doctype html|<html|<head|<body)/i.test(start)) return 'an HTML page';
  if (bytes.length === 0) return 'nothing';
  return `${bytes.length} bytes that start with ${JSON.stringify(start.slice(0, 16))}`;
}

async function read(
  what: string,
  location: URL,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string }> {
  const { readFile } = builtin<typeof fs>('node:fs/promises');
  try {
    if (location.protocol === 'file:' && readFile)
      return { bytes: new Uint8Array(await readFile(location)), type: '' };
    const response = await fetch(location);
    if (!response.ok) throw new Error(`status ${response.status}`);
    const type = response.headers.get('content-type');
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { bytes, type: type === null ? '' : ` (content-type ${type})` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${what}: ${location.href} cannot be read: ${reason}. ${WAY_OUT}`, { cause: error });
  }
}

/** The address that a string or URL means here. */
function resolve(source: string | URL): URL {
  const text = String(source);
  // One letter is a drive of Windows.
  if (/^[a-z][a-z0-9+.-]+:/i.test(text)) return new URL(text);
  const { document, location } = globalThis as { document?: Document; location?: Location };
  const base = document?.baseURI ?? (location?.protocol === 'blob:' ? location.origin : location?.href);
  if (base !== undefined) return new URL(text, base);
  const { pathToFileURL } = builtin<typeof url>('node:url');
  return pathToFileURL ? pathToFileURL(text) : new URL(text);
}
