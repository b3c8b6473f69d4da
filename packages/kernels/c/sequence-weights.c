/* Weights, padded and packed once for all chunks. */
#include "sequence.h"

/* The next packed matrix at *free, which moves past it. */
static struct packed take(float **free, ix K, ix N) {
  struct packed matrix = {*free, K, N};
  *free += K * packed_columns(N);
  return matrix;
}

struct weights weights_of(const struct sequence_args *args, int transposed) {
  struct dims dims = dims_of(args);
  ix D = dims.D, U = dims.U, P = dims.P;
  struct weights w = {0};
  float *free = floats(args->packed);
  int gru = args->cell == GRU || args->cell == GRU_RESET_AFTER;
  if (transposed) {
    w.x = take(&free, dims.x_columns, D);
    w.h = take(&free, dims.h_columns, P);
    if (args->cell == GRU) w.h_n = take(&free, P, P);
    return w;
  }
  ix together = gru ? 2 * P : dims.N; /* columns that take x and h in one product */
  w.bias = free, free += dims.N;
  w.x = take(&free, D, together);
  w.h = take(&free, U, together);
  if (gru) w.x_n = take(&free, D, P), w.h_n = take(&free, U, P);
  return w;
}

/* to[K, count · P] = `count` gates of from[K, gates · U], starting with gate `first` and going round. */
static void pad_gates(const float *from, ix K, struct dims dims, ix first, ix count, float *to) {
  set_zero(to, K * count * dims.P);
  for (ix k = 0; k < K; k++)
    for (ix p = 0; p < count; p++) {
      ix gate = (first + p) % dims.gates;
      copy(from + (k * dims.gates + gate) * dims.U, to + (k * count + p) * dims.P, dims.U);
    }
}

/* to = `count` gates of from[K, gates · U] */
static void pack_gates(const float *from, ix K, struct dims dims, ix first, ix count, float *scratch,
                       struct packed to) {
  ix columns = count * dims.P;
  pad_gates(from, K, dims, first, count, scratch);
  pack_b(scratch, columns, 1, K, columns, to.panels);
}

/* to = the transpose of `count` gates of from[N, gates · U] */
static void pack_gates_transposed(const float *from, ix N, struct dims dims, ix first, ix count, float *scratch,
                                  struct packed to) {
  ix columns = count * dims.P;
  pad_gates(from, N, dims, first, count, scratch);
  pack_b(scratch, 1, columns, columns, N, to.panels);
}

static void pack_bias(const struct sequence_args *args, struct dims dims, float *to) {
  set_zero(to, dims.N);
  if (args->bias) pad_gates(floats(args->bias), 1, dims, dims.rotation, dims.gates, to);
  if (!args->recurrent_bias) return;
  for (ix gate = 0; gate < 3; gate++)
    add_to(floats(args->recurrent_bias) + gate * dims.U, to + (gate + 1) * dims.P, dims.U);
}

void sequence_pack(const struct sequence_args *args, int transposed) {
  struct dims dims = dims_of(args);
  struct weights w = weights_of(args, transposed);
  const float *kernel = floats(args->kernel), *recurrent = floats(args->recurrent_kernel);
  float *scratch = floats(args->packed) + dims.N + (packed_columns(dims.D) + dims.P) * dims.gates * dims.P;
  if (transposed) {
    pack_gates_transposed(kernel, dims.D, dims, dims.rotation, dims.gates, scratch, w.x);
    pack_gates_transposed(recurrent, dims.U, dims, 0, dims.h_columns / dims.P, scratch, w.h);
    if (args->cell == GRU) pack_gates_transposed(recurrent, dims.U, dims, 2, 1, scratch, w.h_n);
    return;
  }
  pack_bias(args, dims, w.bias);
  ix together = w.x_n.panels ? 2 : dims.gates;
  pack_gates(kernel, dims.D, dims, 0, together, scratch, w.x);
  pack_gates(recurrent, dims.U, dims, 0, together, scratch, w.h);
  if (!w.x_n.panels) return;
  pack_gates(kernel, dims.D, dims, 2, 1, scratch, w.x_n);
  pack_gates(recurrent, dims.U, dims, 2, 1, scratch, w.h_n);
}
