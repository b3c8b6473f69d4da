const utf8 = new TextEncoder();

/** A file from the JSON text of its header and the bytes of its data, no matter what they say. */
export function file(header: string, data: number | Uint8Array = 0, headerLength?: bigint): Uint8Array {
  const text = utf8.encode(header);
  const body = typeof data === 'number' ? new Uint8Array(data) : data;
  const bytes = new Uint8Array(8 + text.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, headerLength ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(body, 8 + text.length);
  return bytes;
}

/** The header entry of a tensor, each part given as JSON text. */
export function entry(name: string, dtype: string, shape: string, offsets: string): string {
  return `${JSON.stringify(name)}:{"dtype":${JSON.stringify(dtype)},"shape":${shape},"data_offsets":${offsets}}`;
}
