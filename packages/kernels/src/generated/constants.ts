// Written by build.mjs from c/. Do not edit.

/** `enum activation` in `c/activation.h` */
export const ACTIVATION = {
  linear: 0,
  relu: 1,
  sigmoid: 2,
  tanh: 3,
  exponential: 4,
  relu6: 5,
  leakyRelu: 6,
  hardSigmoid: 7,
  hardTanh: 8,
  elu: 9,
  selu: 10,
  softplus: 11,
  softsign: 12,
} as const;

/** `c/attention.h` */
export const ATTENTION_ROWS = 64;

/** `c/attention.h` */
export const ATTENTION_FEATURES = 128;

/** `c/conv1d-winograd.h` */
export const TILE = 4;

/** `c/conv1d-winograd.h` */
export const WIDEST = 512;

/** `c/conv1d-winograd.h` */
export const MOST_GROUPS = 8;

/** `enum reduction` in `c/reduce.c` */
export const REDUCTION = {
  sum: 0,
  max: 1,
} as const;

/** `enum stage` in `c/sequence.h` */
export const STAGE = {
  pack: 0,
  forward: 1,
  packTransposed: 2,
  backward: 3,
  reduce: 4,
} as const;

/** `enum cell` in `c/sequence.h` */
export const CELL = {
  simpleRnn: 0,
  gru: 1,
  gruResetAfter: 2,
  lstm: 3,
} as const;

/** `c/sequence.h` */
export const BLOCK = 16;

/** `c/sequence.h` */
export const GROUP = 8;

/** `c/sequence.h` */
export const REDUCE_ROWS = 32;
