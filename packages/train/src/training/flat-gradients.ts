import { type Tensor, tensor } from '@seqloom/backend';

/** Gradients one after another in one buffer, which is kept from step to step. */
export class FlatGradients {
  #buffer: Float32Array<ArrayBuffer> = new Float32Array(0);

  /**
   * Copies gradients into the buffer.
   *
   * @param values of each gradient; undefined where there is none
   * @param weight multiplies all of them
   * @param more places at the end, which are 0
   */
  fill(values: readonly (ArrayLike<number> | undefined)[], weight = 1, more = 0): Float32Array<ArrayBuffer> {
    const size = values.reduce((total, each) => total + (each?.length ?? 0), more);
    if (this.#buffer.length !== size) this.#buffer = new Float32Array(size);
    const buffer = this.#buffer;
    let place = 0;
    for (const each of values) {
      if (!each) continue;
      if (weight === 1) buffer.set(each, place);
      else for (let i = 0; i < each.length; i++) buffer[place + i] = weight * each[i]!;
      place += each.length;
    }
    buffer.fill(0, place);
    return buffer;
  }

  /** Tensors of the shapes of the given ones, with the numbers of the buffer from its beginning on. They belong to the caller. */
  tensors(like: readonly (Tensor | undefined)[]): (Tensor | undefined)[] {
    let place = 0;
    return like.map((given) => {
      if (!given) return undefined;
      const part = this.#buffer.subarray(place, place + given.size);
      place += given.size;
      return tensor(part, given.shape);
    });
  }
}
