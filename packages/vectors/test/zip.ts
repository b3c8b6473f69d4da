import { crc32 } from '@seqloom/archives';

/** What is written into a local header in place of the truth. */
export interface Lies {
  readonly flags?: number;
  readonly method?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly zip64?: boolean;
}

/** One member of a zip archive: a local header and its data, which `deflated` packs already. */
export function zipEntry(
  name: string,
  content: Uint8Array,
  deflated: Uint8Array | undefined,
  lies: Lies = {},
): Buffer {
  const data = deflated ?? content;
  const nameBytes = Buffer.from(name);
  const size = lies.size ?? content.length;
  const extra = Buffer.alloc(lies.zip64 ? 20 : 0);
  if (lies.zip64) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(16, 2);
    extra.writeBigUInt64LE(BigInt(size), 4);
    extra.writeBigUInt64LE(BigInt(data.length), 12);
  }
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(lies.flags ?? 0, 6);
  header.writeUInt16LE(lies.method ?? (deflated ? 8 : 0), 8);
  header.writeUInt32LE(lies.crc ?? crc32(content), 14);
  header.writeUInt32LE(lies.zip64 ? 0xffffffff : data.length, 18);
  header.writeUInt32LE(lies.zip64 ? 0xffffffff : size, 22);
  header.writeUInt16LE(nameBytes.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, nameBytes, extra, data]);
}

/** The signature with which an archive's directory begins. */
export const DIRECTORY: Buffer = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
