#include "sequence-activation.h"

vf activate_any(enum activation activation, vf x) { return v_activate(activation, x); }

vf derive_any(enum activation activation, vf y) { return v_derivative(activation, y); }
