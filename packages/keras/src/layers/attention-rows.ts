import { AdditiveAttention, Attention, MultiHeadAttention } from '@seqloom/attention';
import { plain, refused } from '../config/field.ts';
import type { Fields } from '../config/keras-object.ts';
import { type BuiltPart, type LayerField, type LayerRow, layerRow, where } from './layer-row.ts';

/** An argument of the call there, an option here. */
const CAUSAL = { use_causal_mask: 'useCausalMask' };

/** The projections of `MultiHeadAttention`, in the order in which both make them. */
const PROJECTIONS = [
  projection('query', 'query_dense'),
  projection('key', 'key_dense'),
  projection('gate', '_gate_dense', 'useGate'),
  projection('value', 'value_dense'),
  projection('attentionOutput', 'output_dense'),
];

function projection(name: string, attribute: string, option?: string): BuiltPart {
  const when = (settings: Fields) => option === undefined || Boolean(settings[option]);
  return {
    name,
    attribute,
    variables: [
      { weight: 'kernel', when },
      { weight: 'bias', when: (settings) => when(settings) && Boolean(settings.useBias) },
    ],
  };
}

/** Sizes of the output, of which there is one here. */
const outputShape: LayerField = {
  key: 'output_shape',
  read: (value, { where: owner }) => {
    if (!Array.isArray(value)) return value ?? undefined;
    if (value.length === 1) return value[0];
    throw refused(owner, 'output_shape', 'one size', value);
  },
  write: (value) => (value === undefined ? null : [value]),
};

/** Layers of `@seqloom/attention`; its layers of positions are not among Keras' own. */
export const ATTENTION_ROWS: readonly LayerRow[] = [
  layerRow('AdditiveAttention', AdditiveAttention, {
    variables: [where('useScale', 'scale')],
    callOptions: CAUSAL,
  }),
  layerRow('Attention', Attention, {
    variables: [
      where('useScale', 'scale'),
      { weight: 'concatScoreWeight', when: ({ scoreMode }) => scoreMode === 'concat' },
    ],
    callOptions: CAUSAL,
  }),
  layerRow('MultiHeadAttention', MultiHeadAttention, {
    fields: { outputShape, valueDim: plain('value_dim') },
    fixed: { attention_axes: [null, [1]], sliding_window: [null] },
    builtParts: PROJECTIONS,
    callOptions: CAUSAL,
  }),
];
