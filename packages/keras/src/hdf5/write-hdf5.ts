import type { Group } from 'h5wasm';
import { FileBytes } from './file-bytes.ts';
import { Hdf5File } from './hdf5-file.ts';
import { readLinks } from './links.ts';
import { MESSAGE, readMessages } from './object-header.ts';

/** A dataset to be written. */
export interface StoredDataset {
  /** With the groups that it is in: `layers/dense/vars/0`. */
  readonly path: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** What `h5wasm` exports. */
type H5wasm = typeof import('h5wasm');

/**
 * Writes datasets and the texts of attributes as an HDF5 file, with the HDF5 library itself.
 *
 * @param names of groups: their attribute `name`
 * @throws Error when the package `h5wasm` is not installed
 */
export async function writeHdf5(
  datasets: readonly StoredDataset[],
  names: ReadonlyMap<string, string>,
): Promise<Uint8Array> {
  const h5wasm = await loadH5wasm();
  const { FS } = await h5wasm.ready;
  const path = 'model.weights.h5'; // a file in memory, of one call: nothing is awaited until it is read
  const file = new h5wasm.File(path, 'w', { libver: ['earliest', 'latest'] });
  try {
    const groups = new Map<string, Group>([['', file]]);
    const groupAt = (at: string): Group => {
      const known = groups.get(at);
      if (known) return known;
      const cut = at.lastIndexOf('/');
      const group = groupAt(at.slice(0, Math.max(0, cut))).create_group(at.slice(cut + 1));
      groups.set(at, group);
      const name = names.get(at);
      if (name !== undefined) group.create_attribute('name', name);
      return group;
    };
    for (const { path: place, shape, data } of datasets) {
      const cut = place.lastIndexOf('/');
      const dtype = data instanceof Float32Array ? '<f4' : '<i4';
      groupAt(place.slice(0, Math.max(0, cut))).create_dataset({
        name: place.slice(cut + 1),
        data,
        shape: [...shape],
        dtype,
      });
    }
  } finally {
    file.close();
  }
  const bytes = FS.readFile(path);
  FS.unlink(path);
  return withoutTimes(bytes);
}

/** Sets the times at which the objects were written to 0, so that equal models give equal bytes. */
function withoutTimes(bytes: Uint8Array): Uint8Array {
  const file = new FileBytes(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const open = [new Hdf5File(bytes).rootAddress];
  for (let address = open.pop(); address !== undefined; address = open.pop()) {
    const messages = readMessages(file, address);
    for (const { type, at } of messages) {
      if (type === MESSAGE.modificationTime) view.setUint32(at + 4, 0, true);
    }
    const isGroup = messages.every(({ type }) => type !== MESSAGE.layout);
    if (isGroup) open.push(...readLinks(file, messages).values());
  }
  return bytes;
}

async function loadH5wasm(): Promise<H5wasm> {
  try {
    return await import('h5wasm');
  } catch (cause) {
    throw new Error('saveKeras: HDF5 is written by the package h5wasm. Install it: npm install h5wasm.', {
      cause,
    });
  }
}
