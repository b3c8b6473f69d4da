export { AdditiveAttention, type AdditiveAttentionOptions } from './additive-attention.ts';
export { Attention, type AttentionOptions } from './attention.ts';
export {
  type AttentionInputs,
  AttentionLayer,
  type AttentionLayerOptions,
  type AttentionMasks,
} from './attention-layer.ts';
export { type AttentionRecord, type InspectAttentionOptions, inspectAttention } from './inspect-attention.ts';
export { MultiHeadAttention, type MultiHeadAttentionOptions } from './multi-head-attention.ts';
export { PositionEmbedding, type PositionEmbeddingOptions } from './position-embedding.ts';
export { SinePositionEncoding, type SinePositionEncodingOptions } from './sine-position-encoding.ts';
