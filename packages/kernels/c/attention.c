/* Attention of many heads without the matrix of scores: a block of rows meets one block of steps after the other, and what
 * it remembers of the steps before is the largest score and the sum of the powers of each row (Rabe & Staats 2021, Dao et
 * al. 2022). */
#include "attention.h"

/* y = Σ p v with p = softmax(scale · q·k) over the steps that count. q [batch, rows, heads, features], k [batch, steps,
 * heads, features], v and y [batch, …, heads, width], log_sum_exp [batch, heads, rows]. A row that the query mask skips, or
 * for which no step counts, is zeros. */
struct attention_args {
  at q, k, v, query_mask, key_mask, y, log_sum_exp;
  int batch, rows, steps, heads, features, width, causal;
  float scale;
};

/* What is known of each row after some steps. */
struct progress {
  float largest[ROWS], total[ROWS];
};

static float row_max(const float *row, ix n, float before) {
  float lanes[VL];
  vf most = v_splat(before);
  ix j = 0;
  for (; j + VL <= n; j += VL) most = v_max(most, v_load(row + j));
  v_store(lanes, most);
  float largest = before;
  for (int q = 0; q < VL; q++) largest = lanes[q] > largest ? lanes[q] : largest;
  for (; j < n; j++) largest = row[j] > largest ? row[j] : largest;
  return largest;
}

/* Scores become e^(score − largest); what was summed before is brought to the same largest score. */
static void to_powers(float *scores, struct block block, struct progress *seen, float *y, ix y_row, ix width) {
  float shrink[ROWS], sums[ROWS];
  for (ix i = 0; i < block.rows; i++) {
    float *row = scores + i * STEPS;
    float before = seen->largest[i], largest = row_max(row, block.steps, before);
    /* Without a step that counts the difference would be NaN; any number will do. */
    seen->largest[i] = largest;
    shrink[i] = before == NONE ? 0 : before - largest;
    powers_of(row, largest == NONE ? 0 : largest, block.steps);
  }
  for (ix i = 0; i < block.rows; i += VL) {
    ix n = block.rows - i;
    v_store_upto(shrink + i, v_exp(v_load_upto(shrink + i, n)), n);
  }
  row_sums(scores, STEPS, block.rows, block.steps, sums);
  for (ix i = 0; i < block.rows; i++) {
    seen->total[i] = seen->total[i] * shrink[i] + sums[i];
    if (shrink[i] != 1) scale_into(y + i * y_row, shrink[i], y + i * y_row, width);
  }
}

/* ln x for x >= 1: x = 2^n m with 1 <= m < 2. */
static float log_of(float x) {
  union {
    float number;
    unsigned bits;
  } m = {x};
  float n = (float)((int)(m.bits >> 23) - 127), lanes[VL];
  if (x != x) return x;
  m.bits = (m.bits & 0x7fffff) | 0x3f800000;
  v_store(lanes, v_log1p_unit(v_splat(m.number - 1)));
  return n * 0.693147181f + lanes[0];
}

/* A piece is a block of rows of a head. */
KERNEL(attention) {
  ix N = args->heads, H = args->features, V = args->width, T = args->rows, S = args->steps;
  ix blocks = (T + ROWS - 1) / ROWS, place = chunk / blocks, item = place / N, head = place % N;
  struct range rows = piece(chunk % blocks, ROWS, T);
  ix count = rows.to - rows.from, q_row = N * H, v_row = N * V;
  const float *q = floats(args->q) + ((item * T + rows.from) * N + head) * H;
  const float *k = floats(args->k) + (item * S * N + head) * H;
  const float *v = floats(args->v) + (item * S * N + head) * V;
  float *y = floats(args->y) + ((item * T + rows.from) * N + head) * V;
  const unsigned char *row_counts = args->query_mask ? bytes(args->query_mask) + item * T + rows.from : 0;
  const unsigned char *step_counts = args->key_mask ? bytes(args->key_mask) + item * S : 0;

  float scaled[ROWS * MOST_FEATURES], panels[STEPS * MOST_FEATURES], scores[ROWS * STEPS];
  struct progress seen;
  scale_rows(q, q_row, count, args->scale, scaled, H);
  for (ix i = 0; i < count; i++) {
    set_zero(y + i * v_row, V);
    seen.largest[i] = NONE, seen.total[i] = 0;
  }
  ix end = args->causal ? least(S, rows.to) : S;
  for (ix step = 0; step < end; step += STEPS) {
    struct block block = {rows.from, step, count, least(STEPS, end - step)};
    pack_b(k + step * q_row, 1, q_row, H, block.steps, panels);
    multiply_panels((struct product){.a = scaled, .a_row = H, .a_depth = 1, .K = H}, panels, block, scores);
    skip_scores(scores, block, args->causal, step_counts);
    to_powers(scores, block, &seen, y, v_row, V);
    add_product(scores, block, v + step * v_row, v_row, V, panels, y, v_row);
  }
  float *log_sum_exp = floats(args->log_sum_exp) + place * T + rows.from;
  for (ix i = 0; i < count; i++) {
    /* The sum is 0 where no step counts; where scores are NaN it is NaN, and the row too. */
    int counts = seen.total[i] != 0 && (!row_counts || row_counts[i]);
    if (counts) scale_into(y + i * v_row, 1 / seen.total[i], y + i * v_row, V);
    else set_zero(y + i * v_row, V);
    log_sum_exp[i] = counts ? seen.largest[i] + log_of(seen.total[i]) : 0;
  }
}
