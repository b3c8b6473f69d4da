import type { DType } from '@seqloom/backend';
import type { Draw } from './draw.ts';
import { isNd, make, type Nd } from './nd.ts';

const NUMBERS = [
  -1,
  -2,
  -7,
  0,
  1,
  2,
  3,
  7,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 30,
  2 ** 31,
  2 ** 40,
];
const OTHERS = ['1', 'abc', null, true, {}, [], [0], Symbol('s'), 10n, () => 0];
const DTYPES: readonly DType[] = ['float32', 'int32', 'bool'];

/** Changes one thing in the arguments of a call, most often so that it makes no sense any more. */
export function corrupt(draw: Draw, args: readonly unknown[]): unknown[] {
  const at = draw.integer(args.length);
  return args.map((arg, i) => (i === at ? other(draw, arg) : arg));
}

function other(draw: Draw, value: unknown): unknown {
  if (draw.chance(0.08)) return draw.pick(OTHERS);
  if (isNd(value)) return otherTensor(draw, value);
  if (Array.isArray(value)) return otherList(draw, value);
  if (typeof value === 'number') return draw.pick(NUMBERS);
  if (typeof value === 'object' && value !== null) {
    if (draw.chance(0.05)) return { ...value, colour: 1 };
    const keys = Object.keys(value);
    if (keys.length === 0) return draw.pick(OTHERS);
    const key = draw.pick(keys);
    return { ...value, [key]: other(draw, (value as Record<string, unknown>)[key]) };
  }
  return draw.pick([...OTHERS, ...NUMBERS]);
}

function otherTensor(draw: Draw, x: Nd): unknown {
  const shape = [...x.shape];
  switch (draw.integer(7)) {
    case 0:
      return draw.pick([...OTHERS, 3, undefined]);
    case 1:
      return { ...x, disposed: true };
    case 2:
      return draw.nd(shape, draw.pick(DTYPES));
    case 3:
      if (shape.length === 6) return draw.pick(OTHERS);
      shape.splice(draw.integer(shape.length + 1), 0, draw.integer(4));
      return draw.nd(shape, x.dtype);
    case 4:
      shape.splice(draw.integer(shape.length + 1), 1);
      return draw.nd(shape, x.dtype);
    default: {
      if (shape.length === 0) return draw.nd([2], x.dtype);
      const axis = draw.integer(shape.length);
      shape[axis] = Math.max(0, shape[axis]! + draw.pick([-2, -1, 1, 2, 5]));
      return make(x.dtype, shape, () => draw.integer(x.dtype === 'bool' ? 2 : 3));
    }
  }
}

function otherList(draw: Draw, list: readonly unknown[]): unknown[] {
  const changed = [...list];
  const at = draw.integer(list.length + 1);
  switch (draw.integer(5)) {
    case 0:
      changed.splice(at, 0, list.length > 0 ? draw.pick(list) : 1);
      return changed;
    case 1:
      changed.splice(at, 1);
      return changed;
    case 2:
      if (list.length > 1) changed[at % list.length] = changed[(at + 1) % list.length];
      return changed;
    default:
      if (list.length === 0) return [draw.pick(NUMBERS)];
      changed[at % list.length] = other(draw, changed[at % list.length]);
      return changed;
  }
}
