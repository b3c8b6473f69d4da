import { damaged, type FileBytes, NOWHERE, unsupported } from './file-bytes.ts';
import { MESSAGE, type Message } from './object-header.ts';

const HARD_LINK = 0;
const TREE_HEADER_BYTES = 24;
const SYMBOL_BYTES = 40;
const SYMBOLIC_LINK = 2;
/** Of a tree of groups: a level takes at least one node, and nodes have dozens of children. */
const MOST_LEVELS = 8;
/** Bytes of a name; Keras makes them of the names of layers. */
const LONGEST_NAME = 1024;

const utf8 = /* @__PURE__ */ new TextDecoder();

/** The names in a group and the addresses of the objects that they stand for. */
export function readLinks(bytes: FileBytes, messages: readonly Message[]): ReadonlyMap<string, number> {
  const links = new Map<string, number>();
  const add = (name: string, address: number): void => {
    if (links.has(name)) throw damaged('a group has one name twice');
    links.set(name, address);
  };
  for (const { type, at } of messages) {
    if (type === MESSAGE.link) readLink(bytes, at, add);
    else if (type === MESSAGE.symbolTable) readSymbolTable(bytes, at, add);
    else if (type === MESSAGE.linkInfo) refuseDense(bytes, at, 8);
  }
  return links;
}

type AddLink = (name: string, address: number) => void;

/** Refuses what is kept in a heap of its own: `counter` is the size of what comes before its address with the first flag. */
export function refuseDense(bytes: FileBytes, at: number, counter: number): void {
  const heap = bytes.address(at + 2 + (bytes.u8(at + 1) & 1 ? counter : 0));
  if (heap !== NOWHERE) throw unsupported('names in the dense form of libver="latest"');
}

function readLink(bytes: FileBytes, start: number, add: AddLink): void {
  const flags = bytes.u8(start + 1);
  let at = start + 2;
  const type = flags & 8 ? bytes.u8(at++) : HARD_LINK;
  if (flags & 4) at += 8; // order of creation
  if (flags & 16) at += 1; // character set
  const lengthBytes = 1 << (flags & 3);
  const length = bytes.unsigned(at, lengthBytes);
  at += lengthBytes;
  bytes.claim(length);
  const name = utf8.decode(bytes.part(at, length));
  if (type !== HARD_LINK) throw unsupported('links to other names or files');
  add(name, bytes.address(at + length));
}

/** The older form: a tree of nodes with names in a heap. */
function readSymbolTable(bytes: FileBytes, at: number, add: AddLink): void {
  const heap = bytes.address(at + 8);
  bytes.expect(heap, 'HEAP');
  const names = bytes.part(bytes.address(heap + 24), bytes.u64(heap + 8));
  const nodes: { readonly address: number; readonly level: number | undefined }[] = [
    { address: bytes.address(at), level: undefined },
  ];
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    const { address } = node;
    bytes.expect(address, 'TREE');
    const level = bytes.u8(address + 5);
    if (level !== (node.level ?? level) || level > MOST_LEVELS) throw damaged('a tree has another depth');
    const count = bytes.u16(address + 6);
    bytes.spend(count + 1);
    for (let i = 0; i < count; i++) {
      const child = bytes.address(address + TREE_HEADER_BYTES + 8 + 16 * i);
      if (level > 0) nodes.push({ address: child, level: level - 1 });
      else readSymbols(bytes, child, names, add);
    }
  }
}

function readSymbols(bytes: FileBytes, node: number, names: Uint8Array, add: AddLink): void {
  bytes.expect(node, 'SNOD');
  const count = bytes.u16(node + 6);
  bytes.spend(count + 1);
  for (let i = 0; i < count; i++) {
    const entry = node + 8 + SYMBOL_BYTES * i;
    if (bytes.u32(entry + 16) === SYMBOLIC_LINK) throw unsupported('links to other names or files');
    const start = bytes.u64(entry);
    const name = names.subarray(start, start + LONGEST_NAME);
    const end = name.indexOf(0);
    if (end < 0) throw damaged('a name has no end');
    bytes.claim(end);
    add(utf8.decode(name.subarray(0, end)), bytes.address(entry + 8));
  }
}
