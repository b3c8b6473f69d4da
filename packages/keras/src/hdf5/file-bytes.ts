import { KerasFileError } from '../keras-file-error.ts';

/** What HDF5 writes where an address leads nowhere. */
export const NOWHERE: number = Number.POSITIVE_INFINITY;

/** Bytes per structure that a reader may look at: no message, link or node takes less. */
const LEAST_BYTES = 4;
/** What a structure counts that stays in memory: it takes fewer bytes there than four times so many. */
export const KEPT = 4;

/**
 * The bytes of an HDF5 file, little-endian. Every read is checked against the end of the file, and the number of structures
 * that are read against its size: a file that leads in circles, or to one place again and again, runs out of it.
 */
export class FileBytes {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #left: number;
  #content: number;
  #headers: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#left = 64 + bytes.length / LEAST_BYTES;
    this.#content = bytes.length;
    this.#headers = bytes.length;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** Counts structures that are about to be read. */
  spend(structures = 1): void {
    this.#left -= structures;
    if (this.#left < 0) throw damaged('its parts lead in circles');
  }

  /** Counts bytes of content that are handed out: together they are not more than the file, also where several places lead to the same ones. */
  claim(size: number): void {
    this.#content -= size;
    if (this.#content < 0) throw damaged('its content is used more than once');
  }

  /** Counts bytes of headers of objects, which several objects could have in common. Texts in a header are content as well. */
  claimHeader(size: number): void {
    this.#headers -= size;
    if (this.#headers < 0) throw damaged('its headers are used more than once');
  }

  u8(at: number): number {
    return this.#view.getUint8(this.#within(at, 1));
  }

  u16(at: number): number {
    return this.#view.getUint16(this.#within(at, 2), true);
  }

  u32(at: number): number {
    return this.#view.getUint32(this.#within(at, 4), true);
  }

  /** A length or size of 8 bytes. */
  u64(at: number): number {
    const low = this.u32(at);
    return this.u32(at + 4) * 2 ** 32 + low;
  }

  /** An address; `NOWHERE` where there is none. */
  address(at: number): number {
    return this.u32(at) === 0xffffffff && this.u32(at + 4) === 0xffffffff ? NOWHERE : this.u64(at);
  }

  /** An unsigned number of 1, 2, 4 or 8 bytes. */
  unsigned(at: number, size: number): number {
    if (size === 8) return this.u64(at);
    return size === 4 ? this.u32(at) : size === 2 ? this.u16(at) : this.u8(at);
  }

  /** A part of the file, not a copy. */
  part(at: number, length: number): Uint8Array {
    return this.#bytes.subarray(this.#within(at, length), at + length);
  }

  /** Latin letters that mark a structure. */
  signature(at: number, length = 4): string {
    return String.fromCharCode(...this.part(at, length));
  }

  /** @throws KerasFileError unless a structure begins with its signature */
  expect(at: number, signature: string): void {
    if (this.signature(at, signature.length) !== signature)
      throw damaged(`no ${signature} where one belongs`);
  }

  #within(at: number, length: number): number {
    if (at >= 0 && length >= 0 && at + length <= this.#bytes.length) return at;
    throw damaged('it is cut off, or leads beyond its end');
  }
}

export function damaged(reason: string): KerasFileError {
  return new KerasFileError(`the HDF5 data are damaged (${reason}).`);
}

export function unsupported(what: string): KerasFileError {
  return new KerasFileError(`the HDF5 data hold ${what}, which Keras does not write. Save the model again.`);
}
