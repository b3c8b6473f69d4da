/* GloVe over some entries of a co-occurrence matrix at a time: the inner loops of src/train-glove.ts.
 *
 * Everything lies in an imported memory; the caller (src/glove-kernel.ts) writes the struct and the arrays.
 */
#include "product.h"

/* A row of `words` and `contexts` holds all that one step needs, side by side for the cache:
 * `stride` coordinates, the sums of their squared gradients (from 1 on), the bias, and the sum of its. */
struct entry {
  int word;
  int context;
  float target; /* ln x */
  float weight; /* f(x) */
};

struct model {
  float *words;    /* [V, 2 stride + 4] */
  float *contexts; /* [V, 2 stride + 4] */
  const struct entry *entries;
  int stride; /* dimensions, rounded up to a multiple of 4; the columns behind them stay zero */
};

/* AdaGrad: x -= rate g / sqrt(s), then s += g^2. */
static inline void descend(float *x, float *squares, v128_t gradient, v128_t before, v128_t rate) {
  const v128_t sum = wasm_v128_load(squares);
  wasm_v128_store(x, wasm_f32x4_sub(before, wasm_f32x4_div(wasm_f32x4_mul(rate, gradient), wasm_f32x4_sqrt(sum))));
  wasm_v128_store(squares, wasm_f32x4_add(sum, wasm_f32x4_mul(gradient, gradient)));
}

static inline void descend_bias(float *bias, float gradient, float rate) {
  bias[0] -= rate * gradient / __builtin_sqrtf(bias[1]);
  bias[1] += gradient * gradient;
}

/* Takes one step for each of the first `count` entries; returns the sum of their weighted squared errors before it. */
__attribute__((visibility("default"))) double train_entries(struct model *m, int count, float rate) {
  const int n = m->stride;
  const int row = 2 * n + 4;
  const v128_t rates = wasm_f32x4_splat(rate);
  double loss = 0;
  for (int i = 0; i < count; i++) {
    const struct entry *entry = m->entries + i;
    float *w = m->words + entry->word * row;
    float *c = m->contexts + entry->context * row;
    const float error = product(w, c, n) + w[2 * n] + c[2 * n] - entry->target;
    const float step = entry->weight * error;
    const v128_t steps = wasm_f32x4_splat(step);
#pragma clang loop unroll_count(2)
    for (int d = 0; d < n; d += 4) {
      const v128_t word = wasm_v128_load(w + d);
      const v128_t context = wasm_v128_load(c + d);
      descend(w + d, w + n + d, wasm_f32x4_mul(steps, context), word, rates);
      descend(c + d, c + n + d, wasm_f32x4_mul(steps, word), context, rates);
    }
    descend_bias(w + 2 * n, step, rate);
    descend_bias(c + 2 * n, step, rate);
    loss += step * error;
  }
  return loss;
}
