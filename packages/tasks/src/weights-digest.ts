import { type Network, saveWeights } from '@seqloom/train';

/**
 * SHA-256 of the weights of a model, as the file of `saveWeights` holds them, in hexadecimal. Runs of the same seed, data and
 * recipe have the same one on every machine, runtime and number of threads.
 *
 * @throws Error where the platform computes no SHA-256: in pages that came neither over TLS nor from this machine
 * @example
 * ```ts
 * console.log(await weightsDigest(model)); // 64 hexadecimal digits
 * ```
 */
export async function weightsDigest(model: Network): Promise<string> {
  if (!globalThis.crypto?.subtle)
    throw new Error('weightsDigest: this page cannot compute SHA-256. Open it over https or from localhost.');
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await saveWeights(model)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
