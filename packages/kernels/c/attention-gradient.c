/* The way back through attention.c. Scores are computed again, block by block, from what the forward pass kept of each row. */
#include "attention.h"

/* With p = e^(scale · q·k − log_sum_exp) and ds = p (dy·v − dy·y): dq = scale Σ ds k, dk = scale Σ ds q, dv = Σ p dy. Shapes
 * are those of attention.c. */
struct attention_gradient_args {
  at q, k, v, query_mask, key_mask, y, log_sum_exp, dy, dq, dk, dv;
  int batch, rows, steps, heads, features, width, causal;
  float scale;
};

/* Scores become powers, and the gradients of powers those of scores. */
static void to_gradients(float *scores, float *gradients, struct block block, const float *log_sum_exp,
                         const unsigned char *row_counts, const float *dots) {
  for (ix i = 0; i < block.rows; i++) {
    float *p = scores + i * STEPS, *ds = gradients + i * STEPS;
    if (row_counts && !row_counts[block.row + i]) set_zero(p, block.steps);
    else powers_of(p, log_sum_exp[block.row + i], block.steps);
    vf dot = v_splat(dots[i]);
    for (ix j = 0; j < block.steps; j += VL) {
      ix n = block.steps - j;
      v_store_upto(ds + j, v_mul(v_load_upto(p + j, n), v_sub(v_load_upto(ds + j, n), dot)), n);
    }
  }
}

/* A piece is a head: its rows add to the gradients of all steps, in order. */
KERNEL(attention_gradient) {
  ix N = args->heads, H = args->features, V = args->width, T = args->rows, S = args->steps;
  ix item = chunk / N, head = chunk % N, q_row = N * H, v_row = N * V;
  ix q_first = (item * T * N + head), k_first = (item * S * N + head);
  const float *q = floats(args->q) + q_first * H, *k = floats(args->k) + k_first * H, *v = floats(args->v) + k_first * V;
  const float *y = floats(args->y) + q_first * V, *dy = floats(args->dy) + q_first * V;
  float *dq = floats(args->dq) + q_first * H, *dk = floats(args->dk) + k_first * H, *dv = floats(args->dv) + k_first * V;
  const float *log_sum_exp = floats(args->log_sum_exp) + chunk * T;
  const unsigned char *row_counts = args->query_mask ? bytes(args->query_mask) + item * T : 0;
  const unsigned char *step_counts = args->key_mask ? bytes(args->key_mask) + item * S : 0;

  float scaled[ROWS * MOST_FEATURES], k_panels[STEPS * MOST_FEATURES], v_panels[STEPS * MOST_FEATURES];
  float scores[ROWS * STEPS], gradients[ROWS * STEPS], panels[STEPS * MOST_FEATURES], edge[ROWS * NR], dots[ROWS];
  for (ix i = 0; i < T; i++) set_zero(dq + i * q_row, H);
  for (ix step = 0; step < S; step += STEPS) {
    ix steps = least(STEPS, S - step);
    for (ix j = step; j < step + steps; j++) set_zero(dk + j * q_row, H), set_zero(dv + j * v_row, V);
    pack_b(k + step * q_row, 1, q_row, H, steps, k_panels);
    pack_b(v + step * v_row, 1, v_row, V, steps, v_panels);
    /* A row before the first of these steps sees none of them. */
    for (ix row = args->causal ? step / ROWS * ROWS : 0; row < T; row += ROWS) {
      struct block block = {row, step, least(ROWS, T - row), steps};
      const float *dy_rows = dy + row * v_row;
      scale_rows(q + row * q_row, q_row, block.rows, args->scale, scaled, H);
      multiply_panels((struct product){.a = scaled, .a_row = H, .a_depth = 1, .K = H}, k_panels, block, scores);
      skip_scores(scores, block, args->causal, step_counts);
      multiply_panels((struct product){.a = dy_rows, .a_row = v_row, .a_depth = 1, .K = V}, v_panels, block, gradients);
      row_dots(dy_rows, y + row * v_row, v_row, block.rows, V, dots);
      to_gradients(scores, gradients, block, log_sum_exp, row_counts, dots);
      add_gradient_product((struct gradient_product){scores, STEPS, dy_rows, v_row, dv + step * v_row, v_row, .M = steps,
                                                     .N = V, .K = block.rows, .edge = edge});
      add_gradient_product((struct gradient_product){gradients, STEPS, scaled, H, dk + step * q_row, q_row, .M = steps,
                                                     .N = H, .K = block.rows, .edge = edge});
      add_product(gradients, block, k + step * q_row, q_row, H, panels, dq + row * q_row, q_row);
    }
  }
  for (ix i = 0; i < T; i++) scale_into(dq + i * q_row, args->scale, dq + i * q_row, H);
}
