"""Models of the chapter, trained for an epoch in Keras 3 on its data, and their answers for every held-out sample, for @seqloom/keras.

Run: SEQLOOM_DATA=DATA python3 tooling/oracles/keras_chapter.py FOLDER [TRAIN TEST] (Keras 3.x on JAX)
     node tooling/oracles/keras_chapter.mjs FOLDER     (after pnpm build)

Reviews of `aclImdb_labelled_50k.tar.gz`, the 10,000 most frequent words, the last 100 of each review; TRAIN and TEST of them,
25,000 each by default. Weather of `jena_climate_2009_first4000x12.csv.gz`: 48 rows of 11 columns, the temperature 24 rows later.
FOLDER gets the files, inputs and answers; the second script reads the files with @seqloom/keras, asks them the same, and writes
recorded/keras_chapter.json: for each model the number of samples, those with another answer, those whose answer is within 1e-5
of the threshold, and the largest difference. recorded/keras_chapter.zip holds a part for the tests: two of the models, each with
its answers for the first eight samples; the vectors of words that these do not have are zeros there.
"""
import collections
import csv
import gzip
import json
import os
import pathlib
import re
import sys
import tarfile
import tempfile
import zipfile

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras
import numpy as np
from keras import layers as L

DATA = pathlib.Path(os.environ["SEQLOOM_DATA"])
WORDS, LENGTH = 10_000, 100
RECORDED = pathlib.Path(__file__).parent / "recorded"
SAMPLES = 8


def reviews(train, test):
    parts = {"train": [], "test": []}
    with tarfile.open(DATA / "aclImdb_labelled_50k.tar.gz") as archive:
        for member in archive:
            found = re.search(r"(train|test)/(pos|neg)/(\d+)_\d+\.txt$", member.name)
            if not found or int(found[3]) * 2 >= {"train": train, "test": test}[found[1]]:
                continue
            words = re.findall(r"[a-z']+", archive.extractfile(member).read().decode().lower())
            parts[found[1]].append((words, found[2] == "pos"))
    counts = collections.Counter(word for words, _ in parts["train"] for word in words)
    index = {word: i + 2 for i, (word, _) in enumerate(counts.most_common(WORDS - 2))}
    order = np.random.default_rng(0).permutation(len(parts["train"]))

    def arrays(part):
        x = np.zeros((len(part), LENGTH), np.int32)
        for row, (words, _) in zip(x, part):
            ids = [index.get(word, 1) for word in words[-LENGTH:]]
            row[LENGTH - len(ids):] = ids
        return x, np.array([[label] for _, label in part], np.float32)

    (x, y), held_out = arrays(parts["train"]), arrays(parts["test"])
    return (x[order], y[order]), held_out


def weather():
    with gzip.open(DATA / "jena_climate_2009_first4000x12.csv.gz", "rt") as file:
        table = np.array([row[1:] for row in list(csv.reader(file))[1:]], np.float32)
    table = (table - table[:3000].mean(0)) / table[:3000].std(0)
    windows = lambda low, high: (
        np.stack([table[i : i + 48] for i in range(low, high)]), np.stack([table[i + 72, 1:2] for i in range(low, high)]))
    return windows(0, 2800), windows(3000, 3900)


def stack(*layers):
    return lambda: keras.Sequential([keras.Input((LENGTH,), dtype="int32"), L.Embedding(WORDS, 16), *layers, L.Dense(1, activation="sigmoid")])


TEXT_MODELS = {
    "embedding": stack(L.Flatten()),
    "hidden_layer": stack(L.Flatten(), L.Dense(32, activation="relu")),
    "simple_rnn": stack(L.SimpleRNN(16)),
    "stacked_simple_rnn": stack(*(L.SimpleRNN(16, return_sequences=True) for _ in range(3)), L.SimpleRNN(16)),
    "lstm": stack(L.LSTM(16)),
    "gru": stack(L.GRU(16)),
    "bidirectional_lstm": stack(L.Bidirectional(L.LSTM(16))),
    "conv1d": stack(L.Conv1D(16, 7, activation="relu"), L.MaxPooling1D(5), L.Conv1D(16, 7, activation="relu"), L.GlobalMaxPooling1D()),
}
WEATHER_MODELS = {
    "weather_dense": lambda: keras.Sequential([keras.Input((48, 11)), L.Flatten(), L.Dense(32, activation="relu"), L.Dense(1)]),
    "weather_conv1d": lambda: keras.Sequential([keras.Input((48, 11)), L.Conv1D(16, 5, activation="relu"), L.MaxPooling1D(3), L.Conv1D(16, 5, activation="relu"), L.GlobalMaxPooling1D(), L.Dense(1)]),
    "weather_stacked_gru": lambda: keras.Sequential([keras.Input((48, 11)), L.GRU(16, dropout=0.1, recurrent_dropout=0.5, return_sequences=True), L.GRU(16, activation="relu", dropout=0.1, recurrent_dropout=0.5), L.Dense(1)]),
    "weather_bidirectional_gru": lambda: keras.Sequential([keras.Input((48, 11)), L.Bidirectional(L.GRU(16)), L.Dense(1)]),
    "weather_gru": lambda: keras.Sequential([keras.Input((48, 11)), L.GRU(16, dropout=0.2, recurrent_dropout=0.2), L.Dense(1)]),
    "weather_conv_gru": lambda: keras.Sequential([keras.Input((48, 11)), L.Conv1D(16, 5, activation="relu"), L.MaxPooling1D(3), L.GRU(16), L.Dense(1)]),
}


IN_TESTS = ("lstm", "weather_gru")


def part(model, inputs):
    """The file of a copy without the optimizer, in which no vectors are but those of the words in the inputs."""
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    for layer in copy.layers:
        if isinstance(layer, L.Embedding):
            vectors = layer.get_weights()[0]
            vectors[np.setdiff1d(np.arange(len(vectors)), np.unique(inputs))] = 0
            layer.set_weights([vectors])
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "part.keras"
        copy.save(path)
        return path.read_bytes()


def record(name, model, inputs, answers):
    with zipfile.ZipFile(RECORDED / "keras_chapter.zip", "a") as archive:
        for ending, content in (("keras", part(model, inputs)), ("inputs", inputs.tobytes()), ("answers", answers.tobytes())):
            archive.writestr(zipfile.ZipInfo(f"{name}.{ending}"), content, zipfile.ZIP_DEFLATED, 9)


def train(folder, name, make, loss, data, held_out):
    keras.utils.set_random_seed(1)
    model = make()
    model.compile(optimizer="rmsprop", loss=loss)
    model.fit(*data, epochs=1, batch_size=128, verbose=0)
    model.save(folder / f"{name}.keras")
    held_out[0].tofile(folder / f"{name}.inputs")
    answers = model.predict(held_out[0], batch_size=500, verbose=0).astype(np.float32)
    answers.tofile(folder / f"{name}.answers")
    print(name, model.evaluate(*held_out, batch_size=500, verbose=0), flush=True)
    if name in IN_TESTS:
        record(name, model, held_out[0][:SAMPLES], answers[:SAMPLES])
    return {"shape": list(held_out[0].shape), "dtype": str(held_out[0].dtype), "threshold": 0.5 if loss == "binary_crossentropy" else None}


def main(folder, train_count=25_000, test_count=25_000):
    (RECORDED / "keras_chapter.zip").unlink(missing_ok=True)
    texts, series = reviews(train_count, test_count), weather()
    models = {name: train(folder, name, make, "binary_crossentropy", *texts) for name, make in TEXT_MODELS.items()}
    models |= {name: train(folder, name, make, "mae", *series) for name, make in WEATHER_MODELS.items()}
    (folder / "models.json").write_text(json.dumps({"keras": keras.__version__, "trainedOn": train_count, "models": models}))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), *map(int, sys.argv[2:]))
