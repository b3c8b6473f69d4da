/* Weights, padded and packed once for all chunks. */
#include "gemm.h"
#include "sequence.h"

struct weights weights_of(const struct sequence_args *args, int transposed) {
  struct sizes z = sizes_of(args);
  struct weights w = {0};
  float *free = floats(args->packed);
  int gru = args->cell == GRU || args->cell == GRU_RESET_AFTER;
  if (transposed) {
    w.x = free, free += z.x_columns * packed_columns(z.D);
    w.h = free, free += z.h_columns * z.P;
    w.h_n = free;
    return w;
  }
  ix together = gru ? 2 * z.P : z.N; /* columns that take x and h in one product */
  w.bias = free, free += z.N;
  w.x = free, free += z.D * together;
  w.h = free, free += z.U * together;
  if (gru) w.x_n = free, w.h_n = free + z.D * z.P;
  return w;
}

/* to[K, count · P] = `count` gates of from[K, gates · U], from gate `first` on, in a circle. */
static void pad_gates(const float *from, ix K, struct sizes z, ix first, ix count, float *to) {
  set_zero(to, K * count * z.P);
  for (ix k = 0; k < K; k++)
    for (ix p = 0; p < count; p++)
      copy(from + (k * z.gates + (first + p) % z.gates) * z.U, to + (k * count + p) * z.P, z.U);
}

static void pack_gates(const float *from, ix K, struct sizes z, ix first, ix count, float *temporary, float *to) {
  ix columns = count * z.P;
  pad_gates(from, K, z, first, count, temporary);
  pack_b(temporary, columns, 1, K, columns, to);
}

static void pack_gates_transposed(const float *from, ix N, struct sizes z, ix first, ix count, float *temporary,
                                  float *to) {
  ix columns = count * z.P;
  pad_gates(from, N, z, first, count, temporary);
  pack_b(temporary, 1, columns, columns, N, to);
}

static void pack_bias(const struct sequence_args *args, struct sizes z, float *to) {
  set_zero(to, z.N);
  if (args->bias) pad_gates(floats(args->bias), 1, z, z.rotation, z.gates, to);
  if (!args->recurrent_bias) return;
  for (ix g = 0; g < 3; g++) add_to(floats(args->recurrent_bias) + g * z.U, to + (g + 1) * z.P, z.U);
}

void sequence_pack(const struct sequence_args *args, int transposed) {
  struct sizes z = sizes_of(args);
  struct weights w = weights_of(args, transposed);
  const float *kernel = floats(args->kernel), *recurrent = floats(args->recurrent_kernel);
  float *temporary = floats(args->packed) + z.N + (packed_columns(z.D) + z.P) * z.gates * z.P;
  if (transposed) {
    pack_gates_transposed(kernel, z.D, z, z.rotation, z.gates, temporary, w.x);
    pack_gates_transposed(recurrent, z.U, z, 0, z.h_columns / z.P, temporary, w.h);
    if (args->cell == GRU) pack_gates_transposed(recurrent, z.U, z, 2, 1, temporary, w.h_n);
    return;
  }
  pack_bias(args, z, w.bias);
  ix together = w.x_n ? 2 : z.gates;
  pack_gates(kernel, z.D, z, 0, together, temporary, w.x);
  pack_gates(recurrent, z.U, z, 0, together, temporary, w.h);
  if (!w.x_n) return;
  pack_gates(kernel, z.D, z, 2, 1, temporary, w.x_n);
  pack_gates(recurrent, z.U, z, 2, 1, temporary, w.h_n);
}
