import { sizeOf } from '@seqloom/options';
import { damaged, type FileBytes, KEPT, unsupported } from './file-bytes.ts';
import { readFilters, unfiltered } from './filters.ts';

const TREE_HEADER_BYTES = 24;
const OF_CHUNKS = 1;
const MOST_LEVELS = 8;
/** Upper bound on axes; a weight has at most four. */
const MOST_AXES = 8;
/** How many times larger deflate can make data, at most. */
const MOST_RATIO = 1032;

/** A chunk: its first element along each axis, where its bytes are, and which filters it did not go through. */
interface Chunk {
  readonly offsets: readonly number[];
  readonly at: number;
  readonly size: number;
  readonly skipped: number;
}

/** A dataset that is stored in chunks. */
export interface ChunkedDataset {
  readonly shape: readonly number[];
  /** Bytes of an element. */
  readonly width: number;
  /** Where its layout message is, and that of its filters, if there are any. */
  readonly layout: number;
  readonly filters: number | undefined;
}

/**
 * The values of a dataset in chunks, one after another. The chunks are all found before anything is allocated: what they may unpack to is
 * compared with the bytes that the file has for them.
 *
 * @param budget takes the size of the values and the number of chunks, and throws where it is too much
 * @throws KerasFileError for chunks that are damaged, missing or come twice, and for filters that are not known here
 *
 * **Source**: HDF5 File Format Specification 3.0, III.A.1 and IV.A.2.i.
 */
export async function readChunks(
  bytes: FileBytes,
  { shape, width, layout, filters }: ChunkedDataset,
  budget: (size: number, chunks: number) => void,
): Promise<Uint8Array> {
  const rank = bytes.u8(layout + 2) - 1;
  if (rank !== shape.length || rank < 1 || rank > MOST_AXES)
    throw damaged('chunks have other axes than the dataset');
  const sizes = shape.map((_, axis) => bytes.u32(layout + 11 + 4 * axis));
  const chunkBytes = sizeOf(sizes) * width;
  if (bytes.u32(layout + 11 + 4 * rank) !== width || chunkBytes === 0)
    throw damaged('chunks have elements of another size');
  const counts = shape.map((size, axis) => Math.ceil(size / sizes[axis]!));
  const chunks = findChunks(bytes, bytes.address(layout + 3), rank);
  const places = new Set(
    chunks.map(({ offsets }) =>
      offsets.reduce((at, offset, axis) => at * counts[axis]! + placeOf(offset, axis), 0),
    ),
  );
  function placeOf(offset: number, axis: number): number {
    const place = offset / sizes[axis]!;
    if (Number.isInteger(place) && place < counts[axis]!) return place;
    throw damaged('a chunk is outside of its dataset');
  }
  if (places.size !== chunks.length || chunks.length !== sizeOf(counts))
    throw damaged('a dataset lacks chunks, or has one twice');
  const pipeline = filters === undefined ? [] : readFilters(bytes, filters);
  const stored = chunks.reduce((total, { size }) => total + size, 0);
  bytes.claim(stored);
  const total = sizeOf(shape) * width;
  if (chunks.length * chunkBytes > MOST_RATIO * stored)
    throw damaged(`${stored} bytes of chunks cannot hold ${total}`);
  budget(total, chunks.length);
  const values = new Uint8Array(total);
  for (const { offsets, at, size, skipped } of chunks) {
    const content = await unfiltered(bytes.part(at, size), pipeline, skipped, chunkBytes, width);
    put(values, shape, content, sizes, offsets, width);
  }
  return values;
}

function findChunks(bytes: FileBytes, root: number, rank: number): readonly Chunk[] {
  const chunks: Chunk[] = [];
  const keyBytes = 8 + 8 * (rank + 1);
  const open: { readonly address: number; readonly level: number | undefined }[] = [
    { address: root, level: undefined },
  ];
  for (let node = open.pop(); node; node = open.pop()) {
    const { address } = node;
    bytes.expect(address, 'TREE');
    const level = bytes.u8(address + 5);
    if (bytes.u8(address + 4) !== OF_CHUNKS) throw unsupported('chunks in another order');
    if (level !== (node.level ?? level) || level > MOST_LEVELS) throw damaged('a tree has another depth');
    const count = bytes.u16(address + 6);
    bytes.spend(KEPT * (count + 1));
    for (let i = 0; i < count; i++) {
      const key = address + TREE_HEADER_BYTES + i * (keyBytes + 8);
      const at = bytes.address(key + keyBytes);
      if (level > 0) open.push({ address: at, level: level - 1 });
      else {
        const offsets = Array.from({ length: rank }, (_, axis) => bytes.u64(key + 8 + 8 * axis));
        chunks.push({ offsets, at, size: bytes.u32(key), skipped: bytes.u32(key + 4) });
      }
    }
  }
  return chunks;
}

/** Copies a chunk into the values, row by row, without what lies beyond their ends. */
function put(
  values: Uint8Array,
  shape: readonly number[],
  chunk: Uint8Array,
  sizes: readonly number[],
  offsets: readonly number[],
  width: number,
): void {
  const last = shape.length - 1;
  const kept = sizes.map((size, axis) => Math.min(size, shape[axis]! - offsets[axis]!));
  const copy = (axis: number, from: number, to: number): void => {
    if (axis === last) {
      const start = (to * shape[axis]! + offsets[axis]!) * width;
      const first = from * sizes[axis]! * width;
      values.set(chunk.subarray(first, first + kept[axis]! * width), start);
      return;
    }
    for (let i = 0; i < kept[axis]!; i++) {
      copy(axis + 1, from * sizes[axis]! + i, to * shape[axis]! + offsets[axis]! + i);
    }
  };
  copy(0, 0, 0);
}
