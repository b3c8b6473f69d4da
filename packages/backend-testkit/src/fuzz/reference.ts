import type { DType } from '@seqloom/backend';
import {
  alive,
  at,
  axisOf,
  broadcast,
  isCount,
  isNd,
  listOf,
  make,
  must,
  type Nd,
  optionsOf,
  round32,
  sizeOf,
} from './nd.ts';

/** What an operation must give, in plain JavaScript and float64; throws Refused for what it must refuse. */
export type Reference = (...args: readonly unknown[]) => Nd | readonly Nd[];

const common = (a: Nd, b: Nd): DType =>
  a.dtype === 'float32' || b.dtype === 'float32' ? 'float32' : 'int32';
const number = (x: unknown): number => {
  must(typeof x === 'number');
  return x as number;
};

export const real =
  (f: (x: number) => number): Reference =>
  (x) => {
    const { shape, data } = alive(x);
    return make('float32', shape, (_, i) => f(data[i]!));
  };

export const whole =
  (f: (x: number) => number): Reference =>
  (x) => {
    const { dtype, shape, data } = alive(x);
    const result = dtype === 'float32' ? dtype : 'int32';
    return make(result, shape, (_, i) => round32(f(data[i]!), result));
  };

export const binary =
  (f: (a: number, b: number) => number, dtype?: DType): Reference =>
  (a, b) => {
    const [x, y] = [alive(a), alive(b)];
    const result = dtype ?? common(x, y);
    return make(result, broadcast(x.shape, y.shape), (index) =>
      round32(f(at(x, index), at(y, index)), result),
    );
  };

/** A comparison sees both numbers in their common dtype. */
export const comparison = (f: (a: number, b: number) => boolean): Reference => {
  return (a, b) => {
    const [x, y] = [alive(a), alive(b)];
    const seen = (v: number) => (common(x, y) === 'float32' ? Math.fround(v) : v);
    return make('bool', broadcast(x.shape, y.shape), (i) => Number(f(seen(at(x, i)), seen(at(y, i)))));
  };
};

export const logicalAnd: Reference = (a, b) => {
  const [x, y] = [alive(a, 'bool'), alive(b, 'bool')];
  return make('bool', broadcast(x.shape, y.shape), (i) => at(x, i) * at(y, i));
};

export const logicalNot: Reference = (x) => {
  const { shape, data } = alive(x, 'bool');
  return make('bool', shape, (_, i) => 1 - data[i]!);
};

export const where: Reference = (condition, a, b) => {
  const [c, x, y] = [alive(condition, 'bool'), alive(a), alive(b)];
  const shape = broadcast(c.shape, broadcast(x.shape, y.shape));
  return make(x.dtype === y.dtype ? x.dtype : common(x, y), shape, (i) => (at(c, i) ? at(x, i) : at(y, i)));
};

export const pow: Reference = (x, exponent) => {
  if (isNd(exponent)) return binary((a, b) => a ** b, 'float32')(x, exponent);
  const e = number(exponent);
  must(Number.isFinite(e));
  return real((v) => v ** Math.fround(e))(x);
};

export const clip: Reference = (x, low, high) => {
  const [from, to] = [number(low), number(high)];
  must(from <= to);
  return real((v) => (Number.isNaN(v) ? v : Math.min(Math.max(v, from), to)))(x);
};

export const softmax =
  (logarithm: boolean): Reference =>
  (x) => {
    const { shape, data } = alive(x);
    must(shape.length > 0);
    const n = shape.at(-1)!;
    return make('float32', shape, (_, i) => {
      const row = data.subarray(i - (i % n), i - (i % n) + n);
      const top = Math.max(...row);
      const total = row.reduce((sum, v) => sum + Math.exp(v - top), 0);
      return logarithm ? data[i]! - top - Math.log(total) : Math.exp(data[i]! - top) / total;
    });
  };

/** An int32 or bool element as the dtype stores it. */
function element(value: unknown, dtype: DType): number {
  const v = number(value);
  must(dtype !== 'int32' || (v | 0) === v);
  return dtype === 'bool' ? Number(v !== 0) : v;
}

const dtypeOf = (dtype: unknown): DType => {
  must(dtype === 'float32' || dtype === 'int32' || dtype === 'bool');
  return dtype as DType;
};

export const filled =
  (constant?: number): Reference =>
  (shape, ...rest) => {
    const [value, dtype = 'float32'] = constant === undefined ? rest : [constant, ...rest];
    const type = dtypeOf(dtype);
    const v = element(value, type);
    return make(type, listOf(shape) as readonly number[], () => v);
  };

export const scalar: Reference = (value, dtype = 'float32') => {
  const v = element(value, dtypeOf(dtype));
  return make(dtype as DType, [], () => v);
};

export const tensor: Reference = (values, shape, dtype = 'float32') => {
  const list = listOf(values);
  const type = dtypeOf(dtype);
  must(list.every((v) => typeof v === 'number' || typeof v === 'boolean'));
  const lengths = listOf(shape) as readonly number[];
  must(lengths.every(isCount) && sizeOf(lengths) === list.length);
  must(type !== 'int32' || list.every((v) => Math.abs(Math.trunc(Number(v)) + 0.5) < 2 ** 31));
  return make(type, lengths, (_, i) => {
    const v = Number(list[i]);
    return type === 'bool' ? Number(v !== 0) : round32(v, type);
  });
};

export const same: Reference = (x) => alive(x);

export const cast: Reference = (x, dtype) => {
  const { shape, data } = alive(x);
  const type = dtypeOf(dtype);
  return make(type, shape, (_, i) => {
    const v = data[i]!;
    return type === 'bool' ? Number(v !== 0) : round32(type === 'float32' ? Math.fround(v) : v, type);
  });
};

export const reshape: Reference = (x, shape) => {
  const { dtype, data } = alive(x);
  const lengths = [...listOf(shape)] as number[];
  const implied = lengths.indexOf(-1);
  if (implied >= 0) {
    const rest = sizeOf(lengths.filter((_, i) => i !== implied));
    must(rest > 0);
    lengths[implied] = data.length / rest;
  }
  must(lengths.every(isCount) && sizeOf(lengths) === data.length);
  return make(dtype, lengths, (_, i) => data[i]!);
};

export const expandDims: Reference = (x, axis) => {
  const { dtype, shape, data } = alive(x);
  const place = axisOf(axis, shape.length + 1);
  return make(dtype, shape.toSpliced(place, 0, 1), (_, i) => data[i]!);
};

function axesOf(axes: unknown, rank: number): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, i) => i);
  const list = typeof axes === 'number' ? [axes] : listOf(axes);
  const checked = list.map((axis) => axisOf(axis, rank));
  must(new Set(checked).size === checked.length);
  return checked;
}

export const squeeze: Reference = (x, axes) => {
  const { dtype, shape, data } = alive(x);
  const dropped =
    axes === undefined ? shape.flatMap((n, i) => (n === 1 ? [i] : [])) : axesOf(listOf(axes), shape.length);
  must(dropped.every((axis) => shape[axis] === 1));
  return make(
    dtype,
    shape.filter((_, i) => !dropped.includes(i)),
    (_, i) => data[i]!,
  );
};

export const transpose: Reference = (x, permutation) => {
  const it = alive(x);
  const rank = it.shape.length;
  const perm =
    permutation === undefined ? it.shape.map((_, i) => rank - 1 - i) : axesOf(listOf(permutation), rank);
  must(perm.length === rank);
  const source: number[] = [];
  return make(
    it.dtype,
    perm.map((axis) => it.shape[axis]!),
    (index) => {
      for (const [i, axis] of perm.entries()) source[axis] = index[i]!;
      return at(it, source);
    },
  );
};

function allAlike(tensors: unknown, except?: number): Nd[] {
  const parts = listOf(tensors).map((x) => alive(x));
  must(parts.length > 0);
  const [first] = parts as [Nd];
  for (const { dtype, shape } of parts) {
    must(dtype === first.dtype && shape.length === first.shape.length);
    must(shape.every((n, i) => i === except || n === first.shape[i]));
  }
  return parts;
}

export const concat: Reference = (tensors, axis) => {
  const first = alive(listOf(tensors)[0]);
  const along = axisOf(axis, first.shape.length);
  const parts = allAlike(tensors, along);
  const length = parts.reduce((sum, { shape }) => sum + shape[along]!, 0);
  return make(first.dtype, first.shape.with(along, length), (index) => {
    let rest = index[along]!;
    let p = 0;
    while (rest >= parts[p]!.shape[along]!) rest -= parts[p++]!.shape[along]!;
    return exactAt(parts[p]!, index.with(along, rest));
  });
};

/** The entry at an index of the array's own shape. */
const exactAt = ({ shape, data }: Nd, index: readonly number[]) =>
  data[shape.reduce((flat, n, axis) => flat * n + index[axis]!, 0)]!;

export const stack: Reference = (tensors, axis = 0) => {
  const first = alive(listOf(tensors)[0]);
  const along = axisOf(axis, first.shape.length + 1);
  const parts = allAlike(tensors);
  return make(first.dtype, first.shape.toSpliced(along, 0, parts.length), (index) =>
    exactAt(parts[index[along]!]!, index.toSpliced(along, 1)),
  );
};

export const unstack: Reference = (x, axis = 0) => {
  const it = alive(x);
  const along = axisOf(axis, it.shape.length);
  return Array.from({ length: it.shape[along]! }, (_, p) =>
    make(it.dtype, it.shape.toSpliced(along, 1), (index) => exactAt(it, index.toSpliced(along, 0, p))),
  );
};

export const slice: Reference = (x, begin, size) => {
  const it = alive(x);
  const [from, lengths] = [listOf(begin), listOf(size)];
  must(it.shape.length > 0 && from.length <= it.shape.length && lengths.length <= it.shape.length);
  const start = it.shape.map((_, i) => (i < from.length ? from[i] : 0) as number);
  must(start.every(isCount));
  const shape = it.shape.map((n, i) => {
    const length = i < lengths.length ? (lengths[i] as number) : -1;
    return length === -1 ? n - start[i]! : length;
  });
  must(it.shape.every((n, i) => isCount(start[i]) && isCount(shape[i]) && start[i]! + shape[i]! <= n));
  return make(it.dtype, shape, (index) =>
    exactAt(
      it,
      index.map((p, i) => p + start[i]!),
    ),
  );
};

export const reverse: Reference = (x, axis) => {
  const it = alive(x);
  const along = axisOf(axis, it.shape.length);
  return make(it.dtype, it.shape, (index) =>
    exactAt(it, index.with(along, it.shape[along]! - 1 - index[along]!)),
  );
};

export const tile: Reference = (x, repetitions) => {
  const it = alive(x);
  const times = listOf(repetitions);
  must(times.length === it.shape.length && times.every(isCount));
  const shape = it.shape.map((n, i) => n * (times[i] as number));
  return make(it.dtype, shape, (index) =>
    exactAt(
      it,
      index.map((p, i) => p % it.shape[i]!),
    ),
  );
};

export const pad: Reference = (x, paddings, value = 0) => {
  const it = alive(x);
  const pairs = listOf(paddings) as readonly (readonly number[])[];
  must(it.shape.length > 0 && pairs.length === it.shape.length);
  must(pairs.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isCount)));
  const border = element(value, it.dtype);
  must(!Number.isNaN(value));
  const shape = it.shape.map((n, i) => n + pairs[i]![0]! + pairs[i]![1]!);
  return make(it.dtype, shape, (index) => {
    const source = index.map((p, i) => p - pairs[i]![0]!);
    return source.every((p, i) => p >= 0 && p < it.shape[i]!) ? exactAt(it, source) : border;
  });
};

type Fold = (values: readonly number[]) => number;

export const reduction =
  (fold: Fold, kind: 'sum' | 'mean' | 'max'): Reference =>
  (x, axes, keepDims = false) => {
    const it = alive(x);
    must(typeof keepDims === 'boolean');
    const reduced = axesOf(axes, it.shape.length);
    must(kind !== 'max' || reduced.every((axis) => it.shape[axis]! > 0));
    const kept = it.shape.map((n, i) => (reduced.includes(i) ? 1 : n));
    const groups: number[][] = Array.from({ length: sizeOf(kept) }, () => []);
    make('float32', it.shape, (index, flat) => {
      const group = kept.reduce((g, n, i) => g * n + (reduced.includes(i) ? 0 : index[i]!), 0);
      groups[group]!.push(it.data[flat]!);
      return 0;
    });
    const dtype = kind === 'mean' || it.dtype === 'float32' ? 'float32' : 'int32';
    const shape = keepDims ? kept : it.shape.filter((_, i) => !reduced.includes(i));
    return make(dtype, shape, (_, i) => round32(fold(groups[i]!), dtype));
  };

export const argMax: Reference = (x, axis) => {
  const it = alive(x);
  const along = axisOf(axis, it.shape.length);
  must(it.shape[along]! > 0);
  return make('int32', it.shape.toSpliced(along, 1), (index) => {
    const row = Array.from({ length: it.shape[along]! }, (_, p) => exactAt(it, index.toSpliced(along, 0, p)));
    return row.indexOf(Math.max(...row));
  });
};

export const matMul: Reference = (a, b, options = {}) => {
  const [x, y] = [alive(a, 'float32'), alive(b, 'float32')];
  const { transposeA = false, transposeB = false } = optionsOf(options, ['transposeA', 'transposeB']);
  must(typeof transposeA === 'boolean' && typeof transposeB === 'boolean');
  must(x.shape.length >= 2 && y.shape.length >= 2);
  const turned = (it: Nd, turn: unknown) => {
    const [rows, columns] = it.shape.slice(-2) as [number, number];
    return turn ? [columns, rows] : [rows, columns];
  };
  const [[m, k], [depth, n]] = [turned(x, transposeA), turned(y, transposeB)] as [number[], number[]];
  must(k === depth);
  const batch = broadcast(x.shape.slice(0, -2), y.shape.slice(0, -2));
  // `at` would broadcast a matrix axis of length 1, which is right: its index is 0.
  return make('float32', [...batch, m!, n!], (index) => {
    const [i, j] = index.slice(-2) as [number, number];
    const lead = index.slice(0, -2);
    let sum = 0;
    for (let d = 0; d < k!; d++) {
      sum +=
        at(x, transposeA ? [...lead, d, i] : [...lead, i, d]) *
        at(y, transposeB ? [...lead, j, d] : [...lead, d, j]);
    }
    return sum;
  });
};

export const gather: Reference = (table, ids) => {
  const [t, i] = [alive(table), alive(ids, 'int32')];
  must(t.shape.length === 2);
  const [rows, width] = t.shape as [number, number];
  must(i.data.every((id) => id >= 0 && id < rows));
  return make(
    t.dtype,
    [...i.shape, width],
    (index, flat) => t.data[i.data[Math.floor(flat / width)]! * width + index.at(-1)!]!,
  );
};

export const oneHot: Reference = (ids, depth) => {
  const i = alive(ids, 'int32');
  must(isCount(depth) && depth >= 1 && depth < 2 ** 31);
  return make('int32', [...i.shape, depth], (index, flat) =>
    Number(i.data[Math.floor(flat / depth)] === index.at(-1)),
  );
};

export const checkIndices: Reference = (indices, size) => {
  const { dtype, data } = alive(indices);
  must(isCount(size) && size < 2 ** 31);
  must(data.every((v) => v >= 0 && v < size && Number.isInteger(v) && (dtype !== 'float32' || v < 2 ** 24)));
  return [];
};
