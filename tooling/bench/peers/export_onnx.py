"""Writes the torch model of a workload as an ONNX file, for onnxruntime.

usage: python3 export_onnx.py WORKLOAD FILE
"""
import sys

import torch

from torch_workloads import WORKLOADS

name, path = sys.argv[1:]
make, data, _ = WORKLOADS[name]
torch.manual_seed(0)
model = make().eval()
torch.onnx.export(model, data(), path, input_names=["ids"], output_names=["y"], opset_version=14)
