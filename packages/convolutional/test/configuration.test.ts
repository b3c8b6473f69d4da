import { dispose, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { firstOutput, LayerRegistry } from '@seqloom/nn';
import { describe, expect, test } from 'vitest';
import * as convolutional from '../src/index.ts';
import { Conv1D, Conv1DTranspose, DepthwiseConv1D, SeparableConv1D } from '../src/index.ts';
import { EVERY_OPTION } from './every-option.ts';
import { numbers } from './recorded.ts';

startBackend(wasmBackend());

describe('defaults', () => {
  test('weights start as in Keras: Glorot uniform kernels, zero biases', async () => {
    const layer = new Conv1D({ filters: 64, kernelSize: 5 });
    layer.build([null, 20, 32]);
    const [kernel, bias] = await layer.getWeights();
    expect([kernel!.name, ...kernel!.shape]).toEqual(['kernel', 5, 32, 64]);
    expect([bias!.name, ...bias!.shape]).toEqual(['bias', 64]);
    // √(6 / (fan in + fan out)), a window's length counts in both
    const limit = Math.sqrt(6 / (5 * 32 + 5 * 64));
    const largest = kernel!.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(0.99 * limit);
    expect(bias!.data.every((value) => value === 0)).toBe(true);
    layer.dispose();
  });

  test('initializers and regularizers reach their weights', () => {
    const options = { kernelSize: 3, biasInitializer: 'ones', biasRegularizer: { l1: 1 } } as const;
    const depthwise = { depthwiseInitializer: 'zeros', depthwiseRegularizer: { l2: 2 } } as const;
    const kernel = { kernelInitializer: 'zeros', kernelRegularizer: { l2: 2 } } as const;
    const pointwise = { pointwiseInitializer: 'ones', pointwiseRegularizer: { l2: 3 } } as const;
    const layers = [
      new Conv1D({ filters: 2, ...options, ...kernel }),
      new Conv1DTranspose({ filters: 2, ...options, ...kernel }),
      new DepthwiseConv1D({ ...options, ...depthwise }),
      new SeparableConv1D({ filters: 2, ...options, ...depthwise, ...pointwise }),
    ];
    for (const layer of layers) {
      layer.build([null, 9, 4]);
      const strengths = layer.weights.map(({ regularizer }) => regularizer);
      expect(strengths.at(0)).toEqual({ l2: 2 });
      expect(strengths.at(-1)).toEqual({ l1: 1 });
      if (strengths.length === 3) expect(strengths[1]).toEqual({ l2: 3 });
      layer.dispose();
    }
  });
});

test.each(EVERY_OPTION.map((layer) => [layer.className, layer] as const))(
  '%s comes back from its configuration and weights',
  async (_, original) => {
    const classes = Object.values(convolutional).filter((value) => typeof value === 'function');
    const copy = new LayerRegistry(classes).create(JSON.parse(JSON.stringify(original)));
    expect(copy.constructor).toBe(original.constructor);
    expect(copy.toJSON()).toEqual(original.toJSON());
    const layer = original.clone();
    expect(layer.build([null, 10, 4]).outputShape).toEqual(
      copy.build([null, 10, 4], { path: 'elsewhere' }).outputShape,
    );
    copy.setWeights(await layer.getWeights());
    const x = tensor(numbers(1, 80), [2, 10, 4]);
    const [a, b] = [firstOutput(layer.apply(x)), firstOutput(copy.apply(x))];
    expect(await b.data()).toEqual(await a.data());
    dispose(x, a, b);
    layer.dispose();
    copy.dispose();
  },
);

test.each(EVERY_OPTION.map((layer) => [layer.className, layer] as const))(
  '%s refuses an option that it does not have',
  (className, layer) => {
    const clone = () => layer.clone({ kernel_size: 3 } as never);
    expect(clone).toThrow(`${className}: has no setting "kernel_size". Its settings: `);
  },
);

test('there is a case above for every layer', () => {
  const names = Object.keys(convolutional).filter((name) => name.endsWith('1D') || name.startsWith('Conv'));
  expect(EVERY_OPTION.map(({ className }) => className).sort()).toEqual(names.sort());
});
