#include "activation.h"

#define EACH(y, n, activation)                                                  \
  do {                                                                          \
    ix i_ = 0;                                                                  \
    for (; i_ + VL <= (n); i_ += VL) v_store((y) + i_, v_activate(activation, v_load((y) + i_))); \
    if (i_ < (n)) v_store_n((y) + i_, v_activate(activation, v_load_n((y) + i_, (n) - i_)), (n) - i_); \
  } while (0)

void activate(enum activation activation, float *y, ix n) {
  switch (activation) {
    case LINEAR: break;
    case RELU: EACH(y, n, RELU); break;
    case SIGMOID: EACH(y, n, SIGMOID); break;
    case TANH: EACH(y, n, TANH); break;
    default: EACH(y, n, activation);
  }
}
