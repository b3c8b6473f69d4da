"""Models of Keras 3 that take strings, with what they predict, for @seqloom/keras. Keras has these layers on TensorFlow alone.

Run: python3 tooling/oracles/keras_strings.py (Keras 3.x with TensorFlow)

`keras_strings.json` holds the files as base64, texts and answers.
"""
import base64
import json
import os
import pathlib
import tempfile

os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np
import tensorflow as tf
from keras import layers as L

TEXTS = ["The film was great, the cast superb!", "a Bore... a terrible bore", "", "great unknown words", "IT'S the film; the film"]
WORDS = ["the", "film", "a", "bore", "great"]


def vectorizer(**options):
    layer = L.TextVectorization(**options)
    layer.adapt(TEXTS)
    return layer


def sequence():
    return keras.Sequential([keras.Input((1,), dtype="string"), vectorizer(max_tokens=12, output_sequence_length=6), L.Embedding(12, 4, mask_zero=True), L.LSTM(3), L.Dense(1)])


def bigrams():
    return keras.Sequential([keras.Input((1,), dtype="string"), vectorizer(ngrams=2, output_mode="multi_hot", max_tokens=20), L.Dense(2, activation="tanh")])


def weighted():
    return keras.Sequential([keras.Input((1,), dtype="string"), vectorizer(output_mode="tf_idf", standardize="lower"), L.Dense(2)])


def given_vocabulary():
    x = keras.Input((1,), dtype="string", name="text")
    y = L.TextVectorization(vocabulary=WORDS, standardize=None, split="character", output_sequence_length=5)(x)
    return keras.Model(x, L.GlobalAveragePooling1D()(L.Embedding(9, 3)(y)))


def lookup():
    x = keras.Input((1,), dtype="string", name="word")
    y = L.StringLookup(vocabulary=WORDS, output_mode="one_hot")(x)
    return keras.Model(x, L.Dense(2)(y))


def adapted_lookup():
    layer = L.StringLookup(mask_token="")
    layer.adapt(WORDS)
    return keras.Sequential([keras.Input((1,), dtype="string"), layer, L.Embedding(7, 3), L.Flatten(), L.Dense(1)])


def record(make):
    keras.utils.set_random_seed(3)
    model = make()
    texts = WORDS[:3] + ["other"] if "lookup" in make.__name__ else TEXTS
    values = np.asarray(model(tf.constant([[text] for text in texts])))
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "model.keras"
        model.save(path)
        content = base64.b64encode(path.read_bytes()).decode()
    numbers = [float(f"{x:.9g}") for x in values.reshape(-1).tolist()]
    return {"file": content, "texts": texts, "predictions": [{"dtype": "float32", "shape": list(values.shape), "data": numbers}]}


def main():
    models = {make.__name__: record(make) for make in (sequence, bigrams, weighted, given_vocabulary, lookup, adapted_lookup)}
    text = json.dumps({"keras": keras.__version__, "models": models}, separators=(",", ":"))
    (pathlib.Path(__file__).parent / "recorded" / "keras_strings.json").write_text(text + "\n")
    print(len(text))


if __name__ == "__main__":
    main()
