/* Rows of a table by number, and the sum that is its gradient. */
#include "kernel.h"

/* out[i] = table[ids[i]], rows of `width` floats. Ids are checked by the caller. */
struct gather_args {
  at table, ids, out;
  int count, width, rows_per_chunk;
};

KERNEL(gather) {
  struct range rows = piece(chunk, args->rows_per_chunk, args->count);
  ix width = args->width;
  const float *table = floats(args->table);
  const int *ids = ints(args->ids);
  float *out = floats(args->out);
  for (ix i = rows.from; i < rows.to; i++) copy(table + ids[i] * width, out + i * width, width);
}

/* out[id] = Σ of the rows of x whose id it is; zero where there is none. A piece is a range of columns and walks
 * all ids in order, so every sum has the order of the ids on any number of threads. */
struct scatter_add_args {
  at x, ids, out;
  int count, rows, width, columns_per_chunk;
};

KERNEL(scatter_add) {
  struct range columns = piece(chunk, args->columns_per_chunk, args->width);
  ix width = args->width, n = columns.to - columns.from;
  const int *ids = ints(args->ids);
  const float *x = floats(args->x) + columns.from;
  float *out = floats(args->out) + columns.from;
  if (n == width) set_zero(out, args->rows * width);
  else
    for (ix row = 0; row < args->rows; row++) set_zero(out + row * width, n);
  for (ix i = 0; i < args->count; i++) add_to(x + i * width, out + ids[i] * width, n);
}
