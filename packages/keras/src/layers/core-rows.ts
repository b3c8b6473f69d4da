import { Embedding } from '@seqloom/embeddings';
import {
  Activation,
  Add,
  Average,
  BatchNormalization,
  Concatenate,
  Dense,
  Dot,
  Dropout,
  Flatten,
  LayerNormalization,
  Masking,
  Maximum,
  Minimum,
  Multiply,
  Normalization,
  Permute,
  RepeatVector,
  Reshape,
  Softmax,
  Subtract,
} from '@seqloom/nn';
import { type Field, refused } from '../config/field.ts';
import {
  always,
  KERNEL_AND_BIAS,
  type KerasVariable,
  type LayerRow,
  layerRow,
  states,
  where,
} from './layer-row.ts';

const SCALE_AND_CENTER = [where('scale', 'gamma'), where('center', 'beta')];

/** A variable that `Normalization` has unless its options give the statistics. */
const adapted = (weight?: string): KerasVariable => ({
  ...(weight !== undefined && { weight }),
  state: true,
  when: ({ mean }) => mean === undefined,
});

/** One axis or several; Keras 2 wrote one as a list, too. */
const axis: Field = {
  key: 'axis',
  read: (value) => (Array.isArray(value) && value.length === 1 ? value[0] : (value ?? undefined)),
  write: (value) => value,
};

/** Statistics of a `Normalization`, also for each place; Keras keeps the shape of the input in them. */
const statistics = (key: string): Field => ({
  key,
  read: (value, { where }) => {
    const numbers = [value ?? []].flat(Number.POSITIVE_INFINITY);
    if (numbers.length === 0) return undefined;
    if (!numbers.every((number) => typeof number === 'number')) throw refused(where, key, 'numbers', value);
    return numbers.length === 1 ? numbers[0] : numbers;
  },
  write: (value) => value ?? null,
});

/** Layers of `@seqloom/nn` and the embedding. */
export const CORE_ROWS: readonly LayerRow[] = [
  layerRow('Activation', Activation),
  layerRow('Add', Add),
  layerRow('Average', Average),
  layerRow('BatchNormalization', BatchNormalization, {
    fields: { axis },
    fixed: { renorm: [false], fused: [true, false, null], virtual_batch_size: [null], adjustment: [null] },
    variables: [...SCALE_AND_CENTER, ...states('movingMean', 'movingVariance')],
  }),
  layerRow('Concatenate', Concatenate),
  layerRow('Dense', Dense, { variables: KERNEL_AND_BIAS }),
  layerRow('Dot', Dot),
  layerRow('Dropout', Dropout, { fixed: { noise_shape: [null] } }),
  layerRow('Embedding', Embedding, {
    fields: { weights: undefined },
    fixed: { sparse: [false] },
    variables: always('embeddings'),
  }),
  layerRow('Flatten', Flatten),
  layerRow('LayerNormalization', LayerNormalization, {
    fields: { axis: { ...axis, write: (value) => [value].flat() } },
    fixed: { rms_scaling: [false] },
    variables: SCALE_AND_CENTER,
  }),
  layerRow('Masking', Masking),
  layerRow('Maximum', Maximum),
  layerRow('Minimum', Minimum),
  layerRow('Multiply', Multiply),
  layerRow('Normalization', Normalization, {
    fields: {
      // None is an axis of its own: one mean for all.
      axis: {
        key: 'axis',
        read: (value) => (Array.isArray(value) && value.length === 1 ? value[0] : value),
        write: (value) => (value === null ? null : [value].flat()),
      },
      mean: statistics('mean'),
      variance: statistics('variance'),
    },
    // The third one counts the data of `adapt`; nothing reads it.
    variables: [adapted('mean'), adapted('variance'), adapted()],
  }),
  layerRow('Permute', Permute),
  layerRow('RepeatVector', RepeatVector),
  layerRow('Reshape', Reshape),
  layerRow('Softmax', Softmax, { fields: { axis } }),
  layerRow('Subtract', Subtract),
];
