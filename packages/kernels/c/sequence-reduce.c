/* Sums the weight gradients of the chunks. */
#include "sequence.h"

/* A piece is REDUCE_ROWS of these rows: D of dkernel, U of drecurrent_kernel, dbias, drecurrent_bias. Chunks are added in
 * order. */
void sequence_reduce(const struct sequence_args *args, ix index) {
  struct dims dims = dims_of(args);
  ix columns = dims.gates * dims.P, set = (dims.D + dims.U + 2) * columns;
  struct range rows = piece(index, REDUCE_ROWS, dims.D + dims.U + 2);
  for (ix row = rows.from; row < rows.to; row++) {
    ix q = row;
    float *to = floats(args->dkernel);
    ix rotation = dims.rotation;
    if (q >= dims.D) q -= dims.D, to = floats(args->drecurrent_kernel), rotation = 0;
    if (row == dims.D + dims.U) q = 0, to = floats(args->dbias), rotation = dims.rotation;
    if (row == dims.D + dims.U + 1) q = 0, to = floats(args->drecurrent_bias), rotation = 0;
    if (!to) continue;
    to += q * dims.gates * dims.U;
    const float *from = floats(args->partials) + row * columns;
    for (ix g = 0; g < dims.gates; g++) {
      float *gate = to + (g + rotation) % dims.gates * dims.U;
      copy(from + g * dims.P, gate, dims.U);
      for (ix chunk = 1; chunk < args->chunks; chunk++) add_to(from + chunk * set + g * dims.P, gate, dims.U);
    }
  }
}
