import type { Bidirectional } from '@seqloom/recurrent';
import { type Fields, isFields, kerasObject } from '../config/keras-object.ts';
import type { LayerField } from './layer-row.ts';

/** Names of the directions: both libraries put them before the name of the pattern. */
const PREFIX = /^(forward|backward)_/;

/**
 * The patterns of a `Bidirectional`. Keras writes the layers that run, under the names that they have; zeros at masked steps,
 * which it then sets itself, are what both do here.
 */
export const bidirectionalFields: Readonly<Record<string, LayerField>> = {
  layer: {
    key: 'layer',
    read: (value, { layer }) => layer(patternOf(value)),
    write: (_, { self, layer }) => layer((self as Bidirectional).forwardLayer),
  },
  backwardLayer: {
    key: 'backward_layer',
    read: (value, { layer, config }) =>
      value === null || value === undefined || isMirror(config.layer, value)
        ? undefined
        : layer(patternOf(value)),
    write: (_, { self, layer }) => layer((self as Bidirectional).backwardLayer),
  },
  mergeMode: {
    key: 'merge_mode',
    read: (value) => value ?? 'none',
    write: (value) => (value === 'none' ? null : value),
  },
};

function patternOf(value: unknown): unknown {
  const { fields, config } = kerasObject('Bidirectional', value);
  const { name, zero_output_for_mask: _, ...others } = config;
  return {
    ...fields,
    config: { ...others, ...(typeof name === 'string' && { name: name.replace(PREFIX, '') }) },
  };
}

/** Whether the second direction is the first one turned around, as Keras makes it by default. */
function isMirror(one: unknown, other: unknown): boolean {
  if (!isFields(one) || !isFields(other) || one.class_name !== other.class_name) return false;
  const [a, b] = [one.config, other.config].map((config) => (isFields(config) ? config : {})) as [
    Fields,
    Fields,
  ];
  const rest = ({ name, go_backwards, seed, ...others }: Fields) => JSON.stringify(others);
  return (
    rest(a) === rest(b) && Boolean(a.go_backwards) !== Boolean(b.go_backwards) && sameName(a.name, b.name)
  );
}

function sameName(one: unknown, other: unknown): boolean {
  return String(one).replace(PREFIX, '') === String(other).replace(PREFIX, '');
}
