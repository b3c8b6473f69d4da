/**
 * Fetches a file that belongs to the site.
 *
 * @param size its bytes, which the server may not state
 * @param onProgress told the fraction that has arrived
 * @throws Error that says what to do when it cannot be fetched; the reason of the signal
 */
export async function fetchBytes(
  url: URL | string,
  size: number,
  onProgress: (fraction: number) => void = () => {},
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const name = String(url).split('/').at(-1);
  let response: Response;
  try {
    response = await fetch(url, { ...(signal && { signal }) });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Error(`${name} cannot be fetched. Check the connection and try again.`, { cause });
  }
  if (!response.ok || !response.body) {
    throw new Error(`${name} cannot be fetched: the server answered ${response.status}. Try again later.`);
  }
  let bytes = new Uint8Array(size);
  let length = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, length);
    if (length + value.length > bytes.length) {
      const longer = new Uint8Array(2 * (length + value.length));
      longer.set(bytes);
      bytes = longer;
    }
    bytes.set(value, length);
    length += value.length;
    onProgress(Math.min(1, length / size));
  }
}
