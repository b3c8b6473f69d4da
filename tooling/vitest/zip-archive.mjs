import { crc32, deflateRawSync } from 'node:zlib';

/** A zip archive of one file as tools write it; `lies` replaces what its headers say. */
export function zip(name, content, lies) {
  return zipOf([zipMember(name, content, lies)]);
}

/** An archive of several files, with the directory at its end. */
export function zipOf(members) {
  let offset = 0;
  for (const { local, entry } of members) {
    entry.writeUInt32LE(offset, 42);
    offset += local.length;
  }
  const entries = Buffer.concat(members.map(({ entry }) => entry));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...members.map(({ local }) => local), entries, end]);
}

/** One file: its local header with the data, and its entry in the directory. */
export function zipMember(name, content, lies = {}) {
  const data = Buffer.from(content);
  const packed = lies.stored ? data : deflateRawSync(data);
  const title = Buffer.from(name);
  const method = lies.stored ? 0 : 8;
  const sizes = [lies.crc ?? crc32(data), packed.length, lies.size ?? data.length];

  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(method, 8);
  for (const [i, value] of sizes.entries()) local.writeUInt32LE(value, 14 + 4 * i);
  local.writeUInt16LE(title.length, 26);

  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(method, 10);
  for (const [i, value] of sizes.entries()) entry.writeUInt32LE(value, 16 + 4 * i);
  entry.writeUInt16LE(title.length, 28);
  return { local: Buffer.concat([local, title, packed]), entry: Buffer.concat([entry, title]) };
}
