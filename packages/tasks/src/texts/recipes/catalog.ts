import type { TextRecipe } from '../recipe.ts';
import { attention } from './attention.ts';
import { average } from './average.ts';
import { bag } from './bag.ts';
import { biLSTM } from './bi-lstm.ts';
import { bigrams } from './bigrams.ts';
import { characterNgrams } from './character-ngrams.ts';
import { conv1d } from './conv1d.ts';
import { conv1dGRU } from './conv1d-gru.ts';
import { embedding } from './embedding.ts';
import { ensemble } from './ensemble.ts';
import { glove } from './glove.ts';
import { gloveAttention } from './glove-attention.ts';
import { gloveEnsemble } from './glove-ensemble.ts';
import { gru } from './gru.ts';
import { learned } from './learned.ts';
import { lmLSTM } from './lm-lstm.ts';
import { lstm } from './lstm.ts';
import { nbBag } from './nb-bag.ts';
import { pooledGlove } from './pooled-glove.ts';
import { reversedLSTM } from './reversed-lstm.ts';
import { simpleRNN } from './simple-rnn.ts';

/** All models: those of the chapter in its order, then those beyond it. */
export const TEXT_RECIPES: readonly TextRecipe[] = [
  bag,
  characterNgrams,
  embedding,
  average,
  pooledGlove,
  glove,
  learned,
  simpleRNN,
  lstm,
  gru,
  reversedLSTM,
  biLSTM,
  conv1d,
  conv1dGRU,
  nbBag,
  bigrams,
  attention,
  lmLSTM,
  ensemble,
  gloveAttention,
  gloveEnsemble,
];
