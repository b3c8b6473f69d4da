"""The names of the functions in Keras' own tests of the layers that merge, attend, normalise and preprocess, by file.

    KERAS_BACKEND=jax python tooling/oracles/keras_tests.py

Needs Keras 3, whose package holds its tests. tooling/oracles/keras-tests.md says of each function where it is tested here, or why it
does not apply; packages/train/test/keras-tests.test.ts compares the two.
"""

import ast
import json
from pathlib import Path

import keras

FILES = [
    "attention/attention",
    "attention/additive_attention",
    "attention/multi_head_attention",
    "merging/merging",
    "normalization/batch_normalization",
    "normalization/layer_normalization",
    "reshaping/permute",
    "activations/softmax",
    "preprocessing/string_lookup",
    "preprocessing/text_vectorization",
    "preprocessing/normalization",
]


def main():
    root = Path(keras.__file__).parent / "src" / "layers"
    tests = {}
    for name in FILES:
        tree = ast.parse((root / f"{name}_test.py").read_text())
        tests[f"{name.split('/')[1]}_test.py"] = [
            node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        ]
    path = Path(__file__).parent / "recorded" / "keras_tests.json"
    path.write_text(json.dumps({"source": f"keras {keras.__version__}", "tests": tests}, indent=1) + "\n")


if __name__ == "__main__":
    main()
