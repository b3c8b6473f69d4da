import {
  formatValue,
  numberIn,
  type OptionRule,
  type OptionRules,
  oneOf,
  positive,
  resolveOptions,
} from '@seqloom/options';
import type { Random } from '@seqloom/random';
import { orthonormalColumns } from './orthogonal.ts';
import { formatShape, ShapeError, sizeOf } from './shape.ts';

/** Makes the initial values of a parameter, row-major. A function is not saved with a model; names and settings are. */
export type Initializer = (shape: readonly number[], random: Random) => Float32Array;

/** An initializer with its settings, as plain data. What is left out has Keras' default. */
export type InitializerConfig =
  | { readonly type: 'zeros' | 'ones' }
  /** Every value is `value`, by default 0. */
  | { readonly type: 'constant'; readonly value?: number }
  /** Uniform in [minval, maxval), by default ±0.05. */
  | { readonly type: 'randomUniform' | 'uniform'; readonly minval?: number; readonly maxval?: number }
  /** Normal, by default with mean 0 and standard deviation 0.05; the truncated one draws within two deviations. */
  | {
      readonly type: 'randomNormal' | 'normal' | 'truncatedNormal';
      readonly mean?: number;
      readonly stddev?: number;
    }
  /** Variance `scale / n`, with `n` the fan in, the fan out or their mean (Keras' `VarianceScaling`). */
  | {
      readonly type: 'varianceScaling';
      readonly scale?: number;
      readonly mode?: FanMode;
      readonly distribution?: 'truncatedNormal' | 'normal' | 'uniform';
    }
  | { readonly type: VarianceScalingName }
  /** Orthonormal rows or columns, times `gain` (Saxe et al. 2014). */
  | { readonly type: 'orthogonal'; readonly gain?: number }
  /** The identity matrix, times `gain`; the shape must have rank 2. */
  | { readonly type: 'identity'; readonly gain?: number };

type FanMode = 'fanIn' | 'fanOut' | 'fanAvg';
type VarianceScalingName =
  | 'glorotUniform'
  | 'glorotNormal'
  | 'heUniform'
  | 'heNormal'
  | 'lecunUniform'
  | 'lecunNormal';

/** The names an initializer option takes. */
export type InitializerName = InitializerConfig['type'];

/** What an initializer option takes: a name, a name with settings, or a function of one's own. */
export type InitializerOption = InitializerName | InitializerConfig | Initializer;

interface ScalingSettings {
  readonly scale: number;
  readonly mode: FanMode;
  readonly distribution: 'truncatedNormal' | 'normal' | 'uniform';
}

/** Glorot & Bengio 2010, He et al. 2015, LeCun et al. 1998. */
const VARIANCE_SCALING: Readonly<Record<VarianceScalingName, ScalingSettings>> = {
  glorotUniform: { scale: 1, mode: 'fanAvg', distribution: 'uniform' },
  glorotNormal: { scale: 1, mode: 'fanAvg', distribution: 'truncatedNormal' },
  heUniform: { scale: 2, mode: 'fanIn', distribution: 'uniform' },
  heNormal: { scale: 2, mode: 'fanIn', distribution: 'truncatedNormal' },
  lecunUniform: { scale: 1, mode: 'fanIn', distribution: 'uniform' },
  lecunNormal: { scale: 1, mode: 'fanIn', distribution: 'truncatedNormal' },
};

/** The rules of an initializer's settings, and what makes it of them. */
interface Factory {
  readonly rules: Readonly<Record<string, OptionRule<unknown>>>;
  readonly make: (settings: never) => Initializer;
}

/** Settings by their rules: `make` gets what `rules` resolve to. */
function factory<Settings>(
  rules: OptionRules<Partial<Settings>>,
  make: (settings: Settings) => Initializer,
): Factory {
  return { rules: rules as unknown as Factory['rules'], make };
}

const GAIN = { gain: numberIn({}, 1) };
const NORMAL = { mean: numberIn({}, 0), stddev: numberIn({}, 0.05) };
const UNIFORM = factory({ minval: numberIn({}, -0.05), maxval: numberIn({}, 0.05) }, randomUniform);
const RANDOM_NORMAL = factory(NORMAL, (settings: NormalSettings) => randomNormal(settings, 'fillNormal'));

const FACTORIES: ReadonlyMap<unknown, Factory> = new Map<InitializerName, Factory>([
  ['zeros', factory({}, () => (shape) => new Float32Array(sizeOf(shape)))],
  ['ones', factory({}, () => (shape) => new Float32Array(sizeOf(shape)).fill(1))],
  ['constant', factory({ value: numberIn({}, 0) }, constant)],
  ['randomUniform', UNIFORM],
  ['uniform', UNIFORM],
  ['randomNormal', RANDOM_NORMAL],
  ['normal', RANDOM_NORMAL],
  [
    'truncatedNormal',
    factory(NORMAL, (settings: NormalSettings) => randomNormal(settings, 'fillTruncatedNormal')),
  ],
  [
    'varianceScaling',
    factory(
      {
        scale: positive(1),
        mode: oneOf(['fanIn', 'fanOut', 'fanAvg'], 'fanIn'),
        distribution: oneOf(['truncatedNormal', 'normal', 'uniform'], 'truncatedNormal'),
      },
      varianceScaling,
    ),
  ],
  ...(Object.keys(VARIANCE_SCALING) as VarianceScalingName[]).map(
    (name) => [name, factory({}, () => varianceScaling(VARIANCE_SCALING[name]))] as const,
  ),
  ['orthogonal', factory(GAIN, orthogonal)],
  ['identity', factory(GAIN, identity)],
]);

/**
 * Turns an initializer option into the function that makes values.
 *
 * @param owner class and option that messages name, for instance `Dense: kernelInitializer`
 * @throws RangeError for an unknown name or setting, with the list of known ones, or a setting out of its range;
 * the initializer throws TypeError when a function of the user's does not return as many values as the shape has
 *
 * @example
 * ```ts
 * const init = getInitializer('Dense: kernelInitializer', 'glorotUniform');
 * const values = init([3, 4], createRandom(1, 'dense/kernel'));
 * ```
 */
export function getInitializer(owner: string, option: InitializerOption): Initializer {
  if (typeof option === 'function')
    return (shape, random) => checkValues(owner, shape, option(shape, random));
  const { type, ...settings } = typeof option === 'string' ? { type: option } : { ...option };
  const known = FACTORIES.get(type);
  if (!known) {
    throw new RangeError(
      `${owner}: unknown initializer, got ${formatValue(option)}. Known: ${[...FACTORIES.keys()].join(', ')}.`,
    );
  }
  // Rules and make of a factory go together; the map does not say so.
  return known.make(resolveOptions<object>(`${owner}: ${type}`, settings, known.rules) as never);
}

/** A function of the user's may return anything. */
function checkValues(owner: string, shape: readonly number[], values: unknown): Float32Array {
  if (values instanceof Float32Array && values.length === sizeOf(shape)) return values;
  const got = values instanceof Float32Array ? `${values.length} values` : formatValue(values);
  throw new TypeError(
    `${owner}: the function must return a Float32Array of ${sizeOf(shape)} values for shape ${formatShape(shape)}, got ${got}.`,
  );
}

function constant({ value }: { readonly value: number }): Initializer {
  return (shape) => new Float32Array(sizeOf(shape)).fill(value);
}

function randomUniform({
  minval,
  maxval,
}: {
  readonly minval: number;
  readonly maxval: number;
}): Initializer {
  return (shape, random) => random.fillUniform(new Float32Array(sizeOf(shape)), minval, maxval);
}

interface NormalSettings {
  readonly mean: number;
  readonly stddev: number;
}

function randomNormal(
  { mean, stddev }: NormalSettings,
  fill: 'fillNormal' | 'fillTruncatedNormal',
): Initializer {
  return (shape, random) => random[fill](new Float32Array(sizeOf(shape)), mean, stddev);
}

/** Standard deviation of a standard normal number cut at ±2. */
const TRUNCATED_STDDEV = 0.8796256610342398;

function varianceScaling({ scale, mode, distribution }: ScalingSettings): Initializer {
  return (shape, random) => {
    const { fanIn, fanOut } = fans(shape);
    const fan = mode === 'fanIn' ? fanIn : mode === 'fanOut' ? fanOut : (fanIn + fanOut) / 2;
    const variance = scale / Math.max(1, fan);
    const values = new Float32Array(sizeOf(shape));
    if (distribution === 'normal') return random.fillNormal(values, 0, Math.sqrt(variance));
    if (distribution === 'truncatedNormal') {
      return random.fillTruncatedNormal(values, 0, Math.sqrt(variance) / TRUNCATED_STDDEV);
    }
    const limit = Math.sqrt(3 * variance);
    return random.fillUniform(values, -limit, limit);
  };
}

/** Inputs and outputs of one unit: `[in, out]`, with the window's length in front for convolutions. */
function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const window = sizeOf(shape.slice(0, -2));
  return { fanIn: window * shape.at(-2)!, fanOut: window * shape.at(-1)! };
}

interface GainSettings {
  readonly gain: number;
}

function orthogonal({ gain }: GainSettings): Initializer {
  return (shape, random) => {
    if (shape.length < 2) {
      throw new ShapeError(`orthogonal: needs a shape of rank 2 or more, got ${formatShape(shape)}.`);
    }
    const columns = shape.at(-1)!;
    const rows = sizeOf(shape.slice(0, -1));
    const long = Math.max(rows, columns);
    const short = Math.min(rows, columns);
    const q = orthonormalColumns(
      Float64Array.from({ length: long * short }, () => random.normal()),
      long,
      short,
    );
    // A wide matrix gets orthonormal rows: the transpose of a tall one.
    return Float32Array.from({ length: rows * columns }, (_, index) => {
      const row = Math.floor(index / columns);
      const column = index % columns;
      return gain * (rows >= columns ? q[row * short + column]! : q[column * short + row]!);
    });
  };
}

function identity({ gain }: GainSettings): Initializer {
  return (shape) => {
    const [rows, columns] = shape;
    if (shape.length !== 2 || rows === undefined || columns === undefined) {
      throw new ShapeError(`identity: needs a shape of rank 2, got ${formatShape(shape)}.`);
    }
    const values = new Float32Array(rows * columns);
    for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = gain;
    return values;
  };
}
