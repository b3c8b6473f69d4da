"""Answers of Keras' preprocessing layers: TextVectorization, StringLookup and Normalization.

Needs Keras 3 on TensorFlow (its string layers run on nothing else), in an environment of its own:

    pip install keras tensorflow-cpu
    KERAS_BACKEND=tensorflow python tooling/oracles/preprocessing.py

Read by packages/text/test/recorded-preprocessing.test.ts and packages/nn/test/recorded-normalization.test.ts. Options are in the
names of the tests' side; `None` is JSON null. Numbers of Normalization come from a rule both sides know: with the count of an
array, value i is ((i * 7919 + seed * 104729) % 31 - 15) / 8.
"""

import json
import os
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402
import numpy as np  # noqa: E402

TEXTS = [
    "The cat sat on the mat.",
    "the dog ate MY homework, the dog did!",
    "",
    "A cat -- a dog; a bird?  Tabs\tand\nlines",
    "Äpfel öl é ß İ [UNK] {x}~`y` it's don't",
    "mat mat mat bird zebra apple",
    "The. The, THE",
]
QUERIES = [
    "the cat ate the zebra",
    "  unknown   words, only?! ",
    "",
    "a b c d e f g h i j the mat",
    "ÄPFEL İ it's [UNK]",
]

TEXT_CASES = [
    {},
    {"max_tokens": 8},
    {"max_tokens": 8, "output_sequence_length": 4},
    {"output_sequence_length": 12},
    {"standardize": "lower"},
    {"standardize": "strip_punctuation"},
    {"standardize": None},
    {"split": "character", "max_tokens": 20},
    {"split": None},
    {"split": None, "standardize": None},
    {"ngrams": 2},
    {"ngrams": (1, 3), "max_tokens": 30},
    {"ngrams": (2,), "split": "character", "max_tokens": 40},
    {"output_mode": "multi_hot"},
    {"output_mode": "multi_hot", "max_tokens": 6},
    {"output_mode": "multi_hot", "max_tokens": 60, "pad_to_max_tokens": True},
    {"output_mode": "count"},
    {"output_mode": "count", "ngrams": 2, "max_tokens": 12},
    {"output_mode": "tf_idf"},
    {"output_mode": "tf_idf", "max_tokens": 9},
    {"output_mode": "tf_idf", "max_tokens": 50, "pad_to_max_tokens": True},
    {"output_mode": "tf_idf", "ngrams": (1, 2), "max_tokens": 20},
]

TOKENS = [
    ["red", "green", "green", "blue"],
    ["blue", "green", "", "red"],
    ["pink", "", "İ", "ß"],
    ["green", "[UNK]", "blue", "x" * 20],
]
QUERY_TOKENS = [["green", "red", "lilac"], ["", "blue", "blue"], ["[UNK]", "İ", "ß"]]

LOOKUP_CASES = [
    {},
    {"mask_token": ""},
    {"mask_token": "red"},
    {"oov_token": "?"},
    {"max_tokens": 4},
    {"max_tokens": 4, "mask_token": ""},
    {"num_oov_indices": 3},
    {"num_oov_indices": 3, "mask_token": ""},
    {"output_mode": "one_hot"},
    {"output_mode": "one_hot", "mask_token": ""},
    {"output_mode": "multi_hot"},
    {"output_mode": "multi_hot", "mask_token": "", "num_oov_indices": 2},
    {"output_mode": "multi_hot", "max_tokens": 12, "pad_to_max_tokens": True},
    {"output_mode": "count"},
    {"output_mode": "count", "mask_token": "blue"},
    {"output_mode": "tf_idf"},
    {"output_mode": "tf_idf", "mask_token": "", "num_oov_indices": 2},
    {"output_mode": "tf_idf", "max_tokens": 12, "pad_to_max_tokens": True},
]

# Strings of every length in which the hash has a branch of its own, put into buckets.
HASHED = [("abcäß€𝄞" * 40)[:n] for n in list(range(0, 20)) + [31, 32, 33, 40, 63, 64, 65, 100, 127, 128, 129, 200, 255]]
BUCKETS = 1_000_003

NORMALIZATION_CASES = [
    # shape of the data, shape of the batch, options
    ((32, 4), (3, 4), {}),
    ((8, 5, 3), (2, 5, 3), {}),
    ((8, 5, 3), (2, 5, 3), {"axis": 1}),
    ((8, 5, 3), (2, 5, 3), {"axis": (1, 2)}),
    ((8, 5, 3), (2, 5, 3), {"axis": (-1, 1)}),
    ((8, 5, 3), (2, 5, 3), {"axis": None}),
    ((7,), (4,), {"axis": None}),
    ((32, 4), (3, 4), {"invert": True}),
    ((8, 5, 3), (2, 5, 3), {"axis": None, "invert": True}),
    (None, (3, 4), {"mean": 3.0, "variance": 2.0}),
    (None, (3, 4), {"mean": [1.0, 2.0, 3.0, 4.0], "variance": [0.5, 0.0, 2.0, 4.0]}),
    (None, (2, 5, 3), {"axis": (1, 2), "mean": [1.0, -2.0, 3.0], "variance": [0.5, 1.0, 2.0]}),
    (None, (2, 5, 3), {"axis": 1, "mean": [1.0, 2.0, 3.0, 4.0, 5.0], "variance": [1.0, 2.0, 3.0, 4.0, 5.0]}),
    (None, (3, 4), {"mean": 3.0, "variance": 2.0, "invert": True}),
]


def numbers(seed, shape):
    count = int(np.prod(shape))
    return (((np.arange(count) * 7919 + seed * 104729) % 31 - 15) / 8).astype("float32").reshape(shape)


def floats(array):
    return [float(f"{x:.9g}") for x in np.asarray(array, "float32").ravel().tolist()]


def result(output, mode):
    array = np.asarray(output)
    return {"shape": list(array.shape), "data": array.ravel().tolist() if mode == "int" else floats(array)}


def text_case(options):
    layer = keras.layers.TextVectorization(**options)
    layer.adapt(TEXTS)
    mode = options.get("output_mode", "int")
    return {"options": options, "vocabulary": layer.get_vocabulary(), "output": result(layer([[query] for query in QUERIES]), mode)}


def lookup_case(options):
    layer = keras.layers.StringLookup(**options)
    layer.adapt(np.array(TOKENS))
    mode = options.get("output_mode", "int")
    answer = {
        "options": options,
        "vocabulary": layer.get_vocabulary(),
        "output": result(layer(np.array(QUERY_TOKENS)), mode),
    }
    if mode == "int":
        inverse = keras.layers.StringLookup(**options, vocabulary=layer.get_vocabulary(), invert=True)
        answer["inverse"] = [str(t, "utf-8") for t in np.asarray(inverse(np.arange(-1, 12))).tolist()]
    return answer


def normalization_case(data_shape, shape, options):
    layer = keras.layers.Normalization(**options)
    if data_shape is not None:
        layer.adapt(numbers(1, data_shape))
    y = np.asarray(layer(numbers(2, shape)))
    answer = {"data": data_shape, "shape": shape, "options": options, "y": floats(y)}
    if data_shape is not None:
        answer["mean"], answer["variance"] = floats(layer.adapt_mean), floats(layer.adapt_variance)
    return answer


def main():
    hashing = keras.layers.StringLookup(vocabulary=["-"], num_oov_indices=BUCKETS)
    answers = {
        "source": f"keras {keras.version()}, tensorflow",
        "texts": TEXTS,
        "queries": QUERIES,
        "text": [text_case(options) for options in TEXT_CASES],
        "tokens": TOKENS,
        "queryTokens": QUERY_TOKENS,
        "lookup": [lookup_case(options) for options in LOOKUP_CASES],
        "hashed": {"buckets": BUCKETS, "strings": HASHED, "indices": np.asarray(hashing(np.array(HASHED))).tolist()},
        "normalization": [normalization_case(*case) for case in NORMALIZATION_CASES],
    }
    path = Path(__file__).parent / "recorded" / "preprocessing.json"
    path.write_text(json.dumps(answers, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
