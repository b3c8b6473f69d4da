import { Activation } from '@seqloom/nn';
import { refused } from '../config/field.ts';
import { type LayerRow, layerRow, type RowSettings } from './layer-row.ts';

/** The options of a layer of Keras that is an `Activation` here, where they are what the activation has. */
function activationLayer(
  className: string,
  key: string,
  activations: readonly (readonly [value: unknown, activation: string])[],
  others: RowSettings & { readonly oldKey?: string } = {},
): LayerRow {
  const { oldKey = key, ...settings } = others;
  const activation = {
    key,
    oldKey,
    read: (value: unknown, { where }: { readonly where: string }) => {
      const known = activations.find(([each]) => isSame(each, value ?? null));
      if (known) return known[1];
      throw refused(where, key, activations.map(([each]) => each).join(' or '), value);
    },
    write: () => undefined,
  };
  return layerRow(className, Activation, { fields: { activation }, ...settings });
}

/** Whether two settings are equal: JSON has some numbers that were rounded to float32. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return one === other;
  return Math.fround(one) === Math.fround(other);
}

/** Layers of Keras that are an `Activation` here. They are read; what is written is `Activation`. */
export const ACTIVATION_ROWS: readonly LayerRow[] = [
  activationLayer('ELU', 'alpha', [[1, 'elu']], { oldDefaults: { activation: 'elu' } }),
  activationLayer('LeakyReLU', 'negative_slope', [[0.2, 'leakyRelu']], { oldKey: 'alpha' }),
  activationLayer(
    'ReLU',
    'max_value',
    [
      [null, 'relu'],
      [6, 'relu6'],
    ],
    { fixed: { negative_slope: [0], threshold: [0] }, oldDefaults: { activation: 'relu' } },
  ),
];
