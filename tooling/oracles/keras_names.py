"""Records which classes Keras exports, for the tables of docs/from-keras.md.

usage: KERAS_BACKEND=jax python3 keras_names.py     (pip install keras jax: Keras 3 on JAX; writes recorded/keras_names.json, which
                                                     apps/examples/test/keras-table.test.ts reads)

Of several names of one class only its own is listed. `Input` stands for the layer it makes.
"""
import inspect
import json
import pathlib

import keras

OUT = pathlib.Path(__file__).parent / "recorded" / "keras_names.json"
MODULES = {
    "Layers": keras.layers,
    "Losses": keras.losses,
    "Metrics": keras.metrics,
    "Optimizers": keras.optimizers,
    "Schedules": keras.optimizers.schedules,
    "Callbacks": keras.callbacks,
    "Initializers": keras.initializers,
    "Regularizers": keras.regularizers,
}


def classes(module):
    names = {}
    for name, value in sorted(vars(module).items()):
        if inspect.isclass(value):
            names.setdefault(value, []).append(name)
    own = {value.__name__ if value.__name__ in found else found[0] for value, found in names.items()}
    return sorted("Input" if name == "InputLayer" else name for name in own)


OUT.write_text(json.dumps({"keras": keras.__version__, **{title: classes(module) for title, module in MODULES.items()}}) + "\n")
