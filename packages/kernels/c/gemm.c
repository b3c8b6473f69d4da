/* C = act(op(A)·op(B) + bias), any sizes, any transposes, batched. */
#include "activation.h"
#include "gemm.h"
#include "kernel.h"

/* The product is cut into `items` (of the batch) × rows × columns × depth pieces. With several depth pieces, piece d
 * writes its partial sum to plane d of `c` (M·N·batch floats each) and `gemm_finish` adds the planes. */
struct gemm_args {
  at a, b, c, bias;
  int batch, m, n, k;
  int a_row, a_depth, a_item; /* floats from one row, depth step and batch item of op(A) to the next */
  int b_depth, b_column, b_item;
  int items_per_chunk, rows_per_chunk, columns_per_chunk, depth_per_chunk;
  int activation;
};

/* Cache blocks. A packed block of B (64 KiB: 256 × 64, or more columns of a shorter sum) stays in the second-level cache
 * while all rows pass, one of its panels (8 KiB) in the first. Transposed A is packed in blocks of ROWS × DEPTH. Both
 * lie on the stack. */
enum { DEPTH = 256, BLOCK_FLOATS = 256 * 64, ROWS = 32 };

/* MR floats at any address. */
typedef float quad __attribute__((vector_size(4 * MR), aligned(4)));

/* Packs columns of a row-major matrix, element (i, k) of its transpose at a[i + k·lda], to out[(i - i % MR)·K + k·MR +
 * i % MR], so that a tile reads it in order. */
static void pack_a(const float *a, ix lda, ix M, ix K, float *out) {
  ix whole = M - M % MR;
  for (ix k = 0; k < K; k++, a += lda) {
    for (ix i = 0; i < whole; i += MR) *(quad *)(out + i * K + k * MR) = *(const quad *)(a + i);
    for (ix i = whole; i < M; i++) out[whole * K + k * MR + i - whole] = a[i];
  }
}

/* A block of the right-hand side: `columns` of them, panels packed one after the other or read in place. */
struct block {
  const float *b;
  ix columns;
  ix row;   /* floats from row to row when it is read in place, 0 when it is packed */
  ix panel; /* floats from one panel to the next, divided by the columns of a panel */
};

/* C[rows, columns] = init + A·B for one block of columns and one of depth; `a` holds everything but B. */
static void multiply_block(struct product a, struct block b, struct target c) {
  float packed_a[ROWS * DEPTH];
  int pack = a.a_depth != 1 && b.columns > 2 * NR; /* for few columns, packing costs more than it saves */
  for (ix i = 0; i < c.rows; i += ROWS) {
    ix m = least(ROWS, c.rows - i);
    if (pack) pack_a(a.a + i, a.a_depth, m, a.K, packed_a);
    for (ix j = 0; j < b.columns; j += NR) {
      ix columns = panel_columns(j, b.columns);
      struct product p = {.a = a.a + i * a.a_row, .a_row = a.a_row, .a_depth = a.a_depth, .K = a.K};
      p.b = b.b + j * b.panel, p.b_row = b.row ? b.row : panel_stride(columns);
      struct target to = {c.init, c.bias + j, c.c + i * c.stride + j, c.stride, .rows = m, .columns = columns};
      if (!pack) {
        panel_product(p, to);
        continue;
      }
      p.a_row = 1, p.a_depth = MR;
      for (ix q = 0; q < m; q += MR) {
        p.a = packed_a + q * a.K;
        to.rows = least(MR, m - q);
        panel_product(p, to);
        to.c += MR * c.stride;
      }
    }
  }
}

KERNEL(gemm) {
  ix row_pieces = (args->m + args->rows_per_chunk - 1) / args->rows_per_chunk;
  ix column_pieces = (args->n + args->columns_per_chunk - 1) / args->columns_per_chunk;
  ix depth_pieces = (args->k + args->depth_per_chunk - 1) / args->depth_per_chunk;
  if (depth_pieces < 1) depth_pieces = 1; /* k = 0: the product is empty, the result is the bias */
  ix d = chunk % depth_pieces, rest = chunk / depth_pieces;
  struct range depth = piece(d, args->depth_per_chunk, args->k);
  struct range columns = piece(rest % column_pieces, args->columns_per_chunk, args->n);
  rest /= column_pieces;
  struct range rows = piece(rest % row_pieces, args->rows_per_chunk, args->m);
  struct range items = piece(rest / row_pieces, args->items_per_chunk, args->batch);
  ix ldc = args->n, M = rows.to - rows.from;
  const float *bias = depth_pieces == 1 ? floats(args->bias) : 0;
  float block_b[BLOCK_FLOATS];
  ix width = BLOCK_FLOATS / (args->k < 64 ? 64 : least(args->k, DEPTH)) / NR * NR;

  for (ix item = items.from; item < items.to; item++) {
    const float *a = floats(args->a) + item * args->a_item + rows.from * args->a_row;
    const float *b = floats(args->b) + item * args->b_item;
    float *c = floats(args->c) + ((d * args->batch + item) * args->m + rows.from) * ldc;
    for (ix j = columns.from; j < columns.to; j += width) {
      ix N = least(width, columns.to - j);
      /* B is read in place when its rows are short enough to stay in the cache, or when few rows of A would not repay
       * the packing; its last panel must be full. */
      int packed = args->b_column != 1 || N % VL != 0 || (args->b_depth > 64 && M > 2 * MR);
      ix k = depth.from;
      do {
        ix K = least(DEPTH, depth.to - k);
        const float *bk = b + k * args->b_depth + j * args->b_column;
        struct block right = {bk, N, args->b_depth, 1};
        if (packed) {
          pack_b(bk, args->b_depth, args->b_column, K, N, block_b);
          right = (struct block){block_b, N, 0, K};
        }
        struct product left = {.a = a + k * args->a_depth, .a_row = args->a_row, .a_depth = args->a_depth, .K = K};
        enum init init = k > depth.from ? FROM_C : bias ? FROM_BIAS : FROM_ZERO;
        multiply_block(left, right, (struct target){init, bias + j, c + j, .stride = ldc, .rows = M, .columns = N});
        k += DEPTH;
      } while (k < depth.to);
      if (depth_pieces == 1)
        for (ix i = 0; i < M; i++) activate(args->activation, c + i * ldc + j, N);
    }
  }
}

/* c[size] = act(Σ_d partial[d][size] + bias), planes added in order. */
struct gemm_finish_args {
  at partial, c, bias;
  int planes, rows, n, rows_per_chunk, activation;
};

KERNEL(gemm_finish) {
  struct range rows = piece(chunk, args->rows_per_chunk, args->rows);
  ix n = args->n, plane = (ix)args->rows * n;
  for (ix i = rows.from; i < rows.to; i++) {
    const float *from = floats(args->partial) + i * n;
    float *c = floats(args->c) + i * n;
    if (args->bias) {
      copy(floats(args->bias), c, n);
      add_to(from, c, n);
    } else {
      copy(from, c, n);
    }
    for (ix d = 1; d < args->planes; d++) add_to(from + d * plane, c, n);
    activate(args->activation, c, n);
  }
}
