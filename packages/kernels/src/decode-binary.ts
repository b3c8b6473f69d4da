import type * as zlib from 'node:zlib';
import { builtin } from './platform.ts';

/**
 * Unpacks a binary that the code carries: base64 of deflated bytes. Embedded so, a binary needs no file, no server and no
 * set-up of a bundler, and is as small on the wire as a compressed file.
 */
export async function decodeBinary(base64: string): Promise<Uint8Array<ArrayBuffer>> {
  const deflated = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  // Node has it everywhere; a simulated page (jsdom) there lacks the stream.
  const { inflateSync } = builtin<typeof zlib>('node:zlib');
  if (inflateSync) return new Uint8Array(inflateSync(deflated));
  const inflated = new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(inflated).arrayBuffer());
}
