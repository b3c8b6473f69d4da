/** Reverse-mode differentiation of scalars in float64: each number remembers what it was made of. */
export class Tape {
  readonly #values: number[] = [];
  readonly #parents: number[] = [];
  readonly #slopes: number[] = [];

  /** A number to differentiate by, or a constant. */
  leaf(value: number): number {
    return this.#push(value, 0, 0, 0, 0);
  }
  value(node: number): number {
    return this.#values[node]!;
  }
  add(a: number, b: number): number {
    return this.#push(this.value(a) + this.value(b), a, 1, b, 1);
  }
  multiply(a: number, b: number): number {
    return this.#push(this.value(a) * this.value(b), a, this.value(b), b, this.value(a));
  }
  /** `y = f(x)` with `slope = f'(x)`. */
  apply(a: number, { y, slope }: { readonly y: number; readonly slope: number }): number {
    return this.#push(y, a, slope, 0, 0);
  }
  /** Gradient of Σ weight · node for every node. */
  gradients(outputs: readonly (readonly [node: number, weight: number])[]): Float64Array {
    const out = new Float64Array(this.#values.length);
    for (const [node, weight] of outputs) out[node]! += weight;
    for (let node = this.#values.length - 1; node >= 0; node--) {
      const g = out[node]!;
      if (g === 0) continue;
      out[this.#parents[2 * node]!]! += g * this.#slopes[2 * node]!;
      out[this.#parents[2 * node + 1]!]! += g * this.#slopes[2 * node + 1]!;
    }
    return out;
  }
  #push(value: number, a: number, slopeA: number, b: number, slopeB: number): number {
    this.#parents.push(a, b);
    this.#slopes.push(slopeA, slopeB);
    return this.#values.push(value) - 1;
  }
}
