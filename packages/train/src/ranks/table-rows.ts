import { isRowGradient, RowGradient, tensor, writableNumbers } from '@seqloom/backend';
import type { Gradient } from '../optimizers/gradient.ts';
import type { Communicator } from './communicator.ts';
import { type Factors, times } from './large-gradient.ts';

/** Where most rows differ from 0, the rows of a table are not looked at in so many steps. */
const LOOK_AGAIN = 32;

/**
 * Adds up gradients of tables `[V, D]` over all ranks by the rows that differ from 0 on one of them, such as those of the words in a batch: the
 * ranks tell one another which rows they have, then send those of any rank. Each number is the sum of the same numbers as without
 * this, in the same order.
 */
export class TableRows {
  readonly #communicator: Communicator;
  /** By place: for how many steps a table is not looked at. All ranks have the same. */
  readonly #waits = new Map<number, number>();
  readonly #buffers = new Map<number, Float32Array<ArrayBuffer>>();

  constructor(communicator: Communicator) {
    this.#communicator = communicator;
  }

  /**
   * @param place of the table among the weights
   * @param always whether rows that the gradient lacks must not be in the sum
   * @returns the sum in the form of the gradient: rows, or the tensor given, or a new one; undefined, and nothing has changed, where
   * more than half of the rows would be sent
   */
  async sum(
    place: number,
    gradient: Gradient,
    always: boolean,
    { before, after }: Factors,
  ): Promise<Gradient | undefined> {
    const wait = this.#waits.get(place) ?? 0;
    if (wait > 0 && !always) {
      this.#waits.set(place, wait - 1);
      return undefined;
    }
    const [total, width] = gradient.shape as [number, number];
    const own = await readRows(gradient);
    const rows = await this.#rowsOfAny(before === 0 ? [] : own.rows, total);
    if (2 * rows.length > total && !always) {
      this.#waits.set(place, LOOK_AGAIN - 1);
      return undefined;
    }
    const values = this.#bufferOf(place, rows.length * width);
    if (before !== 0) own.copyTo(values, rows);
    times(values, before);
    if (values.length > 0) await this.#communicator.allReduce(values);
    times(values, after);
    if (isRowGradient(gradient)) {
      return new RowGradient(gradient.shape, rows, tensor(values, [rows.length, width]));
    }
    const { numbers } = own;
    if (before === 0) numbers.fill(0); // what a rank without rows has computed does not count
    for (const [i, row] of rows.entries()) copyRow(values, i, numbers, row, width);
    return own.inPlace ? gradient : tensor(numbers, gradient.shape);
  }

  /** The rows that any rank has, in rising order. */
  async #rowsOfAny(own: ArrayLike<number>, total: number): Promise<Int32Array> {
    // Numbers of as many digits as float32 holds: one for each row, to a base in which the sum over the ranks does not carry.
    const base = this.#communicator.size + 1;
    const powers = [1];
    while (powers.at(-1)! * base ** 2 <= 2 ** 24) powers.push(powers.at(-1)! * base);
    const digits = powers.length;
    const marks = new Float32Array(Math.ceil(total / digits));
    for (let i = 0; i < own.length; i++) marks[Math.floor(own[i]! / digits)]! += powers[own[i]! % digits]!;
    await this.#communicator.allReduce(marks);
    const rows = new Int32Array(total);
    let count = 0;
    for (const [i, sum] of marks.entries()) {
      for (let row = i * digits, rest = sum; rest > 0; row++, rest = Math.floor(rest / base)) {
        if (rest % base > 0) rows[count++] = row;
      }
    }
    return rows.slice(0, count);
  }

  /** Zeros. */
  #bufferOf(place: number, length: number): Float32Array<ArrayBuffer> {
    let buffer = this.#buffers.get(place);
    if (!buffer || buffer.length < length) {
      buffer = new Float32Array(length);
      this.#buffers.set(place, buffer);
    }
    return buffer.subarray(0, length).fill(0);
  }
}

/** The rows of a gradient that may differ from 0. */
interface OwnRows {
  /** In rising order. */
  readonly rows: Int32Array;
  /** Of all rows of a dense gradient, of those named of a gradient of rows. */
  readonly numbers: Float32Array;
  /** Whether the numbers are those of the tensor itself. */
  readonly inPlace: boolean;
  /** @param target the rows of `rows`, among which all own ones are */
  copyTo(target: Float32Array, rows: Int32Array): void;
}

async function readRows(gradient: Gradient): Promise<OwnRows> {
  const [total, width] = gradient.shape as [number, number];
  const isRows = isRowGradient(gradient);
  const memory = writableNumbers(isRows ? gradient.rows : gradient);
  const numbers = memory ?? ((await (isRows ? gradient.rows : gradient).data()) as Float32Array);
  const rows = isRows ? gradient.indices : rowsNotZero(numbers, total, width);
  return {
    rows,
    numbers,
    inPlace: memory !== undefined,
    copyTo(target, all) {
      let next = 0;
      for (const [i, row] of all.entries()) {
        if (rows[next] !== row) continue;
        copyRow(numbers, isRows ? next : row, target, i, width);
        next++;
      }
    },
  };
}

function copyRow(from: Float32Array, row: number, to: Float32Array, target: number, width: number): void {
  for (let i = 0; i < width; i++) to[target * width + i] = from[row * width + i]!;
}

function rowsNotZero(numbers: Float32Array, total: number, width: number): Int32Array {
  const rows = new Int32Array(total);
  let count = 0;
  for (let row = 0; row < total; row++) {
    const end = (row + 1) * width;
    let i = row * width;
    while (i < end && numbers[i] === 0) i++;
    if (i < end) rows[count++] = row;
  }
  return rows.subarray(0, count);
}
