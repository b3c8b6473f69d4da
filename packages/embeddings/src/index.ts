export type { EmbeddingOptions } from './embedding.ts';
export { Embedding } from './embedding.ts';
export type { EmbeddingBagOptions } from './embedding-bag.ts';
export { EmbeddingBag } from './embedding-bag.ts';
export type { Coverage, EmbeddingMatrix, EmbeddingMatrixOptions, VectorTable } from './embedding-matrix.ts';
export { embeddingMatrix } from './embedding-matrix.ts';
