import { identity, type Tensor } from '@seqloom/backend';
import { expect, expectTypeOf, test } from 'vitest';
import {
  boolean,
  Dense,
  type DenseOptions,
  Layer,
  type LayerOptions,
  type LayerRules,
  positive,
  positiveInteger,
} from '../src/index.ts';

interface ScaleOptions extends LayerOptions {
  readonly factor: number;
  readonly active?: boolean;
}

class Scale extends Layer<ScaleOptions> {
  static readonly className: string = 'Scale';
  static readonly rules: LayerRules<ScaleOptions> = { factor: positive(), active: boolean(true) };
  readonly doubled: number = 2 * this.settings.factor;

  protected call(x: Tensor): Tensor {
    return identity(x);
  }
}

test('settings hold the options with their defaults; options and JSON stay as given', () => {
  const layer = new Scale({ factor: 2, name: 'a' });
  expectTypeOf(layer.settings).toEqualTypeOf<Readonly<{ factor: number; active: boolean }>>();
  expect(layer.settings).toEqual({ factor: 2, active: true });
  expect(layer.doubled).toBe(4);
  expect(layer.options).toEqual({ factor: 2, name: 'a' });
  expect(layer.toJSON()).toEqual({ className: 'Scale', options: { factor: 2, name: 'a', trainable: true } });
  expect(layer.clone({ active: false }).settings).toEqual({ factor: 2, active: false });
});

test.each<[object, Error]>([
  [{}, new TypeError('Scale: factor must be a positive number, got undefined.')],
  [{ factor: -1 }, new RangeError('Scale: factor must be a positive number, got -1.')],
  [{ factor: 1, active: 1 }, new TypeError('Scale: active must be true or false, got 1.')],
  [
    { factor: 1, facto: 1 },
    new RangeError('Scale: has no setting "facto". Its settings: factor, active, name, trainable.'),
  ],
  [
    { factor: 1, name: null },
    new TypeError('Scale: name must not be null. Give it a value or leave it out.'),
  ],
])('%j is refused', (options, error) => {
  expect(() => new Scale(options as ScaleOptions)).toThrow(error);
});

test('a class made from a layer without rules of its own goes by those it inherits', () => {
  class Mine extends Dense {
    static override readonly className: string = 'Mine';
  }
  const { units, activation, useBias, kernelInitializer } = new Mine({ units: 3 }).settings;
  expect([units, activation, useBias, kernelInitializer]).toEqual([3, 'linear', true, 'glorotUniform']);
  expect(() => new Mine({ units: 0 })).toThrow('Mine: units must be a positive integer, got 0.');
  expect(() => new Mine({ units: 1, useBias: null as never })).toThrow('Mine: useBias must not be null.');
  // Its own constructor may read other options.
  expect(new Mine({ units: 1, extra: 1 } as DenseOptions).settings).toHaveProperty('extra', 1);
});

test('a class made from a layer adds rules of its own, and may change a default', () => {
  interface MineOptions extends DenseOptions {
    readonly heads?: number;
  }
  class Mine extends Dense {
    static override readonly className: string = 'Mine';
    static override readonly rules: LayerRules<MineOptions> = {
      ...Dense.rules,
      heads: positiveInteger(4),
      useBias: boolean(false),
    };

    constructor(options: MineOptions) {
      super(options);
    }
  }
  expect(new Mine({ units: 3 }).settings).toMatchObject({
    units: 3,
    useBias: false,
    heads: 4,
    activation: 'linear',
  });
  expect(() => new Mine({ units: 3, heads: 0 })).toThrow('Mine: heads must be a positive integer, got 0.');
  expect(() => new Mine({ units: 3, hands: 1 } as MineOptions)).toThrow('Mine: has no setting "hands".');
});

test('rules that leave out those of the class they extend do not switch them off', () => {
  class Mine extends Dense {
    static override readonly className: string = 'Mine';
    static override readonly rules = { heads: positiveInteger(4) } as unknown as typeof Dense.rules;
  }
  expect(new Mine({ units: 3 }).settings).toMatchObject({ units: 3, heads: 4, useBias: true });
  expect(() => new Mine({ units: -1 })).toThrow('Mine: units must be a positive integer, got -1.');
});
