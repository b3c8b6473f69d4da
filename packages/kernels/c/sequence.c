#include "sequence.h"

KERNEL(sequence) {
  switch (args->stage) {
    case PACK: sequence_pack(args, 0); break;
    case FORWARD: sequence_forward(args, chunk); break;
    case PACK_TRANSPOSED: sequence_pack(args, 1); break;
    case BACKWARD: sequence_backward(args, chunk); break;
    case REDUCE: sequence_reduce(args, chunk); break;
  }
}
