"""Writes the LSTM of one-step.mjs as an ONNX model of one step: inputs x [1, 1, D], h and c [1, 1, U], outputs the new h and c.

usage: python3 export_lstm_step.py FILE [UNITS]   (pip install onnx numpy)

Weights are sin(1 + i) / 8 for the i-th of kernel [D, 4U], recurrentKernel [U, 4U] and bias [4U], one after the other, gates i f g o.
"""
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def main(path, units=128):
    sizes = [units * 4 * units, units * 4 * units, 4 * units]
    values = (np.sin(1 + np.arange(sum(sizes), dtype=np.float64)) / 8).astype(np.float32)
    kernel, recurrent, bias = np.split(values, np.cumsum(sizes)[:2])
    order = [0, 3, 1, 2]  # ONNX: i o f c

    def gates(matrix):
        return np.concatenate([np.split(matrix, 4, axis=-1)[i] for i in order], axis=-1)

    w = gates(kernel.reshape(units, -1)).T[None]
    r = gates(recurrent.reshape(units, -1)).T[None]
    b = np.concatenate([gates(bias), np.zeros(4 * units, np.float32)])[None]
    tensors = {"W": w, "R": r, "B": b}
    state = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 1, units])
    node = helper.make_node(
        "LSTM", ["x", "W", "R", "B", "", "h", "c"], ["", "next_h", "next_c"], hidden_size=units
    )
    graph = helper.make_graph(
        [node],
        "step",
        [state("x"), state("h"), state("c")],
        [state("next_h"), state("next_c")],
        [numpy_helper.from_array(np.ascontiguousarray(v), name) for name, v in tensors.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, path)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
