/** HDF5 files that h5py would not write, byte by byte: a superblock, a group in the older form, and what its tree leads to. */

const SUPERBLOCK = 96;
const HEADER = 64;

function newFile(size: number): Buffer {
  const file = Buffer.alloc(size);
  file.write('\x89HDF\r\n\x1a\n', 0, 'latin1');
  file[13] = 8;
  file[14] = 8;
  file.writeUInt16LE(4, 16);
  file.writeUInt16LE(16, 18);
  file.writeBigUInt64LE(2n ** 64n - 1n, 32);
  file.writeBigUInt64LE(BigInt(size), 40);
  file.writeBigUInt64LE(2n ** 64n - 1n, 48);
  file.writeBigUInt64LE(BigInt(SUPERBLOCK), 64); // the root group
  return file;
}

/** A group whose names are in a heap and whose members are in a tree. */
function putGroup(file: Buffer, at: number, tree: number, heap: number): void {
  file[at] = 1;
  file.writeUInt16LE(1, at + 2);
  file.writeUInt32LE(1, at + 4);
  file.writeUInt32LE(24, at + 8);
  file.writeUInt16LE(0x11, at + 16);
  file.writeUInt16LE(16, at + 18);
  file.writeBigUInt64LE(BigInt(tree), at + 24);
  file.writeBigUInt64LE(BigInt(heap), at + 32);
}

function putHeap(file: Buffer, at: number, names: string): void {
  file.write('HEAP', at, 'latin1');
  file.writeBigUInt64LE(BigInt(names.length), at + 8);
  file.writeBigUInt64LE(BigInt(at + 32), at + 24);
  file.write(names, at + 32, 'latin1');
}

function putNode(file: Buffer, at: number, level: number, children: readonly number[]): void {
  file.write('TREE', at, 'latin1');
  file[at + 5] = level;
  file.writeUInt16LE(children.length, at + 6);
  for (const [i, child] of children.entries()) file.writeBigUInt64LE(BigInt(child), at + 32 + 16 * i);
}

/** A group of which every name is the group itself. */
export function cyclicGroups(): Uint8Array {
  const names = ['model_weights', 'layers', 'optimizer', 'dense', 'vars'];
  const file = newFile(2048);
  const [tree, heap, symbols] = [SUPERBLOCK + HEADER, 800, 400];
  putGroup(file, SUPERBLOCK, tree, heap);
  putHeap(file, heap, `${names.join('\0')}\0`);
  putNode(file, tree, 0, [symbols]);
  file.write('SNOD', symbols, 'latin1');
  file[symbols + 4] = 1;
  file.writeUInt16LE(names.length, symbols + 6);
  let offset = 0;
  for (const [i, name] of names.entries()) {
    file.writeBigUInt64LE(BigInt(offset), symbols + 8 + 40 * i);
    file.writeBigUInt64LE(BigInt(SUPERBLOCK), symbols + 16 + 40 * i);
    offset += name.length + 1;
  }
  return new Uint8Array(file);
}

/** A root with an attribute whose name is said to go on behind the attribute. */
export function longAttributeName(): Uint8Array {
  const file = newFile(2048);
  file[SUPERBLOCK] = 1;
  file.writeUInt16LE(1, SUPERBLOCK + 2);
  file.writeUInt32LE(24, SUPERBLOCK + 8);
  file.writeUInt16LE(0x0c, SUPERBLOCK + 16);
  file.writeUInt16LE(16, SUPERBLOCK + 18);
  file[SUPERBLOCK + 24] = 1;
  file.writeUInt16LE(1000, SUPERBLOCK + 26);
  return new Uint8Array(file);
}

/** A group of 60 groups whose headers all go on in the same block, with an attribute of 16,000 letters. */
export function sharedHeaders(): Uint8Array {
  const names = Array.from({ length: 60 }, (_, i) => `group${i}`);
  const letters = 16_000;
  const [tree, symbols, heap] = [SUPERBLOCK + HEADER, 800, 4000];
  const [headers, block] = [5000, 10_000];
  const file = newFile(block + letters + 200);
  putGroup(file, SUPERBLOCK, tree, heap);
  putHeap(file, heap, `${names.join('\0')}\0`);
  putNode(file, tree, 0, [symbols]);
  file.write('SNOD', symbols, 'latin1');
  file.writeUInt16LE(names.length, symbols + 6);
  let offset = 0;
  for (const [i, name] of names.entries()) {
    const at = headers + 48 * i;
    file.writeBigUInt64LE(BigInt(offset), symbols + 8 + 40 * i);
    file.writeBigUInt64LE(BigInt(at), symbols + 16 + 40 * i);
    offset += name.length + 1;
    file[at] = 1;
    file.writeUInt16LE(2, at + 2);
    file.writeUInt32LE(24, at + 8);
    putMessage(file, at + 16, 0x10, 16);
    file.writeBigUInt64LE(BigInt(block), at + 24);
    file.writeBigUInt64LE(BigInt(letters + 48), at + 32);
  }
  putMessage(file, block, 0x0c, letters + 40);
  file[block + 8] = 1; // the version of the attribute, then the sizes of its parts
  for (const [i, size] of [5, 8, 8].entries()) file.writeUInt16LE(size, block + 10 + 2 * i);
  file.write('name', block + 16, 'latin1');
  file[block + 24] = 0x13; // text
  file.writeUInt32LE(letters, block + 28);
  file[block + 32] = 1; // one value
  file.fill('x', block + 40, block + 40 + letters);
  return new Uint8Array(file);
}

function putMessage(file: Buffer, at: number, type: number, size: number): void {
  file.writeUInt16LE(type, at);
  file.writeUInt16LE(size, at + 2);
}

/** A tree of eight levels, in each of which all 32 children are one node: 32⁸ ways to the leaves. */
export function sharedTreeNodes(): Uint8Array {
  const levels = 8;
  const node = 32 + 16 * 33;
  const first = SUPERBLOCK + HEADER;
  const file = newFile(first + (levels + 2) * node);
  putGroup(file, SUPERBLOCK, first, first + (levels + 1) * node);
  for (let i = 0; i < levels; i++) {
    putNode(file, first + i * node, levels - 1 - i, Array(32).fill(first + (i + 1) * node));
  }
  const symbols = first + levels * node;
  file.write('SNOD', symbols, 'latin1');
  putHeap(file, first + (levels + 1) * node, '\0');
  return new Uint8Array(file);
}
