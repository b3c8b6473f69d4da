/* Skip-gram with negative sampling over one sentence at a time: the inner loops of src/train-skip-gram.ts.
 *
 * Everything lies in an imported memory; the caller (src/skip-gram-kernel.ts) writes the struct and the arrays.
 */
#include "product.h"

struct model {
  float *words;         /* [V, stride] the result */
  float *contexts;      /* [V, stride] */
  float *change;        /* [stride] what a word gathers over its samples */
  const int *table;     /* [2^(32 - place_shift)] words to draw negative samples from */
  const float *sigmoid; /* sigma(x) for x = -8 ... 8 in steps of 1/256 */
  const float *loss;    /* -ln sigma(x) for the same x; backwards it is -ln sigma(-x) */
  const int *sentence;
  int stride; /* dimensions, rounded up to a multiple of 4; the columns behind them stay zero */
  int negative;
  int window;
  int place_shift;
  unsigned state; /* of xorshift, never 0 */
  int pairs;      /* word pairs trained so far, for the mean loss */
};

#define REACH 8.0f
#define STEPS_PER_UNIT 256.0f
#define PLACES 4097

static inline unsigned next_state(struct model *m) {
  unsigned s = m->state;
  s ^= s << 13;
  s ^= s >> 17;
  s ^= s << 5;
  return m->state = s;
}

/* Moves `word` towards `context` and away from random words, and these accordingly; returns the loss before. */
static float train_pair(struct model *m, int word, int context, float rate) {
  const int n = m->stride;
  float *w = m->words + (long)word * n;
  float *change = m->change;
  float loss = 0;
  for (int d = 0; d < n; d += 4) wasm_v128_store(change + d, wasm_f32x4_splat(0));
  for (int sample = 0; sample <= m->negative; sample++) {
    int other = context;
    if (sample > 0) {
      other = m->table[next_state(m) >> m->place_shift];
      if (other == context) continue;
    }
    float *c = m->contexts + (long)other * n;
    float x = product(w, c, n);
    if (x != x) return x; /* NaN: the caller stops at the loss */
    x = x > REACH ? REACH : x < -REACH ? -REACH : x;
    const int place = (int)((x + REACH) * STEPS_PER_UNIT + 0.5f);
    loss += sample == 0 ? m->loss[place] : m->loss[PLACES - 1 - place];
    const v128_t step = wasm_f32x4_splat(rate * ((sample == 0 ? 1.0f : 0.0f) - m->sigmoid[place]));
#pragma clang loop unroll_count(4)
    for (int d = 0; d < n; d += 4) {
      const v128_t before = wasm_v128_load(c + d);
      wasm_v128_store(change + d, wasm_f32x4_add(wasm_v128_load(change + d), wasm_f32x4_mul(step, before)));
      wasm_v128_store(c + d, wasm_f32x4_add(before, wasm_f32x4_mul(step, wasm_v128_load(w + d))));
    }
  }
  for (int d = 0; d < n; d += 4) wasm_v128_store(w + d, wasm_f32x4_add(wasm_v128_load(w + d), wasm_v128_load(change + d)));
  return loss;
}

/* Trains every word of the sentence with its neighbours, at most `window` and at least one to each side; returns the
 * sum of the losses. */
__attribute__((visibility("default"))) double train_sentence(struct model *m, int length, float rate) {
  double loss = 0;
  for (int i = 0; i < length; i++) {
    const int reach = 1 + (int)((next_state(m) >> 8) % (unsigned)m->window);
    const int first = i - reach > 0 ? i - reach : 0;
    const int last = i + reach < length - 1 ? i + reach : length - 1;
    for (int j = first; j <= last; j++) {
      if (j == i) continue;
      loss += train_pair(m, m->sentence[j], m->sentence[i], rate);
      m->pairs++;
    }
  }
  return loss;
}
