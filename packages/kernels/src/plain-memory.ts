const IMPORT_SECTION = 2;
/** Kinds of imports. Of the others (table, global) none is in our binaries, nor in tfjs's. */
const FUNCTION = 0;
const MEMORY = 2;
/** Flags of a memory's limits: has a maximum, is shared. */
const SHARED = 3;

/**
 * Changes a binary that imports a shared memory into one that imports a plain memory, in place. A build for plain memory
 * differs in nothing else, because atomic instructions are valid on both; so one binary serves everywhere.
 *
 * @throws RangeError when the binary imports no shared memory
 */
export function importPlainMemory(binary: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let at = 8;
  const readNumber = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = binary[at++]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const skipName = () => {
    const length = readNumber();
    at += length;
  };
  while (at < binary.length) {
    const section = binary[at++];
    const size = readNumber();
    const end = at + size;
    if (section === IMPORT_SECTION) {
      for (let left = readNumber(); left > 0; left--) {
        skipName();
        skipName();
        const kind = binary[at++];
        if (kind === MEMORY && binary[at] === SHARED) {
          binary[at++] = 0;
          const start = at;
          const initial = readNumber();
          readNumber();
          writePadded(binary, initial, start, at);
          return binary;
        }
        if (kind !== FUNCTION) break;
        readNumber();
      }
    }
    at = end;
  }
  throw new RangeError('importPlainMemory: the binary imports no shared memory.');
}

/** A number in the room of two: the maximum goes, and no byte behind it moves. */
function writePadded(binary: Uint8Array, value: number, start: number, end: number): void {
  let rest = value;
  for (let at = start; at < end; at++, rest >>>= 7) binary[at] = (rest & 127) | (at < end - 1 ? 128 : 0);
}
