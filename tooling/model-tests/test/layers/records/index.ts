import type { LayerRecord } from '../record.ts';
import { ATTENTION_RECORDS } from './attention.ts';
import { CONVOLUTIONAL_RECORDS } from './convolutional.ts';
import { EMBEDDING_RECORDS } from './embeddings.ts';
import { NN_RECORDS } from './nn.ts';
import { RECURRENT_RECORDS } from './recurrent.ts';
import { TRAIN_RECORDS } from './train.ts';

/** Every layer that a package exports. */
export const LAYER_RECORDS: readonly LayerRecord[] = [
  ...NN_RECORDS,
  ...EMBEDDING_RECORDS,
  ...RECURRENT_RECORDS,
  ...CONVOLUTIONAL_RECORDS,
  ...ATTENTION_RECORDS,
  ...TRAIN_RECORDS,
];
