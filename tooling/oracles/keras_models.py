"""Model files that Keras 3 wrote, with what the models predict and what one step of training makes of them, for @seqloom/keras.

Run: python3 tooling/oracles/keras_models.py (Keras 3.x with PyTorch, which compiles nothing: JAX takes minutes for as many models)

Each model is trained for one step, saved with its optimizer, asked, trained for another step on the inputs that stand beside it
(a sum of squared errors, one batch), and asked again. `keras_models.zip` holds the files as Keras wrote them, `.keras` and for
some `.h5` and `.weights.h5`; `keras_models.json` holds inputs, targets and answers. Models with dropout are asked alone.
"""
import io
import json
import os
import pathlib
import tempfile
import zipfile

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy as np
from keras import layers as L

RECORDED = pathlib.Path(__file__).parent / "recorded"
rng = np.random.default_rng(24)
MODELS = {}


def model(optimizer=None, trained=True, formats=("keras",), inputs=None):
    """Registers a function that makes a model; its inputs are drawn by shape and kind."""

    def register(make):
        MODELS[make.__name__] = (make, optimizer, trained, formats, inputs)
        return make

    return register


def floats(*shape):
    return np.round(rng.standard_normal(shape), 3).astype(np.float32)


def ids(*shape, top=12):
    return rng.integers(0, top, shape).astype(np.int32)


def padded(*shape, top=12):
    """Ids from 1 on with zeros before, in different numbers, and a row of zeros."""
    rows = rng.integers(1, top, shape).astype(np.int32)
    for i, row in enumerate(rows):
        row[: (i * 2) % (shape[1] + 1)] = 0
    rows[-1] = 0
    return rows


def ended(*shape, top=12):
    """Ids from 1 on with zeros behind, in different numbers, so that the first step always counts."""
    return padded(*shape, top=top)[:-1, ::-1].copy()


def sequential(*stack, shape, dtype="float32", name=None):
    return keras.Sequential([keras.Input(shape, dtype=dtype), *stack], name=name)


SGD = lambda: keras.optimizers.SGD(0.1)


# Layers of one product and of one number.
@model(lambda: keras.optimizers.Adam(0.01), formats=("keras", "h5", "weights.h5"))
def dense():
    return sequential(L.Dense(5, activation="relu"), L.Dense(2, activation="softmax"), shape=(4,))


@model(lambda: keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True), formats=("keras", "h5"))
def dense_options():
    return sequential(
        L.Dense(5, activation="gelu", use_bias=False, kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(0.01)),
        L.Dense(3, activation="leaky_relu", bias_initializer=keras.initializers.Constant(0.2), kernel_regularizer=keras.regularizers.L1L2(0.001, 0.02)),
        L.Dense(3, activation="mish", kernel_initializer=keras.initializers.VarianceScaling(2.0, "fan_out", "uniform")),
        L.Dense(2, activation="log_softmax", bias_regularizer=keras.regularizers.L1(0.01)),
        shape=(4,))


@model(SGD)
def activations():
    names = ["elu", "selu", "sigmoid", "hard_sigmoid", "silu", "hard_silu", "tanh", "hard_tanh", "softplus", "softsign", "exponential", "relu6", "linear"]
    x = keras.Input((3,))
    return keras.Model(x, L.Concatenate()([L.Activation(name)(L.Dense(2)(x)) for name in names]))


@model(SGD, formats=("keras", "h5"))
def activation_layers():
    return sequential(L.Dense(4), L.ReLU(max_value=6), L.Dense(4), L.ELU(), L.Dense(4), L.LeakyReLU(negative_slope=0.2), L.Softmax(), shape=(4,))


@model(SGD)
def softmax_axis():
    return sequential(L.Dense(3), L.Softmax(axis=1), shape=(5, 4))


@model(SGD)
def flatten_reshape():
    return sequential(L.Reshape((2, 6)), L.Permute((2, 1)), L.Dense(3), L.Flatten(), L.Dense(4), L.RepeatVector(3), L.Dense(1), shape=(3, 4))


@model(trained=False)
def dropouts():
    return sequential(L.Dropout(0.4, seed=3), L.Dense(3), L.Dropout(0.2), L.Dense(2), shape=(4,))


@model(trained=False)
def spatial_dropout():
    return sequential(L.SpatialDropout1D(0.3), L.LSTM(3, dropout=0.2, recurrent_dropout=0.3), L.Dense(1), shape=(5, 4))


# Norms.
@model(lambda: keras.optimizers.Adagrad(0.05), formats=("keras", "h5"))
def batch_normalization():
    return sequential(L.Dense(4), L.BatchNormalization(), L.Dense(3), L.BatchNormalization(momentum=0.8, epsilon=0.01, scale=False), L.BatchNormalization(center=False), shape=(4,))


@model(SGD)
def batch_normalization_axis():
    return sequential(L.BatchNormalization(axis=1), L.Dense(2), shape=(3, 4))


@model(lambda: keras.optimizers.RMSprop(0.01, momentum=0.5, centered=True))
def layer_normalization():
    return sequential(L.LayerNormalization(), L.Dense(3), L.LayerNormalization(axis=[1, 2], epsilon=0.01, scale=False), L.LayerNormalization(center=False), shape=(3, 4))


@model(SGD)
def normalization():
    norm = L.Normalization()
    norm.adapt(floats(20, 4) * 3 + 1)
    return sequential(norm, L.Dense(2), shape=(4,))


@model(SGD)
def normalization_options():
    x = keras.Input((3, 4))
    y = L.Normalization(axis=None, mean=1.5, variance=4.0)(x)
    return keras.Model(x, L.Normalization(axis=-1, mean=[1.0, 2.0, 3.0, 4.0], variance=[1.0, 4.0, 9.0, 2.0], invert=True)(L.Dense(4)(y)))


# Text.
@model(lambda: keras.optimizers.Adam(0.01), formats=("keras", "h5", "weights.h5"), inputs=lambda: [ids(4, 6)])
def embedding_flatten():
    return sequential(L.Embedding(12, 4), L.Flatten(), L.Dense(1, activation="sigmoid"), shape=(6,), dtype="int32")


@model(lambda: keras.optimizers.RMSprop(0.01), formats=("keras", "h5"), inputs=lambda: [padded(4, 6)])
def embedding_mask_lstm():
    return sequential(L.Embedding(12, 4, mask_zero=True, embeddings_regularizer=keras.regularizers.L2(0.01)), L.LSTM(3), L.Dense(1, activation="sigmoid"), shape=(None,), dtype="int32")


@model(lambda: keras.optimizers.Nadam(0.01), inputs=lambda: [padded(4, 6)])
def embedding_mask_stack():
    return sequential(L.Embedding(12, 4, mask_zero=True), L.GRU(3, return_sequences=True), L.Dense(3), L.LSTM(2), shape=(6,), dtype="int32")


@model(SGD)
def masking():
    return sequential(L.Masking(0.0), L.SimpleRNN(3, return_sequences=True), L.LSTM(3, go_backwards=True), shape=(5, 4))


# Recurrent layers.
@model(lambda: keras.optimizers.AdamW(0.01, weight_decay=0.1), formats=("keras", "h5", "weights.h5"))
def lstm():
    return sequential(L.LSTM(4), L.Dense(1), shape=(5, 3))


@model(SGD)
def lstm_options():
    return sequential(
        L.LSTM(4, activation="softsign", recurrent_activation="hard_sigmoid", use_bias=False, return_sequences=True, recurrent_initializer="glorot_normal"),
        L.LSTM(3, unit_forget_bias=False, go_backwards=True, return_sequences=True, recurrent_regularizer=keras.regularizers.L2(0.01)),
        L.LSTM(2, activation="relu", recurrent_activation="tanh"), shape=(5, 3))


@model(lambda: keras.optimizers.Adam(0.01, clipnorm=0.5), formats=("keras", "h5", "weights.h5"))
def gru():
    return sequential(L.GRU(4), L.Dense(1), shape=(5, 3))


@model(SGD, formats=("keras", "h5"))
def gru_reset_before():
    return sequential(L.GRU(4, reset_after=False, return_sequences=True), L.GRU(3, reset_after=False, use_bias=False), L.Dense(1), shape=(5, 3))


@model(SGD)
def gru_options():
    return sequential(L.GRU(4, activation="elu", recurrent_activation="hard_sigmoid", return_sequences=True), L.GRU(3, use_bias=False, go_backwards=True, bias_initializer="ones"), shape=(None, 3), )


@model(SGD, formats=("keras", "h5"))
def simple_rnn():
    return sequential(L.SimpleRNN(4, return_sequences=True), L.SimpleRNN(3, activation="relu", use_bias=False), shape=(5, 3))


@model(SGD)
def cells():
    return sequential(L.RNN(L.LSTMCell(4), return_sequences=True), L.RNN(L.GRUCell(3, reset_after=False), return_sequences=True), L.RNN(L.SimpleRNNCell(3)), shape=(5, 3))


@model(SGD)
def stacked_cells():
    return sequential(L.RNN([L.LSTMCell(4), L.GRUCell(3), L.LSTMCell(2)], return_sequences=True), L.Dense(1), shape=(5, 3))


@model(SGD)
def conv_lstm():
    return sequential(L.ConvLSTM1D(3, 3, padding="same", return_sequences=True), L.ConvLSTM1D(2, 2, recurrent_activation="hard_sigmoid", unit_forget_bias=False), shape=(4, 5, 2))


@model(SGD, trained=False)
def stateful():
    return sequential(L.LSTM(3, stateful=False, return_sequences=True), L.GRU(2, stateful=False), shape=(5, 3))


# Both directions.
@model(lambda: keras.optimizers.Adam(0.01), formats=("keras", "h5"))
def bidirectional_stack():
    return sequential(L.Bidirectional(L.LSTM(3, return_sequences=True)), L.Bidirectional(L.GRU(2)), L.Dense(1), shape=(5, 3))


@model(SGD, inputs=lambda: [padded(4, 6)])
def bidirectional_masked():
    return sequential(L.Embedding(12, 4, mask_zero=True), L.Bidirectional(L.LSTM(3, return_sequences=True), merge_mode="sum"), L.Bidirectional(L.GRU(3, reset_after=False), merge_mode="ave"), shape=(6,), dtype="int32")


@model(SGD)
def bidirectional_modes():
    x = keras.Input((5, 3))
    both = L.Bidirectional(L.SimpleRNN(2), merge_mode=None)(x)
    y = L.Bidirectional(L.LSTM(2), merge_mode="mul")(x)
    return keras.Model(x, L.Concatenate()([*both, y]))


@model(SGD)
def bidirectional_pair():
    return sequential(L.Bidirectional(L.LSTM(3, return_sequences=True), backward_layer=L.GRU(3, return_sequences=True, go_backwards=True)), L.Dense(1), shape=(5, 3))


# Convolutions.
@model(lambda: keras.optimizers.Adam(0.01), formats=("keras", "h5"))
def conv1d():
    return sequential(L.Conv1D(4, 3, activation="relu"), L.MaxPooling1D(2), L.Conv1D(3, 2, padding="causal", dilation_rate=2, use_bias=False), L.GlobalMaxPooling1D(), L.Dense(1), shape=(12, 3))


@model(SGD)
def conv1d_options():
    return sequential(L.Conv1D(4, 3, strides=2, padding="same", groups=2, activation="swish"), L.AveragePooling1D(3, strides=1, padding="same"), L.GlobalAveragePooling1D(keepdims=True), shape=(9, 4))


@model(SGD)
def depthwise_separable():
    return sequential(L.DepthwiseConv1D(3, depth_multiplier=2, padding="same", activation="tanh"), L.SeparableConv1D(4, 3, depth_multiplier=2, padding="same"), L.SeparableConv1D(2, 2, use_bias=False), shape=(7, 3))


@model(SGD)
def conv1d_transpose():
    return sequential(L.Conv1DTranspose(3, 3, strides=2, padding="same", output_padding=1), L.Conv1DTranspose(2, 2, activation="relu"), shape=(4, 3))


@model(SGD)
def resampling():
    return sequential(L.ZeroPadding1D((2, 1)), L.UpSampling1D(3), L.Cropping1D((1, 4)), L.Conv1D(2, 3), L.ZeroPadding1D(1), L.GlobalAveragePooling1D(), shape=(4, 3))


@model(lambda: keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.01, 2, 0.5)))
def time_distributed():
    return sequential(L.TimeDistributed(L.Dense(3, activation="relu")), L.TimeDistributed(L.LayerNormalization()), L.GRU(2), shape=(4, 3))


# Graphs.
@model(SGD)
def merges():
    x, y = keras.Input((3,), name="left"), keras.Input((3,), name="right")
    a, b = L.Dense(4)(x), L.Dense(4)(y)
    merged = [L.Add()([a, b]), L.Subtract()([a, b]), L.Multiply()([a, b]), L.Average()([a, b, a]), L.Maximum()([a, b]), L.Minimum()([a, b]), L.Dot(axes=1)([a, b]), L.Dot(axes=1, normalize=True)([a, b])]
    return keras.Model([x, y], L.Concatenate()(merged))


@model(lambda: keras.optimizers.Adam(0.01), formats=("keras", "h5", "weights.h5"))
def shared_layers():
    x, y = keras.Input((4, 3)), keras.Input((4, 3))
    encode = L.LSTM(3, name="encode")
    distance = L.Subtract()([encode(x), encode(y)])
    return keras.Model([x, y], L.Dense(1)(distance))


@model(lambda: keras.optimizers.Adam(0.01), formats=("keras", "h5"))
def two_outputs():
    x = keras.Input((4, 3), name="sequence")
    h = L.GRU(4, name="body")(x)
    h = L.BatchNormalization(name="norm")(h)
    return keras.Model(x, [L.Dense(1, name="value")(h), L.Dense(3, activation="softmax", name="class")(L.Dense(4)(h))])


@model(SGD, formats=("keras", "h5", "weights.h5"))
def nested():
    inner = keras.Sequential([keras.Input((4,)), L.Dense(3, activation="tanh"), L.BatchNormalization(), L.Dense(3)], name="inner")
    z = keras.Input((3,))
    branch = keras.Model(z, [L.Dense(2)(z), L.Dense(2, activation="relu")(z)], name="branch")
    x, y = keras.Input((4,)), keras.Input((4,))
    a, b = branch(inner(x))
    c, d = branch(L.Dense(3)(y))
    return keras.Model([x, y], L.Concatenate()([a, b, L.Multiply()([c, d])]))


@model(SGD, formats=("keras", "h5"))
def nested_stack():
    inner = keras.Sequential([keras.Input((5, 3)), L.LSTM(3, return_sequences=True), L.Dense(2)])
    return keras.Sequential([keras.Input((5, 3)), inner, keras.Sequential([L.GRU(2), L.Dense(2)]), L.Dense(1)])


@model(lambda: keras.optimizers.Adam(0.01), inputs=lambda: [padded(3, 5), padded(3, 4)])
def encoder_decoder():
    x, y = keras.Input((None,), dtype="int32", name="source"), keras.Input((None,), dtype="int32", name="target")
    _, h, c = L.LSTM(3, return_state=True, name="encoder")(L.Embedding(12, 4, mask_zero=True)(x))
    decoded = L.LSTM(3, return_sequences=True, name="decoder")(L.Embedding(12, 4)(y), initial_state=[h, c])
    return keras.Model([x, y], L.Dense(12, activation="softmax")(decoded))


@model(SGD)
def bidirectional_states():
    x, y = keras.Input((4, 3)), keras.Input((3, 3))
    _, h, c, h2, c2 = L.Bidirectional(L.LSTM(2, return_state=True))(x)
    z = L.Bidirectional(L.LSTM(2, return_sequences=True))(y, initial_state=[h, c, h2, c2])
    return keras.Model([x, y], z)


@model(SGD)
def diamond():
    """Layers of one class at different depths, applied out of order."""
    x = keras.Input((4,))
    late, early, last = L.Dense(3), L.Dense(3), L.Dense(3)
    a = early(x)
    b = late(L.Dense(3, activation="relu")(a))
    return keras.Model(x, last(L.Add()([a, b, L.Dense(3, use_bias=False)(x)])))


@model(SGD)
def frozen():
    body = L.LSTM(3, return_sequences=True)
    body.trainable = False
    norm = L.BatchNormalization()
    norm.trainable = False
    return sequential(body, norm, L.Dense(1), shape=(4, 3))


# Attention.
@model(SGD)
def attention():
    q, v = keras.Input((3, 4)), keras.Input((5, 4))
    a = L.Attention(use_scale=True)([q, v])
    b = L.Attention(score_mode="concat", use_scale=True)([q, v, L.Dense(4)(v)])
    return keras.Model([q, v], L.Dense(2)(L.Concatenate()([a, b, L.AdditiveAttention()([q, v]), L.AdditiveAttention(use_scale=False)([q, v])])))


@model(SGD)
def multi_head_attention():
    q, v = keras.Input((3, 4)), keras.Input((5, 4))
    a = L.MultiHeadAttention(2, 3)(q, v)
    b = L.MultiHeadAttention(2, 3, value_dim=3, output_shape=5, use_bias=False)(q, v, key=L.Dense(4)(v))
    return keras.Model([q, v], L.Dense(2)(L.Concatenate()([a, b])))


@model(SGD, inputs=lambda: [ended(4, 5)])
def transformer_block():
    x = keras.Input((5,), dtype="int32")
    h = L.Embedding(12, 4, mask_zero=True)(x)
    h = L.LayerNormalization()(L.Add()([h, L.MultiHeadAttention(2, 2)(h, h, use_causal_mask=True)]))
    h = L.LayerNormalization()(L.Add()([h, L.Dense(4)(L.Dense(8, activation="relu")(h))]))
    return keras.Model(x, L.Dense(1)(L.GlobalAveragePooling1D()(h)))


@model(SGD)
def gated_attention():
    x = keras.Input((4, 3))
    return keras.Model(x, L.MultiHeadAttention(2, 2, use_gate=True)(x, x))


# Optimizers with more than their rule.
@model(lambda: keras.optimizers.Adam(0.01, use_ema=True, ema_momentum=0.9))
def averaged_weights():
    return sequential(L.Dense(3, activation="tanh"), L.Dense(1), shape=(4,))


@model(lambda: keras.optimizers.SGD(0.1, gradient_accumulation_steps=2, global_clipnorm=1.0))
def accumulated_gradients():
    return sequential(L.Dense(3, activation="tanh"), L.Dense(1), shape=(4,))


def pack(values):
    array = np.asarray(values)
    numbers = array.reshape(-1).tolist()
    return {"dtype": str(array.dtype), "shape": list(array.shape), "data": [float(f"{x:.9g}") if isinstance(x, float) else x for x in numbers]}


def listed(value):
    return [keras.ops.convert_to_numpy(each) for each in (value if isinstance(value, (list, tuple)) else [value])]


def predict(built, x):
    """As `built.predict`, without compiling it."""
    return listed(built(x, training=False))


def scatter(built):
    """Weights that are not zeros and ones, so that none can be taken for another."""
    for variable in built.variables:
        name = variable.path.split("/")[-1]
        if name in ("count", "mean", "variance") or "seed" in variable.path:
            continue
        if "variance" in name:
            variable.assign(rng.uniform(0.5, 1.5, variable.shape))
        elif len(variable.shape) < 2 or "bias" in name:
            variable.assign(keras.ops.convert_to_numpy(variable) + 0.3 * rng.standard_normal(variable.shape))


def drawn_inputs(built):
    return [floats(4, *[6 if size is None else size for size in tensor.shape[1:]]) for tensor in built.inputs]


def save(built, ending):
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/model.{ending}"
        built.save_weights(path) if ending == "weights.h5" else built.save(path)
        return pathlib.Path(path).read_bytes()


def record(name, archive):
    make, optimizer, trained, formats, inputs = MODELS[name]
    keras.utils.set_random_seed(7)
    keras.backend.clear_session(free_memory=False)
    built = make()
    scatter(built)
    given = inputs() if inputs else drawn_inputs(built)
    x = given if len(given) > 1 else given[0]
    answers = {"inputs": [pack(each) for each in given], "formats": list(formats)}
    if trained:
        targets = [floats(*value.shape) for value in predict(built, x)]
        y = targets if len(targets) > 1 else targets[0]
        built.compile(optimizer=optimizer(), loss=["mse"] * len(targets) if len(targets) > 1 else "mse", run_eagerly=True)
        built.train_on_batch(x, y)
        answers["targets"] = [pack(each) for each in targets]
    for ending in formats:
        archive.writestr(zipfile.ZipInfo(f"{name}.{ending}"), save(built, ending), zipfile.ZIP_DEFLATED, 9)
    answers["predictions"] = [pack(value) for value in predict(built, x)]
    if trained:
        built.train_on_batch(x, y)
        answers["afterStep"] = [pack(value) for value in predict(built, x)]
    return answers


def main():
    buffer = io.BytesIO()
    answers = {}
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in MODELS:
            answers[name] = record(name, archive)
            print(name, flush=True)
    (RECORDED / "keras_models.zip").write_bytes(buffer.getvalue())
    text = json.dumps({"keras": keras.__version__, "models": answers}, separators=(",", ":"), allow_nan=False)
    (RECORDED / "keras_models.json").write_text(text + "\n")
    print(len(MODELS), "models", len(buffer.getvalue()), "bytes", len(text), "bytes")


if __name__ == "__main__":
    main()
