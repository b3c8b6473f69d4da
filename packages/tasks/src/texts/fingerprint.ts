/** A number that tells texts from others (FNV-1a, 32 bits), in hexadecimal. */
export function fingerprint(texts: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0x1ffff, 0x01000193);
  }
  return `${texts.length}:${(hash >>> 0).toString(16)}`;
}
