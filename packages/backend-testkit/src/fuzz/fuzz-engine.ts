import * as s from '@seqloom/backend';
import { corrupt } from './corrupt.ts';
import { createDraw, type Draw } from './draw.ts';
import { isNd, type Nd, Refused } from './nd.ts';
import { type FuzzedOp, OPS } from './ops.ts';

/** Options of {@link fuzzEngine}. */
export interface FuzzOptions {
  /** Seed of the calls: an integer from 0 on. */
  readonly seed: number;
  /** How many calls, half of them corrupted. */
  readonly calls: number;
}

/** Counts of a run. */
export interface FuzzReport {
  /** Calls that the reference answers, and whose answer was right. */
  readonly answered: number;
  /** Calls that the reference refuses, and that were refused with an error of the operation's own. */
  readonly refused: number;
  /** Calls whose gradient was compared with a difference of values. */
  readonly differentiated: number;
}

const GUARDS = 40;
/** After this many calls the guards are read, and one of them moves to a new buffer. */
const ROUND = 25;

/**
 * Calls the operations of the engine with random arguments, every second time with one of them corrupted, beside 40
 * guard tensors. A reference in plain JavaScript and float64 says for each call whether it must be refused, and what it
 * gives otherwise.
 *
 * An operation's own error is a RangeError, a TypeError or an Error whose message begins with the operation's name.
 *
 * @throws Error that shows the call, for a wrong number, shape or dtype, for a missing or foreign error, for a tensor
 * that is left behind, and for a guard that has changed
 * @example
 * ```ts
 * const { answered, refused } = await fuzzEngine({ seed: 1, calls: 20_000 });
 * ```
 */
export async function fuzzEngine({ seed, calls }: FuzzOptions): Promise<FuzzReport> {
  const report = { answered: 0, refused: 0, differentiated: 0 };
  const guards = Array.from({ length: GUARDS }, (_, i) => makeGuard(i));
  let recent: string[] = [];
  try {
    for (let step = 0; step < calls; step++) {
      const draw = createDraw(seed, step);
      const op = draw.pick(OPS);
      let args = op.draw(draw);
      // Not every change makes a call wrong.
      for (let i = 0; step % 2 === 1 && i < 6 && answer(op, args); i++) args = corrupt(draw, args);
      const call = `seed ${seed}, call ${step}: ${op.name}(${args.map(show).join(', ')})`;
      recent.push(call);
      try {
        await check(op, args, draw, step % 2 === 0, report);
      } catch (error) {
        throw new Error(`${call}\n${(error as Error).message}`, { cause: error });
      }
      if ((step + 1) % ROUND !== 0 && step + 1 < calls) continue;
      await checkGuards(guards, recent);
      recent = [];
      const place = draw.integer(GUARDS);
      guards[place]!.tensor.dispose();
      guards[place] = makeGuard(draw.integer(1000));
    }
  } finally {
    for (const { tensor } of guards) tensor.dispose();
  }
  return report;
}

interface Guard {
  readonly tensor: s.Tensor;
  readonly value: number;
}

function makeGuard(i: number): Guard {
  const dtype = (['float32', 'int32', 'float32', 'bool'] as const)[i % 4]!;
  const value = dtype === 'bool' ? 1 : 42 + i;
  return { tensor: s.fill([[1, 4, 9, 64][(i >> 2) % 4]!], value, dtype), value };
}

async function checkGuards(guards: readonly Guard[], recent: readonly string[]): Promise<void> {
  for (const { tensor, value } of guards) {
    const data = await tensor.data();
    if (data.every((v) => v === value)) continue;
    throw new Error(`A guard of ${value} has become ${Array.from(data)} in one of\n${recent.join('\n')}`);
  }
}

/** What a call must give, undefined for one that must be refused. */
function answer(op: FuzzedOp, args: readonly unknown[]): readonly Nd[] | undefined {
  try {
    return list(op.expect(...args));
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** Makes a call and compares it with the reference. */
async function check(
  op: FuzzedOp,
  args: readonly unknown[],
  draw: Draw,
  whole: boolean,
  report: { answered: number; refused: number; differentiated: number },
): Promise<void> {
  const expected = answer(op, args);
  const tensors: s.Tensor[] = [];
  const given = args.map((arg) => onBackend(arg, tensors));
  const before = s.liveTensors();
  let got: readonly s.Tensor[] | undefined;
  let refusal: unknown;
  try {
    got = list(op.run(...(given as never[])));
  } catch (error) {
    refusal = error;
  }
  try {
    if (!expected) {
      if (got) throw new Error(`gave ${got.map(({ shape }) => `[${shape}]`)}, expected an error.`);
      if (!isOwn(op.name, refusal))
        throw new Error(`refused with a foreign error: ${refusal}`, { cause: refusal });
      report.refused++;
    } else {
      if (!got) throw new Error(`was refused: ${refusal}`, { cause: refusal });
      await compare(got, expected, op.tolerance ?? 2e-5);
      report.answered++;
    }
    const made = s.liveTensors() - before;
    if (made !== (got?.length ?? 0)) throw new Error(`left ${made} tensors, expected ${got?.length ?? 0}.`);
    if (expected && op.name !== 'update' && draw.chance(0.25)) {
      // Corrupted numbers may lie where the derivative is infinite.
      const compared = await differentiate(op, args, expected, draw, op.smooth === true && whole);
      report.differentiated += Number(compared);
    }
  } finally {
    s.dispose(...(got ?? []), ...tensors);
  }
}

/** Takes the gradient of a call; where its derivative exists everywhere, compares it with a difference of the reference. */
async function differentiate(
  op: FuzzedOp,
  args: readonly unknown[],
  expected: readonly Nd[],
  draw: Draw,
  compared: boolean,
): Promise<boolean> {
  if (
    expected.length === 0 ||
    expected.some(({ dtype, data }) => dtype !== 'float32' || !data.every(isSmall))
  )
    return false;
  const tensors: s.Tensor[] = [];
  const given = args.map((arg) => onBackend(arg, tensors));
  const arrays: Nd[] = [];
  for (const arg of args) collect(arg, arrays);
  const floats = arrays.flatMap(({ dtype, data }, i) =>
    dtype === 'float32' && data.every(isSmall) ? [i] : [],
  );
  if (floats.length === 0) {
    s.dispose(...tensors);
    return false;
  }
  const before = s.liveTensors();
  const weights = expected.map(({ data }) => data.map(() => (draw.integer(9) - 4) / 4));
  const { value, grads } = s.valueAndGrad(
    () => {
      const outputs = list(op.run(...(given as never[])));
      return outputs
        .map((y, i) => s.sum(s.mul(y, s.tensor(Float32Array.from(weights[i]!), y.shape))))
        .reduce((a, b) => s.add(a, b));
    },
    floats.map((i) => tensors[i]!),
  );
  const slopes = await Promise.all(grads.map((gradient) => gradient?.data()));
  try {
    grads.forEach((gradient, i) => {
      const { shape } = arrays[floats[i]!]!;
      if (gradient && gradient.shape.join() !== shape.join()) {
        throw new Error(`gave a gradient of shape [${gradient.shape}] for an operand of shape [${shape}].`);
      }
    });
  } finally {
    s.dispose(value, ...grads.filter((gradient) => gradient !== undefined));
  }
  const left = s.liveTensors() - before;
  s.dispose(...tensors);
  if (left !== 0) throw new Error(`left ${left} tensors after its gradient was taken.`);
  if (!compared) return false;
  compareSlopes(op, args, arrays, floats, weights, slopes);
  return true;
}

/** Moves all operands in one random direction and compares the change with what the gradients say. */
function compareSlopes(
  op: FuzzedOp,
  args: readonly unknown[],
  arrays: readonly Nd[],
  floats: readonly number[],
  weights: readonly Float64Array[],
  slopes: readonly (s.TensorData | undefined)[],
): void {
  const step = 1e-5;
  const direction = arrays.map(({ data }) => data.map((_, i) => (((i * 7919) % 13) - 6) / 6));
  const value = (by: number) => {
    const moved = new Map(
      arrays.map((array, i) => {
        if (!floats.includes(i)) return [array, array];
        return [array, { ...array, data: array.data.map((v, j) => v + by * direction[i]![j]!) }];
      }),
    );
    const outputs = list(op.expect(...args.map((arg) => replace(arg, moved))));
    return outputs.reduce(
      (sum, { data }, i) => sum + data.reduce((a, v, j) => a + v * weights[i]![j]!, 0),
      0,
    );
  };
  const expected = (value(step) - value(-step)) / (2 * step);
  let [got, size] = [0, 1];
  slopes.forEach((slope, k) => {
    slope?.forEach((v, j) => {
      const change = v * direction[floats[k]!]![j]!;
      got += change;
      size += Math.abs(change);
    });
  });
  if (!(Math.abs(got - expected) <= 1e-4 * size)) {
    throw new Error(`has the slope ${got} along a direction, expected ${expected} (terms sum to ${size}).`);
  }
}

const isSmall = (v: number) => Math.abs(v) < 1e6;

async function compare(got: readonly s.Tensor[], expected: readonly Nd[], tolerance: number): Promise<void> {
  if (got.length !== expected.length)
    throw new Error(`gave ${got.length} tensors, expected ${expected.length}.`);
  for (const [i, want] of expected.entries()) {
    const { shape, dtype } = got[i]!;
    if (shape.join() !== want.shape.join() || dtype !== want.dtype) {
      throw new Error(`gave ${dtype} [${shape}], expected ${want.dtype} [${want.shape}].`);
    }
    const data = await got[i]!.data();
    const scale = want.data.reduce((most, v) => (isSmall(v) ? Math.max(most, Math.abs(v)) : most), 1);
    for (let j = 0; j < data.length; j++) {
      const [a, b] = [data[j]!, dtype === 'float32' ? Math.fround(want.data[j]!) : want.data[j]!];
      if (Object.is(a, b) || a === b) continue;
      const allowed = tolerance * (isSmall(b) ? scale : Math.abs(b));
      if (dtype === 'float32' && Math.abs(a - b) <= allowed && Number.isFinite(b)) continue;
      throw new Error(`gave ${a} at entry ${j} of [${shape}], expected ${b}.`);
    }
  }
}

/** Whether an error is one of the operation's own checks. */
function isOwn(name: string, error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // The look-up's check has a name of its own, and so has the one that a caller makes before it.
  const names = name === 'checkIndices' ? [name, 'gather'] : [name];
  return names.some((own) => error.message.startsWith(`${own}: `));
}

const list = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? (value as readonly T[]) : [value as T];

/** An argument with tensors in place of the reference's arrays; `tensors` gets them in order. */
function onBackend(value: unknown, tensors: s.Tensor[]): unknown {
  if (isNd(value)) {
    const array = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[value.dtype];
    const tensor = s.tensor(new array(value.data), value.shape, value.dtype);
    if (value.disposed) tensor.dispose();
    tensors.push(tensor);
    return tensor;
  }
  return mapInside(value, (inner) => onBackend(inner, tensors));
}

function collect(value: unknown, arrays: Nd[]): void {
  if (isNd(value)) arrays.push(value);
  else mapInside(value, (inner) => collect(inner, arrays));
}

function replace(value: unknown, by: ReadonlyMap<Nd, Nd>): unknown {
  return isNd(value) ? (by.get(value) ?? value) : mapInside(value, (inner) => replace(inner, by));
}

function mapInside(value: unknown, f: (inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(f);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, f(inner)]));
}

function show(value: unknown): string {
  if (isNd(value)) {
    const numbers = Array.from(value.data.subarray(0, 8)).join(' ');
    return `${value.disposed ? 'disposed ' : ''}${value.dtype} [${value.shape}] (${numbers}${value.data.length > 8 ? ' …' : ''})`;
  }
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${key}: ${show(inner)}`)
      .join(', ')} }`;
  }
  return typeof value === 'string' ? `'${value}'` : String(value);
}
