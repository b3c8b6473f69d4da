import { mul, type Tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense, Layer, type LayerOptions, type LayerRules, type Parameter, type Shape } from '@seqloom/nn';
import { predict, Sequential } from '@seqloom/train';
import { describe, expect, test } from 'vitest';
import { type CustomLayers, loadKeras, saveKeras } from '../src/index.ts';

startBackend(wasmBackend());

interface ScaleOptions extends LayerOptions {
  readonly start?: number;
}

/** A layer of one's own: a factor for each feature. */
class Scale extends Layer<ScaleOptions, Tensor> {
  static readonly className: string = 'Scale';
  static readonly rules: LayerRules<ScaleOptions> = { start: { check: () => {}, fallback: 1 } as never };
  #factor!: Parameter;

  protected override createParameters(inputShape: Shape): void {
    this.#factor = this.addParameter('factor', [inputShape.at(-1)!], { initializer: 'ones' });
  }

  protected call(x: Tensor): Tensor {
    return mul(x, this.#factor.value);
  }
}

const customLayers: CustomLayers = {
  Scale: {
    fromConfig: ({ start }) => new Scale({ start: start as number }),
    toConfig: ({ settings }: Scale) => ({ ...settings }),
  },
};

async function written(): Promise<Sequential> {
  const model = new Sequential([
    new Dense({ units: 3 }),
    new Scale({ name: 'mine' }),
    new Dense({ units: 1 }),
  ]);
  model.build([null, 2], { seed: 5 });
  const weights = await model.getWeights();
  model.setWeights(weights.map((each) => ({ ...each, data: each.data.map((value, i) => value + 0.5 + i) })));
  return model;
}

describe('a layer of one’s own', () => {
  test('goes through a file with the functions that read and write it', async () => {
    const model = await written();
    const bytes = await saveKeras(model, { customLayers });
    const loaded = await loadKeras(bytes, { customLayers });
    expect(loaded.notes).toEqual([]);
    const x = { data: Float32Array.of(1, -2, 3, 0.5), shape: [2, 2] };
    expect(await predict(loaded.model, x)).toEqual(await predict(model, x));
    expect(loaded.model.getLayer('mine')).toBeInstanceOf(Scale);
    model.dispose();
    loaded.model.dispose();
  });

  test('is named where they are missing', async () => {
    const model = await written();
    await expect(saveKeras(model)).rejects.toThrow(
      'saveKeras: Scale "mine": Keras has no layer of this class.',
    );
    const bytes = await saveKeras(model, { customLayers });
    await expect(loadKeras(bytes)).rejects.toThrow(
      'layer "mine" (Scale): the class "Scale" of "custom" is not known here. Supply it as customLayers: { Scale: … }.',
    );
    await expect(
      loadKeras(bytes, { customLayers: { Scale: { fromConfig: () => ({}) as never } } }),
    ).rejects.toThrow('layer "mine" (Scale): fromConfig of Scale must return a layer, got {}.');
    await expect(loadKeras(bytes, { customLayers: { Scale: Scale } as never })).rejects.toThrow(
      'loadKeras: customLayers must hold { fromConfig } by class',
    );
    model.dispose();
  });
});
