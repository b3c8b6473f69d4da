/* What the forward and the backward kernel of attention share: blocks of rows and steps, and their scores. */
#pragma once
#include "gemm.h"
#include "kernel.h"
#include "math.h"

/* A block of scores (16 KiB), its operands and its powers stay in the first two caches; all lie on the stack. */
SHARED enum { ATTENTION_ROWS = 64, ATTENTION_FEATURES = 128 /* of a head, at most */ };
#define ROWS ATTENTION_ROWS
#define STEPS 64
#define MOST_FEATURES ATTENTION_FEATURES

/* The score of a step that does not count. */
#define NONE (-__builtin_inff())

/* Which rows and steps meet: numbers of the first ones, and how many. */
struct block {
  ix row, step, rows, steps;
};

/* sums[i] = Σ x[i·stride + j], dots[i] = Σ x[i·stride + j] · y[i·stride + j], over j < n; sums over lanes are of four lanes. */
void row_sums(const float *x, ix stride, ix rows, ix n, float *sums);
void row_dots(const float *x, const float *y, ix stride, ix rows, ix n, float *dots);

INLINE void scale_into(const float *from, float factor, float *to, ix n) {
  vf f = v_splat(factor);
  for (ix j = 0; j < n; j += VL) v_store_upto(to + j, v_mul(v_load_upto(from + j, n - j), f), n - j);
}

/* to[rows, n] = factor · from, whose rows are `stride` floats apart. */
INLINE void scale_rows(const float *from, ix stride, ix rows, float factor, float *to, ix n) {
  for (ix i = 0; i < rows; i++) scale_into(from + i * stride, factor, to + i * n, n);
}

/* scores[rows, steps] = A·B, B packed, `a` everything but B. */
INLINE void multiply_panels(struct product a, const float *panels, struct block block, float *scores) {
  for (ix j = 0; j < block.steps; j += NR) {
    ix columns = panel_columns(j, block.steps);
    a.b = panels + j * a.K, a.b_row = panel_stride(columns);
    panel_product(a, (struct target){FROM_ZERO, .c = scores + j, .stride = STEPS, .rows = block.rows, .columns = columns});
  }
}

/* c[rows, n] += scores · b for row-major b[steps, n]; `panels` has space for STEPS · MOST_FEATURES floats. */
INLINE void add_product(const float *scores, struct block block, const float *b, ix b_row, ix n, float *panels, float *c,
                        ix stride) {
  int packed = n % VL != 0;
  if (packed) pack_b(b, b_row, 1, block.steps, n, panels);
  for (ix j = 0; j < n; j += NR) {
    ix columns = panel_columns(j, n);
    struct product p = {.a = scores, .a_row = STEPS, .a_depth = 1, .b = b + j, .b_row = b_row, .K = block.steps};
    if (packed) p.b = panels + j * block.steps, p.b_row = panel_stride(columns);
    panel_product(p, (struct target){FROM_C, .c = c + j, .stride = stride, .rows = block.rows, .columns = columns});
  }
}

/* Marks the scores of steps that do not count: those of the key mask, and those after the row where `causal`. */
INLINE void skip_scores(float *scores, struct block block, int causal, const unsigned char *step_counts) {
  if (step_counts)
    for (ix j = 0; j < block.steps; j++)
      if (!step_counts[block.step + j])
        for (ix i = 0; i < block.rows; i++) scores[i * STEPS + j] = NONE;
  if (causal)
    for (ix i = 0; i < block.rows; i++) {
      ix seen = block.row + i + 1 - block.step;
      for (ix j = seen < 0 ? 0 : seen; j < block.steps; j++) scores[i * STEPS + j] = NONE;
    }
}

/* row[j] = e^(row[j] − shift), 0 for a step that does not count. */
INLINE void powers_of(float *row, float shift, ix n) {
  vf s = v_splat(shift), none = v_splat(NONE);
  for (ix j = 0; j < n; j += VL) {
    vf x = v_load_upto(row + j, n - j);
    v_store_upto(row + j, v_andnot(v_eq(x, none), v_exp(v_sub(x, s))), n - j);
  }
}
