"""Reads a safetensors file with struct, json and numpy only: /usr/bin/python3 tooling/oracles/safetensors_read.py FILE"""
import json, struct, sys
import numpy as np
NUMPY = dict(F64="<f8", F32="<f4", F16="<f2", BF16="<u2", I64="<i8", U64="<u8", I32="<i4", U32="<u4", I16="<i2", U16="<u2", I8="i1", U8="u1", BOOL="?")
data = open(sys.argv[1], "rb").read()
start = 8 + struct.unpack("<Q", data[:8])[0]
header = json.loads(data[8:start])
metadata = header.pop("__metadata__", {})
arrays = {k: np.frombuffer(data[start + e["data_offsets"][0]:start + e["data_offsets"][1]], NUMPY[e["dtype"]]).reshape(e["shape"]) for k, e in header.items()}
print(json.dumps({"metadata": metadata, "tensors": [{"name": k, "dtype": header[k]["dtype"], "shape": a.shape, "values": a.ravel()[:8].tolist()} for k, a in arrays.items()]}))
