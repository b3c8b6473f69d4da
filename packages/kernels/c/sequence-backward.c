#include "sequence.h"

void add_state_signal(const struct back *back, const float *signal) {
  for (ix q = 0; q < back->rows * back->dims.P; q += VL) {
    vf d = v_load(signal + q);
    if (back->recurrent_mask) d = v_mul(d, v_load(back->recurrent_mask + q));
    v_store(back->dh + q, v_add(v_load(back->dh + q), d));
  }
}

void signal_to_state(const struct back *back) {
  ix P = back->dims.P;
  struct input dg = {back->dg + back->dims.h_from, back->dims.N};
  struct output dh = {back->dh, P}, spare = {back->spare, P};
  if (!back->recurrent_mask) {
    add_product(back->rows, dg, back->weights.h, dh);
    clear_padding(back->dims, back->rows, 1, dh);
    return;
  }
  product(back->rows, dg, back->weights.h, spare);
  clear_padding(back->dims, back->rows, 1, spare);
  add_state_signal(back, back->spare);
}

/* Sets values too small to matter to 0, before they decay into denormals. Returns whether any value is left. */
static int flush_signal(float *signal, ix n) {
  vf left = v_splat(0);
  for (ix i = 0; i < n; i += VL) {
    vf d = v_flush(v_load(signal + i));
    left = v_or(left, d);
    v_store(signal + i, d);
  }
  return v_any(left);
}

/* The sums over rows and steps that make up the weight gradients, one set per chunk. */
struct partial {
  float *kernel;         /* [D, x_columns] */
  float *recurrent;      /* [U, gates · P] in Keras' order */
  float *bias;           /* [x_columns] */
  float *recurrent_bias; /* [h_columns] */
};

static struct partial partial_of(const struct sequence_args *args, struct dims dims, ix chunk) {
  ix columns = dims.gates * dims.P;
  struct partial p;
  p.kernel = floats(args->partials) + chunk * (dims.D + dims.U + 2) * columns;
  p.recurrent = p.kernel + dims.D * columns;
  p.bias = p.recurrent + dims.U * columns;
  p.recurrent_bias = p.bias + columns;
  return p;
}

/* At most BLOCK rows that go back through time together. */
struct block {
  const struct sequence_args *args;
  struct dims dims;
  ix row, rows; /* the first, and how many */
  struct weights weights;
  struct cache cache;
  struct partial partial;
  /* Scratch: */
  float *inputs; /* [GROUP, rows, D] */
  float *dg;     /* [GROUP, rows, N] */
  float *h_in;   /* [GROUP, rows, P], the states before the products: h∘recurrentMask, and in a GRU r∘ that */
  float *panel;  /* [GROUP · rows, NR] */
  float *dh, *dc, *spare, *recurrent_mask, *masked; /* [rows, P] each, dc right after dh */
};

static struct block block_of(const struct sequence_args *args, struct dims dims, ix chunk, ix row, ix rows) {
  ix plane = rows * dims.P;
  struct block b = {.args = args, .dims = dims, .row = row, .rows = rows};
  b.weights = weights_of(args, 1);
  b.cache = cache_of(args, dims, row, rows);
  b.partial = partial_of(args, dims, chunk);
  b.inputs = floats(args->scratch) + chunk * args->chunk_floats;
  b.dg = b.inputs + GROUP * rows * dims.D;
  b.h_in = b.dg + GROUP * rows * dims.N;
  b.panel = b.h_in + GROUP * plane;
  b.dh = b.panel + GROUP * rows * NR;
  b.dc = b.dh + plane;
  b.spare = b.dc + plane;
  b.recurrent_mask = b.spare + plane;
  b.masked = b.recurrent_mask + plane;
  return b;
}

/* Adds the weight gradients of steps [s, s + steps), whose dg starts at `dg`. */
static void add_gradients(const struct block *block, const float *dg, ix s, ix steps) {
  const struct sequence_args *args = block->args;
  struct dims dims = block->dims;
  struct partial partial = block->partial;
  ix P = dims.P, N = dims.N, rows = steps * block->rows, plane = block->rows * P, columns = dims.gates * P;
  const float *h = block->cache.h + s * plane;
  if (args->recurrent_mask) {
    for (ix q = 0; q < rows * P; q += VL)
      v_store(block->h_in + q, v_mul(v_load(h + q), v_load(block->recurrent_mask + q % plane)));
    h = block->h_in;
  }
  load_inputs(args, block->row, block->rows, s, steps, block->inputs);
  struct weight_gradient kernel = {{block->inputs, dims.D}, dims.D, partial.kernel};
  struct weight_gradient recurrent = {{h, P}, dims.U, partial.recurrent};
  struct gate_gradient of_x = {.dg = {dg, N}, .rows = rows, .N = dims.x_columns, .bias = partial.bias};
  of_x.panel = block->panel;
  if (dims.x_columns == dims.h_columns && dims.h_from == 0) { /* both take every column: SimpleRNN, LSTM */
    add_weight_gradients(of_x, (struct weight_gradient[]){kernel, recurrent}, 2, columns);
    return;
  }
  add_weight_gradients(of_x, &kernel, 1, columns);
  struct gate_gradient of_h = {.dg = {dg + dims.h_from, N}, .rows = rows, .N = dims.h_columns};
  of_h.bias = partial.recurrent_bias, of_h.panel = block->panel;
  add_weight_gradients(of_h, &recurrent, 1, columns);
  if (args->cell != GRU) return;
  const float *r = block->cache.gates + s * block->rows * N + 2 * P;
  for (ix i = 0; i < rows; i++)
    for (ix j = 0; j < P; j += VL)
      v_store(block->h_in + i * P + j, v_mul(v_load(h + i * P + j), v_load(r + i * N + j)));
  struct weight_gradient reset = {{block->h_in, P}, dims.U, partial.recurrent + 2 * P};
  struct gate_gradient of_n = {.dg = {dg, N}, .rows = rows, .N = P, .panel = block->panel};
  add_weight_gradients(of_n, &reset, 1, columns);
}

/* dx of steps [s, s + steps) */
static void input_gradient(const struct block *block, const float *dg, ix s, ix steps) {
  const struct sequence_args *args = block->args;
  struct dims dims = block->dims;
  for (ix q = 0; q < steps; q++) {
    struct input dg_q = {dg + q * block->rows * dims.N, dims.N};
    float *dx = floats(args->dx) + (block->row * dims.T + time_of(args, s + q)) * dims.D;
    product(block->rows, dg_q, block->weights.x, (struct output){dx, dims.T * dims.D});
  }
}

static void run_back(const struct back *back) {
  switch (back->args->cell) {
    case SIMPLE_RNN: simple_rnn_back(back); break;
    case LSTM: lstm_back(back); break;
    default: gru_back(back);
  }
}

/* What the steps of a block have in common. */
static struct back back_of(const struct block *block) {
  struct back back = {.args = block->args, .dims = block->dims, .weights = block->weights, .rows = block->rows};
  back.dh = block->dh, back.dc = block->dc, back.spare = block->spare;
  back.recurrent_mask = block->args->recurrent_mask ? block->recurrent_mask : 0;
  return back;
}

/* Takes the signal back through step s. */
static void step_back(const struct block *block, struct back *back, ix s, float *dg) {
  const struct sequence_args *args = block->args;
  const struct cache *cache = &block->cache;
  ix rows = block->rows, plane = rows * block->dims.P, step_floats = rows * block->dims.N;
  unsigned char live[BLOCK];
  ix taking = args->mask ? load_mask(args, block->row, rows, s, live) : rows;
  if (taking == 0) {
    set_zero(dg, step_floats);
    return;
  }
  back->dg = dg;
  back->live = taking < rows ? live : 0;
  back->gates = cache->gates + s * step_floats;
  back->h = back->h_in = cache->h + s * plane, back->h_next = back->h + plane;
  if (cache->c) back->c = cache->c + s * plane, back->c_next = back->c + plane;
  if (args->recurrent_mask && args->cell == GRU) {
    for (ix q = 0; q < plane; q += VL)
      v_store(block->masked + q, v_mul(v_load(back->h + q), v_load(block->recurrent_mask + q)));
    back->h_in = block->masked;
  }
  run_back(back);
}

static void add_output_signal(const struct block *block, ix s) {
  const struct sequence_args *args = block->args;
  struct dims dims = block->dims;
  const float *dh = floats(args->dh) + (block->row * dims.T + time_of(args, s)) * dims.U;
  for (ix r = 0; r < block->rows; r++) add_to(dh + r * dims.T * dims.U, block->dh + r * dims.P, dims.U);
}

static void load_signals(const struct block *block) {
  const struct sequence_args *args = block->args;
  struct dims dims = block->dims;
  ix rows = block->rows, first = block->row * dims.U;
  load_units(args->dh_last ? floats(args->dh_last) + first : 0, rows, dims, block->dh);
  load_units(args->dc_last ? floats(args->dc_last) + first : 0, rows, dims, block->dc);
  if (args->recurrent_mask) load_units(floats(args->recurrent_mask) + first, rows, dims, block->recurrent_mask);
}

static void backward_block(const struct block *block) {
  const struct sequence_args *args = block->args;
  struct dims dims = block->dims;
  ix rows = block->rows, plane = rows * dims.P, step_floats = rows * dims.N;
  struct back back = back_of(block);
  load_signals(block);
  ix s = dims.T;
  int signal = 1;
  while (s > 0 && signal) {
    ix end = s, start = s > GROUP ? s - GROUP : 0;
    while (s > start) {
      if (args->dh) add_output_signal(block, s - 1);
      signal = flush_signal(block->dh, 2 * plane) || args->dh;
      if (!signal) break;
      s--;
      step_back(block, &back, s, block->dg + (s - start) * step_floats);
    }
    if (s == end) break;
    const float *dg = block->dg + (s - start) * step_floats;
    add_gradients(block, dg, s, end - s);
    if (args->dx) input_gradient(block, dg, s, end - s);
  }
  /* The signal has died out before it reached the steps before s. */
  if (args->dx)
    for (ix q = 0; q < s; q++)
      for (ix r = 0; r < rows; r++)
        set_zero(floats(args->dx) + ((block->row + r) * dims.T + time_of(args, q)) * dims.D, dims.D);
  if (args->dh0) store_units(block->dh, rows, dims, floats(args->dh0) + block->row * dims.U);
  if (args->dc0) store_units(block->dc, rows, dims, floats(args->dc0) + block->row * dims.U);
}

void sequence_backward(const struct sequence_args *args, ix chunk) {
  struct dims dims = dims_of(args);
  set_zero(partial_of(args, dims, chunk).kernel, (dims.D + dims.U + 2) * dims.gates * dims.P);
  struct range rows = piece(chunk, args->rows_per_chunk, args->batch);
  for (ix row = rows.from; row < rows.to; row += BLOCK) {
    struct block block = block_of(args, dims, chunk, row, least(BLOCK, rows.to - row));
    backward_block(&block);
  }
}
