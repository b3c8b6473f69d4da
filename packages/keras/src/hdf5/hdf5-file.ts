import { unpackedLimit } from '@seqloom/archives';
import { sizeOf } from '@seqloom/options';
import { readChunks } from './chunks.ts';
import { type Datatype, readDataspace, readDatatype } from './datatype.ts';
import { damaged, FileBytes, NOWHERE, unsupported } from './file-bytes.ts';
import { GlobalHeap } from './global-heap.ts';
import { readLinks, refuseDense } from './links.ts';
import { MESSAGE, type Message, readMessages } from './object-header.ts';
import { readFloats, readTexts } from './values.ts';

/** The first bytes of every HDF5 file. */
const SIGNATURE = '\x89HDF\r\n\x1a\n';

const COMPACT = 0;
const CONTIGUOUS = 1;
const CHUNKED = 2;
/** Upper bound on the chunks of a file, each of which is unpacked by itself; h5py makes them of 16 kB and more. */
const MOST_CHUNKS = 20_000;

/** Whether bytes begin as an HDF5 file does. */
export function isHdf5(bytes: Uint8Array): boolean {
  return [...SIGNATURE].every((letter, i) => bytes[i] === letter.charCodeAt(0));
}

/**
 * An HDF5 file in the forms that h5py and TensorFlow write for Keras: groups, attributes, and datasets, whole or in chunks.
 * It reads what is asked for. Nothing is allocated by what a file says before the file is known to hold it.
 *
 * **Source**: HDF5 File Format Specification 3.0.
 */
export class Hdf5File {
  readonly root: Hdf5Object;
  readonly rootAddress: number;
  readonly #objects = new Map<number, Hdf5Object>();
  readonly #bytes: FileBytes;
  readonly #heap: GlobalHeap;

  constructor(content: Uint8Array) {
    this.#bytes = new FileBytes(content);
    this.#heap = new GlobalHeap(this.#bytes);
    this.#bytes.expect(0, SIGNATURE);
    this.rootAddress = this.#rootAddress();
    this.root = this.objectAt(this.rootAddress);
  }

  /** The object of a path from the root, such as `layers/dense/vars/0`. */
  find(path: string): Hdf5Object | undefined {
    return this.root.find(path);
  }

  /**
   * Unpacks the datasets that are stored in chunks, as h5py writes them with `compression`. Without it, their values cannot be read.
   *
   * @throws KerasFileError where they would be more than 200 times the size of the file
   */
  async unpack(): Promise<void> {
    let left = unpackedLimit(this.#bytes.length);
    let chunksLeft = MOST_CHUNKS;
    const budget = (size: number, chunks: number): void => {
      left -= size;
      chunksLeft -= chunks;
      if (chunksLeft < 0) throw unsupported(`more than ${MOST_CHUNKS} chunks`);
      if (left < 0) throw damaged('its chunks would unpack to more than 200 times its size');
    };
    const seen = new Set<Hdf5Object>();
    const open = [this.root];
    for (let object = open.pop(); object; object = open.pop()) {
      if (seen.has(object)) continue;
      seen.add(object);
      if (object.isDataset) await object.unpack(budget);
      else open.push(...object.names.map((name) => object!.get(name)!));
    }
  }

  objectAt(address: number): Hdf5Object {
    const known = this.#objects.get(address);
    if (known) return known;
    const object = new Hdf5Object(this, this.#bytes, this.#heap, readMessages(this.#bytes, address));
    this.#objects.set(address, object);
    return object;
  }

  #rootAddress(): number {
    const bytes = this.#bytes;
    const version = bytes.u8(8);
    const first = version < 2;
    const sizes = first ? 13 : 9;
    if (version > 3) throw unsupported(`a superblock of version ${version}`);
    if (bytes.u8(sizes) !== 8 || bytes.u8(sizes + 1) !== 8)
      throw unsupported('addresses of other than 8 bytes');
    const base = first ? 24 + 4 * version : 12;
    if (bytes.u64(base) !== 0) throw unsupported('other data before the file');
    return bytes.address(first ? base + 40 : 36);
  }
}

/** A group or a dataset. */
export class Hdf5Object {
  readonly #file: Hdf5File;
  readonly #bytes: FileBytes;
  readonly #heap: GlobalHeap;
  readonly #messages: readonly Message[];
  #links: ReadonlyMap<string, number> | undefined;
  #unpacked: Uint8Array | undefined;

  constructor(file: Hdf5File, bytes: FileBytes, heap: GlobalHeap, messages: readonly Message[]) {
    this.#file = file;
    this.#bytes = bytes;
    this.#heap = heap;
    this.#messages = messages;
  }

  get isDataset(): boolean {
    return this.#message(MESSAGE.layout) !== undefined;
  }

  /** The names in a group. */
  get names(): readonly string[] {
    return [...this.#linked().keys()];
  }

  get(name: string): Hdf5Object | undefined {
    const address = this.#linked().get(name);
    return address === undefined ? undefined : this.#file.objectAt(address);
  }

  find(path: string): Hdf5Object | undefined {
    const names = path.split('/').filter((name) => name !== '');
    return names.reduce<Hdf5Object | undefined>((object, name) => object?.get(name), this);
  }

  /** The sizes of a dataset; none for a single number. */
  get shape(): readonly number[] {
    return readDataspace(this.#bytes, this.#needed(MESSAGE.dataspace));
  }

  /** The numbers of a dataset, row-major. They may be the bytes of the file itself. */
  floats(): Float32Array {
    const type = this.#datatype();
    if (this.#unpacked) return readFloats(type, this.#unpacked);
    const bytes = this.#checkedSize(this.shape, type) * type.size;
    const at = this.#needed(MESSAGE.layout);
    if (bytes === 0) return new Float32Array();
    this.#bytes.claim(bytes);
    return readFloats(type, this.#bytes.part(this.#dataAt(at, bytes), bytes));
  }

  /** Reads the values of a dataset in chunks; nothing for another. */
  async unpack(budget: (size: number, chunks: number) => void): Promise<void> {
    const layout = this.#needed(MESSAGE.layout);
    if (this.#bytes.u8(layout) !== 3 || this.#bytes.u8(layout + 1) !== CHUNKED) return;
    const { shape } = this;
    const { size: width } = this.#datatype();
    const filters = this.#message(MESSAGE.filters)?.at;
    if (sizeOf(shape) === 0) this.#unpacked = new Uint8Array();
    else this.#unpacked = await readChunks(this.#bytes, { shape, width, layout, filters }, budget);
  }

  /** The texts of an attribute, or undefined where there is none of this name. */
  texts(name: string): readonly string[] | undefined {
    const attribute = this.#attribute(name);
    if (!attribute) return undefined;
    const { type, shape, at } = attribute;
    return readTexts(type, this.#bytes, at, this.#checkedSize(shape, type), this.#heap);
  }

  #datatype(): Datatype {
    return readDatatype(this.#bytes, this.#needed(MESSAGE.datatype));
  }

  /** The number of values of a shape, of which the file could hold as many. */
  #checkedSize(shape: readonly number[], { size }: Datatype): number {
    const count = sizeOf(shape);
    if (count * Math.max(1, size) <= this.#bytes.length) return count;
    throw damaged(`an array of shape [${shape.join(', ')}] is larger than the file`);
  }

  /** Where the values of a dataset begin. */
  #dataAt(layout: number, wanted: number): number {
    const bytes = this.#bytes;
    const version = bytes.u8(layout);
    const kind = bytes.u8(layout + 1);
    if (version !== 3 && version !== 4) throw unsupported(`a dataset in layout ${version}`);
    if (kind !== COMPACT && kind !== CONTIGUOUS) throw unsupported('chunks in the form of libver="latest"');
    const [at, size] =
      kind === COMPACT
        ? [layout + 4, bytes.u16(layout + 2)]
        : [bytes.address(layout + 2), bytes.u64(layout + 10)];
    if (at === NOWHERE || size !== wanted) throw damaged(`a dataset has ${size} bytes for ${wanted}`);
    return at;
  }

  #attribute(name: string) {
    const bytes = this.#bytes;
    for (const { type, at, size } of this.#messages) {
      if (type === MESSAGE.attributeInfo) refuseDense(bytes, at, 2);
      if (type !== MESSAGE.attribute) continue;
      bytes.spend();
      const version = bytes.u8(at);
      if (version < 1 || version > 3) throw unsupported(`an attribute of version ${version}`);
      const [nameBytes, typeBytes, spaceBytes] = [bytes.u16(at + 2), bytes.u16(at + 4), bytes.u16(at + 6)];
      const padded = (size: number) => (version === 1 ? 8 * Math.ceil(size / 8) : size);
      if (nameBytes > size) throw damaged('the name of an attribute is longer than the attribute');
      const nameAt = at + (version === 3 ? 9 : 8);
      if (attributeName(bytes.part(nameAt, nameBytes)) !== name) continue;
      if (version > 1 && bytes.u8(at + 1) & 3) throw unsupported('an attribute of a named datatype');
      const typeAt = nameAt + padded(nameBytes);
      const spaceAt = typeAt + padded(typeBytes);
      return {
        type: readDatatype(bytes, typeAt),
        shape: readDataspace(bytes, spaceAt),
        at: spaceAt + padded(spaceBytes),
      };
    }
    return undefined;
  }

  #linked(): ReadonlyMap<string, number> {
    this.#links ??= readLinks(this.#bytes, this.#messages);
    return this.#links;
  }

  #message(type: number): Message | undefined {
    return this.#messages.find((message) => message.type === type);
  }

  #needed(type: number): number {
    const message = this.#message(type);
    if (message) return message.at;
    throw damaged('a dataset lacks its form');
  }
}

const utf8 = /* @__PURE__ */ new TextDecoder();

function attributeName(content: Uint8Array): string {
  const end = content.indexOf(0);
  return utf8.decode(end < 0 ? content : content.subarray(0, end));
}
