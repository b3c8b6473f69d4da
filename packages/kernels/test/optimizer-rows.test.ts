import { beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench, randomFloats, sameBits, type Workbench } from './workbench.ts';

/** A width with vectors in fours, one alone and a rest; rows in several pieces. */
const [ROWS, WIDTH, TOUCHED, STEPS] = [300, 23, 40, 60];
const SIZE = ROWS * WIDTH;
const RATE = { learningRate: 0.1, gradientScale: 0.5 };

let bench: Workbench;
beforeAll(async () => {
  bench = await createWorkbench();
});

/** Rows of a step: some in every step, most in few, and those from 250 on never before the last step. */
function idsOf(step: number): number[] {
  const last = step === STEPS;
  const drawn = [...randomFloats(TOUCHED, step)].map((x) => Math.floor(((x + 1) / 2) * (last ? ROWS : 250)));
  return [...new Set([0, 1, ...drawn])].filter((id) => id >= 0 && id < ROWS).sort((a, b) => a - b);
}

/** Two tables that begin alike: one is updated as a whole, the other in the rows whose gradient is not 0. */
function compare(
  slots: number,
  whole: (at: { w: number; g: number; slots: number[] }, step: number) => void,
  some: (
    at: { w: number; g: number; ids: number; count: number; slots: number[] },
    step: number,
    rows: readonly number[],
  ) => void,
  scale = 1,
): { readonly expected: Float32Array[]; readonly got: Float32Array[] } {
  const make = () => [randomFloats(SIZE, 1), ...Array.from({ length: slots }, () => new Float32Array(SIZE))];
  const [a, b] = [make(), make()].map((tables) => tables.map((table) => bench.put(table)));
  for (let step = 1; step <= STEPS; step++) {
    const rows = idsOf(step);
    const values = randomFloats(rows.length * WIDTH, 1000 + step).map((x) => x * scale);
    const dense = new Float32Array(SIZE);
    for (const [i, id] of rows.entries()) dense.set(values.subarray(i * WIDTH, (i + 1) * WIDTH), id * WIDTH);
    whole({ w: a![0]!, g: bench.put(dense), slots: a!.slice(1) }, step);
    const at = { w: b![0]!, g: bench.put(values), ids: bench.putInts(rows), count: rows.length };
    some({ ...at, slots: b!.slice(1) }, step, rows);
  }
  const read = (tables: readonly number[]) => tables.map((pointer) => bench.floats(pointer, SIZE));
  return { expected: read(a!), got: read(b!) };
}

describe('updates of rows', () => {
  it('of sgd have the bits of the update of the whole table', () => {
    const { expected, got } = compare(
      0,
      ({ w, g }) => bench.kernels.sgd({ w, g, count: SIZE, ...RATE, momentum: 0, nesterov: false }),
      ({ w, g, ids, count }) =>
        bench.kernels.sgdRows({ w, g, ids, count, rows: ROWS, width: WIDTH, ...RATE }),
    );
    expect(sameBits(got[0]!, expected[0]!)).toBe(true);
  });

  // 1e-12: squares of 1e-24, which the means of a row that waits forget within the run.
  for (const [rho, centred, scale] of [
    [0.9, false, 1],
    [0.9, false, 1e-12],
    [0.99, true, 1],
    [0.3, true, 1e-10],
    [0, false, 1],
  ] as const) {
    it(`of rmsprop do, too, though means wait (rho ${rho}${centred ? ', centred' : ''}, gradients of ${scale})`, () => {
      const rule = { ...RATE, rho, epsilon: 1e-9 };
      const had = new Int32Array(ROWS); // updates that the means of a row have had
      const table = { rows: ROWS, width: WIDTH, ...rule };
      const { expected, got } = compare(
        centred ? 2 : 1,
        ({ w, g, slots: [v, a] }) =>
          bench.kernels.rmsprop({
            w,
            g,
            v: v!,
            ...(centred && { a: a! }),
            count: SIZE,
            ...rule,
            momentum: 0,
          }),
        ({ w, g, ids, count, slots: [v, a] }, step, rows) => {
          const missed = bench.putInts(rows.map((id) => step - 1 - had[id]!));
          for (const id of rows) had[id] = step;
          bench.kernels.rmspropRows({ w, g, v: v!, ...(centred && { a: a! }), ids, missed, count, ...table });
          if (step < STEPS) return;
          const all = [...had.keys()];
          bench.kernels.rmspropRows({
            w,
            g: 0,
            v: v!,
            ...(centred && { a: a! }),
            count: ROWS,
            ...table,
            ids: bench.putInts(all),
            missed: bench.putInts(all.map((id) => step - had[id]!)),
          });
        },
        scale,
      );
      for (const [i, table] of expected.entries()) expect(sameBits(got[i]!, table)).toBe(true);
      if (scale < 1) expect(expected[1]!.subarray(0, SIZE).some((x) => x === 0)).toBe(true);
    });
  }

  it('of adam have those of adam in these rows, and leave the others', () => {
    const at = { rows: 4, width: 3, count: 2, ids: bench.putInts([1, 3]) };
    const [table, g] = [randomFloats(12, 1), randomFloats(6, 2)];
    const rule = { ...RATE, beta1: 0.9, beta2: 0.99, epsilon: 1e-7, step: 2 };
    const [w, m, v] = [bench.put(table), bench.put(table), bench.put(table.map(Math.abs))];
    bench.kernels.adamRows({ w, m, v, g: bench.put(g), ...at, ...rule });
    const rows = (x: Float32Array) => [...x.subarray(3, 6), ...x.subarray(9, 12)];
    const alone = [table, table, table.map(Math.abs)].map((x) => bench.put(rows(x)));
    const [w1, m1, v1] = alone as [number, number, number];
    bench.kernels.adam({ w: w1, m: m1, v: v1, g: bench.put(g), count: 6, ...rule });
    for (const [pointer, alone] of [
      [w, w1],
      [m, m1],
      [v, v1],
    ] as const) {
      expect(rows(bench.floats(pointer, 12))).toEqual([...bench.floats(alone, 6)]);
    }
    expect(bench.floats(w, 12).subarray(0, 3)).toEqual(table.subarray(0, 3));
  });

  it('refuse rows outside the table', () => {
    const w = bench.space(12);
    const at = { w, g: w, rows: 4, width: 3, count: 1, ids: bench.putInts([4]) };
    expect(() => bench.kernels.sgdRows({ ...at, ...RATE })).toThrow(
      'sgdRows: ids must lie in 0 … 3, got 4 at position 0.',
    );
  });
});
