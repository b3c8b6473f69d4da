import { type Tensor, tensor, withNumbers } from '@seqloom/backend';

/** A gradient and what multiplies it. */
export interface WeightedGradient {
  /** float32; undefined where there is none. */
  readonly tensor: Tensor | undefined;
  /** 0 leaves out numbers that are not finite, too. */
  readonly weight: number;
}

/** Gradients one after another in one buffer, which is kept from step to step. */
export class FlatGradients {
  #buffer: Float32Array<ArrayBuffer> = new Float32Array(0);

  /**
   * Copies gradients into the buffer. All reads begin before the first wait.
   *
   * @param tail what follows them
   */
  async fill(
    gradients: readonly WeightedGradient[],
    tail: readonly number[] = [],
  ): Promise<Float32Array<ArrayBuffer>> {
    const size = gradients.reduce((total, { tensor }) => total + (tensor?.size ?? 0), tail.length);
    if (this.#buffer.length !== size) this.#buffer = new Float32Array(size);
    const buffer = this.#buffer;
    const reads: (void | Promise<void>)[] = [];
    let place = 0;
    for (const { tensor, weight } of gradients) {
      if (!tensor) continue;
      const part = buffer.subarray(place, place + tensor.size);
      if (weight === 0) part.fill(0);
      else reads.push(withNumbers(tensor, (numbers) => copyTimes(weight, numbers, part)));
      place += tensor.size;
    }
    buffer.set(tail, place);
    await Promise.all(reads);
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

function copyTimes(weight: number, numbers: Float32Array, to: Float32Array): void {
  if (weight === 1) to.set(numbers);
  else for (let i = 0; i < to.length; i++) to[i] = weight * numbers[i]!;
}
