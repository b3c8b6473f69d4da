"""Reference answers for the 16-bit floats of @seqloom/safetensors, from numpy.

Run: /usr/bin/python3 tooling/oracles/half_floats.py
"""
import json
import pathlib

import numpy as np

SPECIAL = [0x0000, 0x8000, 0x0001, 0x83FF, 0x0400, 0x7BFF, 0xFBFF, 0x3C00, 0x3555, 0x7C00, 0xFC00, 0x7E00]
bits = np.array(SPECIAL + list(range(0, 65536, 331)), "<u2")
text = lambda values: [repr(float(v)) for v in values]  # as text: JSON has no infinities
answers = {
    "bits": bits.tolist(),
    "float16": text(bits.view("<f2")),
    "bfloat16": text((bits.astype("<u4") << 16).view("<f4")),
}
path = pathlib.Path(__file__).parent / "recorded" / "half_floats.json"
path.write_text(json.dumps(answers) + "\n")
