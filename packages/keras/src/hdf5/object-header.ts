import { damaged, type FileBytes, KEPT, NOWHERE, unsupported } from './file-bytes.ts';

/** The kinds of messages that are read here, by their number. */
export const MESSAGE = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  modificationTime: 0x12,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

const READ: ReadonlySet<number> = new Set(Object.values(MESSAGE));

/** A message of an object header: where its content is. */
export interface Message {
  readonly type: number;
  readonly at: number;
  readonly size: number;
}

/** Whether a message holds the place of its content instead, as for named datatypes. */
const SHARED = 2;
/** Bytes before the content of a message, at least. */
const SHORTEST = 4;

/**
 * The messages of the object at an address that are read here, those in continued blocks included.
 *
 * **Source**: HDF5 File Format Specification 3.0, IV.A.1.
 */
export function readMessages(bytes: FileBytes, address: number): readonly Message[] {
  if (address === NOWHERE) throw damaged('an object has no place');
  return bytes.u8(address) === 1 ? readFirstVersion(bytes, address) : readSecondVersion(bytes, address);
}

interface Block {
  readonly at: number;
  readonly size: number;
}

function readFirstVersion(bytes: FileBytes, address: number): readonly Message[] {
  const most = bytes.u16(address + 2);
  const messages: Message[] = [];
  let count = 0;
  const blocks: Block[] = [{ at: address + 16, size: bytes.u32(address + 8) }];
  for (const block of blocks) {
    const end = block.at + block.size;
    for (let at = block.at; at + 8 <= end && count < most; count++) {
      const size = bytes.u16(at + 2);
      takeMessage(bytes, messages, blocks, {
        type: bytes.u16(at),
        at: at + 8,
        size,
        flags: bytes.u8(at + 4),
      });
      at += 8 + size;
    }
  }
  return messages;
}

function readSecondVersion(bytes: FileBytes, address: number): readonly Message[] {
  bytes.expect(address, 'OHDR');
  if (bytes.u8(address + 4) !== 2) throw unsupported('an object header of another version');
  const flags = bytes.u8(address + 5);
  let start = address + 6;
  if (flags & 0x20) start += 16; // times
  if (flags & 0x10) start += 4; // limits of compact attributes
  const sizeBytes = 1 << (flags & 3);
  const ordered = flags & 4 ? 2 : 0;
  const messages: Message[] = [];
  const blocks: Block[] = [{ at: start + sizeBytes, size: bytes.unsigned(start, sizeBytes) }];
  for (const [i, block] of blocks.entries()) {
    // A continued block has a signature before and a checksum behind its messages.
    if (i > 0) bytes.expect(block.at, 'OCHK');
    const end = block.at + block.size - (i > 0 ? 4 : 0);
    for (let at = block.at + (i > 0 ? 4 : 0); at + 4 + ordered <= end; ) {
      const size = bytes.u16(at + 1);
      const content = at + 4 + ordered;
      takeMessage(bytes, messages, blocks, {
        type: bytes.u8(at),
        at: content,
        size,
        flags: bytes.u8(at + 3),
      });
      at = content + size;
    }
  }
  return messages;
}

function takeMessage(
  bytes: FileBytes,
  messages: Message[],
  blocks: Block[],
  { type, at, size, flags }: Message & { readonly flags: number },
): void {
  const isRead = READ.has(type); // the others are fill values, comments and space between messages
  bytes.spend(isRead ? KEPT : 1);
  bytes.claimHeader(SHORTEST + bytes.part(at, size).length);
  if (isRead) messages.push({ type, at, size });
  if (type === MESSAGE.continuation) blocks.push({ at: bytes.address(at), size: bytes.u64(at + 8) });
  else if (flags & SHARED && type === MESSAGE.datatype) throw unsupported('a named datatype');
}
