/* The matrix products of the sequence kernels. */
#pragma once
#include "gemm.h"

/* The rows of a left-hand side, and those of a result; they start `stride` floats apart. */
struct input {
  const float *rows;
  ix stride;
};
struct output {
  float *rows;
  ix stride;
};

/* A right-hand side B[K,N] in panels, see gemm.h. */
struct packed {
  float *panels;
  ix K, N;
};

/* c = a·B over `rows` rows */
void product(ix rows, struct input a, struct packed b, struct output c);
/* c += a·B */
void add_product(ix rows, struct input a, struct packed b, struct output c);
/* c = a·B + bias */
void affine(ix rows, struct input a, struct packed b, const float *bias, struct output c);
/* c = a1·B1 + a2·B2 + bias: a recurrent step x·W + h·U + b, in one pass over c. */
void affine2(ix rows, struct input a1, struct packed b1, struct input a2, struct packed b2, const float *bias,
             struct output c);

/* A weight gradient that a product adds to: gradient[features, N] += aᵀ·dg, with one row of a for every row of dg. */
struct weight_gradient {
  struct input a;
  ix features;
  float *gradient;
};

/* The right-hand side dg[rows, N] of weight gradients, N a multiple of VL. */
struct gate_gradient {
  struct input dg;
  ix rows, N;
  float *bias;  /* += Σ over the rows of dg: the gradient of a bias; or null */
  float *panel; /* scratch for rows · NR floats */
};

/* Adds to `count` weight gradients, whose rows are `stride` floats apart. */
void add_weight_gradients(struct gate_gradient g, const struct weight_gradient *to, ix count, ix stride);
