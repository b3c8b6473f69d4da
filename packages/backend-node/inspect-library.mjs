// What can be said of a native library that does not run here: its format and processor, what it exports, what it needs.

/** @returns {{ format: 'elf' | 'mach-o' | 'pe', processor: string, exports: string[], needs: string[], versions: string[] }} */
export function inspectLibrary(bytes) {
  const magic = bytes.readUInt32LE(0);
  if (magic === 0x464c457f) return inspectElf(bytes);
  if (magic === 0xfeedfacf) return inspectMachO(bytes);
  if (bytes.toString('latin1', 0, 2) === 'MZ') return inspectPe(bytes);
  throw new Error(`not a library: it begins with 0x${magic.toString(16)}`);
}

const text = (bytes, at) => bytes.toString('latin1', at, bytes.indexOf(0, at));
const number = (bytes, at) => Number(bytes.readBigUInt64LE(at));

function inspectElf(bytes) {
  const sections = Array.from({ length: bytes.readUInt16LE(60) }, (_, i) => {
    const at = number(bytes, 40) + i * bytes.readUInt16LE(58);
    return {
      type: bytes.readUInt32LE(at + 4),
      offset: number(bytes, at + 24),
      size: number(bytes, at + 32),
      link: bytes.readUInt32LE(at + 40),
    };
  });
  const [SYMBOLS, DYNAMIC, NEEDED_VERSIONS, NEEDED] = [11, 6, 0x6ffffffe, 1];
  const names = (section) => sections[section.link].offset;
  const exports = [];
  const needs = [];
  const versions = [];
  for (const section of sections) {
    const end = section.offset + section.size;
    if (section.type === SYMBOLS) {
      for (let at = section.offset + 24; at < end; at += 24)
        if (bytes.readUInt16LE(at + 6) !== 0)
          exports.push(text(bytes, names(section) + bytes.readUInt32LE(at)));
    } else if (section.type === DYNAMIC) {
      for (let at = section.offset; at < end; at += 16)
        if (number(bytes, at) === NEEDED) needs.push(text(bytes, names(section) + number(bytes, at + 8)));
    } else if (section.type === NEEDED_VERSIONS) {
      for (let at = section.offset, next = 1; next !== 0; at += next) {
        next = bytes.readUInt32LE(at + 12);
        let entry = at + bytes.readUInt32LE(at + 8);
        for (let left = bytes.readUInt16LE(at + 2); left > 0; left--, entry += bytes.readUInt32LE(entry + 12))
          versions.push(text(bytes, names(section) + bytes.readUInt32LE(entry + 8)));
      }
    }
  }
  const processor = { 62: 'x64', 183: 'arm64' }[bytes.readUInt16LE(18)] ?? 'unknown';
  return { format: 'elf', processor, exports, needs, versions };
}

function inspectMachO(bytes) {
  const [SYMBOLS, LOAD, EXTERNAL, TYPE, DEBUG] = [2, 0xc, 1, 0xe, 0xe0];
  const exports = [];
  const needs = [];
  for (let i = bytes.readUInt32LE(16), at = 32; i > 0; i--, at += bytes.readUInt32LE(at + 4)) {
    const command = bytes.readUInt32LE(at);
    if (command === LOAD) needs.push(text(bytes, at + bytes.readUInt32LE(at + 8)));
    if (command !== SYMBOLS) continue;
    const [first, count, strings] = [8, 12, 16].map((offset) => bytes.readUInt32LE(at + offset));
    for (let symbol = first; symbol < first + 16 * count; symbol += 16) {
      const kind = bytes[symbol + 4];
      if (kind & EXTERNAL && kind & TYPE && !(kind & DEBUG))
        exports.push(text(bytes, strings + bytes.readUInt32LE(symbol)).replace(/^_/, ''));
    }
  }
  const processor = { 16777228: 'arm64', 16777223: 'x64' }[bytes.readUInt32LE(4)] ?? 'unknown';
  return { format: 'mach-o', processor, exports, needs, versions: [] };
}

function inspectPe(bytes) {
  const header = bytes.readUInt32LE(60) + 4;
  const optional = header + 20;
  const firstSection = optional + bytes.readUInt16LE(header + 16);
  const sections = Array.from({ length: bytes.readUInt16LE(header + 2) }, (_, i) => firstSection + 40 * i);
  /** Where in the file an address of the loaded library is. */
  const place = (address) => {
    const section = sections.find((at) => {
      const from = bytes.readUInt32LE(at + 12);
      return (
        address >= from && address < from + Math.max(bytes.readUInt32LE(at + 8), bytes.readUInt32LE(at + 16))
      );
    });
    return address - bytes.readUInt32LE(section + 12) + bytes.readUInt32LE(section + 20);
  };
  const directory = (i) => bytes.readUInt32LE(optional + 112 + 8 * i);
  const exports = [];
  if (directory(0) !== 0) {
    const table = place(directory(0));
    const names = place(bytes.readUInt32LE(table + 32));
    for (let i = 0; i < bytes.readUInt32LE(table + 24); i++)
      exports.push(text(bytes, place(bytes.readUInt32LE(names + 4 * i))));
  }
  const needs = [];
  for (let at = place(directory(1)); bytes.readUInt32LE(at + 12) !== 0; at += 20)
    needs.push(text(bytes, place(bytes.readUInt32LE(at + 12))));
  const processor = { 34404: 'x64', 43620: 'arm64' }[bytes.readUInt16LE(header)] ?? 'unknown';
  return { format: 'pe', processor, exports, needs, versions: [] };
}
