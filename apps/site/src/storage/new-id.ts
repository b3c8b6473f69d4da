/** A name that nothing else has. Not `crypto.randomUUID`, which pages without TLS lack. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
