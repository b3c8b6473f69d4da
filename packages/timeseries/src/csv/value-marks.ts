/** A value of a column that looks like a mark for "no value", or is one. */
export interface ValueMark {
  /** The column's name. */
  readonly column: string;
  /** A number that is kept as it is, or a text that became a missing value. */
  readonly value: number | string;
  /** How many rows have it. */
  readonly count: number;
  /** Whether it was read as a missing value. */
  readonly missing: boolean;
}

/** 99 … 9999999, each also with up to three decimals of 9. */
const NINES = [2, 3, 4, 5, 6, 7].flatMap((digits) =>
  [0, 1, 2, 3].map((decimals) => Number(`${'9'.repeat(digits)}.${'9'.repeat(decimals)}`)),
);
/** The other numbers that stations, loggers and file formats write for "no value". */
const OTHER_FILLS = [
  6999, 7777, 8888, 77777, 88888, 32767, 32768, 65535, 2147483647, 2147483648, 9.999e20, 1e20, 1e30, 1e34,
  1e35, 9.96920996838687e36, 3.4028234663852886e38,
];
const SUSPECTS: ReadonlySet<number> = new Set([...NINES, ...OTHER_FILLS].flatMap((fill) => [fill, -fill]));
const SUSPECTS_FLOAT32: ReadonlySet<number> = new Set(Array.from(SUSPECTS, Math.fround));
/** A mark lies outside the other values by more than this share of their range. */
const FAR = 0.1;
/** Marks at each end of the values: few columns have even one. */
const MOST = 4;
const NONE: readonly never[] = [];

/**
 * Finds the values of a column that look like marks for "no value" (−99.9, −999, 9999, …): the smallest or largest value
 * that is one of those numbers and lies well outside the others. Pressures around 999.9 hPa are no marks.
 */
export function findMarks(
  values: Float32Array | Float64Array,
  rows: number = values.length,
): readonly { readonly value: number; readonly count: number }[] {
  const suspects = values instanceof Float32Array ? SUSPECTS_FLOAT32 : SUSPECTS;
  let core = rangeOf(values, rows);
  if (!suspects.has(core.least) && !suspects.has(core.most)) return NONE;
  const outer: number[] = [];
  let above = Number.NEGATIVE_INFINITY;
  let below = Number.POSITIVE_INFINITY;
  while (outer.length < 2 * MOST && core.least <= core.most) {
    const [low, high] = [suspects.has(core.least), suspects.has(core.most)];
    if (!low && !high) break;
    if (low) {
      above = core.least;
      outer.push(above);
    }
    if (high && core.most !== above) {
      below = core.most;
      outer.push(below);
    }
    core = rangeInside(values, rows, above, below);
  }
  const found: number[] = [];
  for (const value of outer.reverse()) {
    const distance = Math.max(core.least - value, value - core.most);
    if (distance > FAR * (core.most - core.least)) found.push(value);
    else core = { least: Math.min(core.least, value), most: Math.max(core.most, value) };
  }
  return found.map((value) => ({ value: written(value), count: countOf(values, rows, value) }));
}

interface Range {
  readonly least: number;
  readonly most: number;
}

/** The range of all values; NaN is none. */
function rangeOf(values: Float32Array | Float64Array, rows: number): Range {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < rows; row++) {
    const value = values[row]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

/** The range of the values between two others, which do not count. */
function rangeInside(values: Float32Array | Float64Array, rows: number, above: number, below: number): Range {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < rows; row++) {
    const value = values[row]!;
    if (!(value > above && value < below)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

function countOf(values: Float32Array | Float64Array, rows: number, wanted: number): number {
  let count = 0;
  for (let row = 0; row < rows; row++) if (values[row] === wanted) count++;
  return count;
}

/** −99.9, not −99.9000015: the number as the file has it. */
function written(value: number): number {
  for (const fill of SUSPECTS) if (Math.fround(fill) === value) return fill;
  return value;
}
