"""A model of Keras whose HDF5 file was packed by h5py, for @seqloom/keras.

    pip install keras jax h5py
    KERAS_BACKEND=jax python tooling/oracles/keras_chunks.py

It writes recorded/keras_chunks.zip, which packages/keras/test/chunks.test.ts reads: the file as Keras wrote it, copies of it with chunks,
compressed, shuffled and compressed, and packed in ways that are refused; an input and what the model predicts for it.
"""

import json
import pathlib
import tempfile
import zipfile

import h5py
import keras
import numpy as np
from keras import layers

RECORDED = pathlib.Path(__file__).parent / "recorded/keras_chunks.zip"
COPIES = {
    "chunks": {},
    "gzip": {"compression": "gzip", "compression_opts": 9},
    "shuffled": {"compression": "gzip", "shuffle": True},
    "lzf": {"compression": "lzf"},
    "checksums": {"fletcher32": True},
}


def copy(source, target, settings):
    with h5py.File(source) as old, h5py.File(target, "w") as new:
        new.attrs.update(old.attrs)

        def visit(name, item):
            if isinstance(item, h5py.Group):
                made = new.require_group(name)
            elif item.ndim == 0:
                made = new.create_dataset(name, data=item[()])
            else:  # chunks that do not divide the sizes
                chunks = tuple(min(size, length) for size, length in zip(item.shape, (3, 7)))
                made = new.create_dataset(name, data=item[()], chunks=chunks, **settings)
            made.attrs.update(item.attrs)

        old.visititems(visit)


keras.utils.set_random_seed(1)
model = keras.Sequential([keras.Input((6, 3)), layers.GRU(5), layers.Dense(2)])
inputs = np.linspace(-1, 1, 36, dtype=np.float32).reshape(2, 6, 3)
answers = {"inputs": inputs.reshape(-1).tolist(), "predictions": model.predict(inputs, verbose=0).reshape(-1).tolist()}
with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(RECORDED, "w") as archive:

    def add(name, content):
        archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)

    plain = pathlib.Path(folder, "plain.h5")
    model.save(plain)
    add("plain.h5", plain.read_bytes())
    for name, settings in COPIES.items():
        path = pathlib.Path(folder, f"{name}.h5")
        copy(plain, path, settings)
        add(path.name, path.read_bytes())
    add("answers.json", json.dumps(answers))
