const INITIAL_BYTES = 1 << 17;

/**
 * The part of a byte stream that is being parsed: what was appended and not yet consumed, in one piece. The buffer is
 * used again and again, so reading a file of any size makes no garbage.
 */
export class ByteWindow {
  /** Valid from `start` to `end`. Replaced by `append`. */
  bytes: Uint8Array = new Uint8Array(INITIAL_BYTES);
  start = 0;
  end = 0;

  get length(): number {
    return this.end - this.start;
  }

  append(chunk: Uint8Array): void {
    if (this.end + chunk.length > this.bytes.length) this.#makeRoom(chunk.length);
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
  }

  #makeRoom(wanted: number): void {
    const unread = this.bytes.subarray(this.start, this.end);
    const needed = unread.length + wanted;
    if (needed > this.bytes.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
      larger.set(unread);
      this.bytes = larger;
    } else {
      this.bytes.copyWithin(0, this.start, this.end);
    }
    this.start = 0;
    this.end = unread.length;
  }
}
