"""Listing 6.27 in Keras 3: Embedding 32, LSTM 32, Dense, on the IMDB reviews, for the chapter's results.

    node tooling/oracles/imdb_orders.mjs /tmp/orders
    KERAS_BACKEND=jax python keras_imdb_lstm.py ARCHIVE /tmp/orders [EPOCHS] > recorded/keras_imdb_lstm.json

ARCHIVE is aclImdb_v1.tar.gz or its labelled half. Reviews are taken class by class (neg, pos), file names in byte order, then in the order of
the folder's files, which is that of `shuffleRows` with the seed; the last 5,000 validate. Everything else is Keras: its Tokenizer with 10,000
words, `pad_sequences` to 500, rmsprop, batches of 128. Each seed is printed as soon as it is done; a seed whose line is in the file
`FOLDER/done-SEED.json` is not trained again. Takes an hour on two cores. Read by apps/examples/src/chapter (the row 6.27).
"""

import json
import sys
import tarfile
from pathlib import Path

import keras
import numpy as np
from keras.src.legacy.preprocessing.text import Tokenizer

archive, folder = sys.argv[1], Path(sys.argv[2])
epochs = int(sys.argv[3]) if len(sys.argv) > 3 else 10
SEEDS = (1, 2, 3)


def reviews():
    """The training reviews by class and name."""
    found = {"neg": {}, "pos": {}}
    with tarfile.open(archive) as tar:
        for member in tar:
            parts = member.name.split("/")
            if len(parts) == 4 and parts[1] == "train" and parts[2] in found and member.isfile():
                found[parts[2]][parts[3]] = tar.extractfile(member).read().decode("utf-8")
    for label, name in enumerate(("neg", "pos")):
        for file in sorted(found[name], key=lambda text: text.encode()):
            yield found[name][file], label


def data():
    cached = folder / "reviews.npz"
    if not cached.exists():
        texts, labels = zip(*reviews())
        tokenizer = Tokenizer(num_words=10_000)
        tokenizer.fit_on_texts(texts)
        ids = keras.utils.pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=500)
        np.savez(cached, ids=ids.astype(np.int32), labels=np.asarray(labels, np.float32))
    held = np.load(cached)
    return held["ids"], held["labels"]


def train(seed, ids, labels):
    order = np.fromfile(folder / f"order-{seed}.u32", dtype="<u4")
    x, y = ids[order], labels[order]
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [keras.layers.Embedding(10_000, 32), keras.layers.LSTM(32), keras.layers.Dense(1, activation="sigmoid")]
    )
    model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
    log = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print(seed, epoch, logs, file=sys.stderr, flush=True))
    history = model.fit(
        x[:20_000], y[:20_000], validation_data=(x[20_000:], y[20_000:]), epochs=epochs, batch_size=128, verbose=0, callbacks=[log]
    )
    return [round(float(value), 4) for value in history.history["val_accuracy"]]


ids, labels = data()
runs = {}
for seed in SEEDS:
    done = folder / f"done-{seed}.json"
    if not done.exists():
        done.write_text(json.dumps(train(seed, ids, labels)))
    runs[str(seed)] = json.loads(done.read_text())
print(json.dumps({"keras": keras.__version__, "backend": keras.backend.backend(), "epochs": epochs, "valAccuracy": runs}))
