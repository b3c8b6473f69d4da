"""Reference answers for the optimizers and schedules of @seqloom/train: Keras 3 in float64 on JAX, and PyTorch where it computes the same.

Run: KERAS_BACKEND=jax python3 tooling/oracles/keras_optimizers.py (Keras 3.x with JAX, PyTorch)

50 steps from given weights along given gradients, with the weights after some of them; step sizes of schedules at some steps. Inputs are
float32 numbers, recorded with the answers. Read by packages/train/test/keras-optimizers.test.ts.
"""
import json
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ["JAX_ENABLE_X64"] = "1"
import keras
import numpy as np
import torch

keras.config.set_floatx("float64")
rng = np.random.default_rng(17)
STEPS = 50
SHOWN = [1, 2, 3, 10, 25, 50]


def draw(*shape, scale=1.0):
    return (rng.standard_normal(shape) * scale).astype(np.float32).astype(np.float64)


def pack(values):
    array = np.asarray(values)
    return {"shape": list(array.shape), "data": [float(f"{x:.9g}") for x in array.reshape(-1)]}


START = draw(6)
GRADIENTS = draw(STEPS, 6, scale=0.5)
GRADIENTS[:, 5] *= 1e-3  # small gradients show where epsilon stands
GRADIENTS = GRADIENTS.astype(np.float32).astype(np.float64)

SNAKE = {"learningRate": "learning_rate", "beta1": "beta_1", "beta2": "beta_2", "weightDecay": "weight_decay", "clipvalue": "clipvalue",
         "clipnorm": "clipnorm", "globalClipnorm": "global_clipnorm", "initialAccumulatorValue": "initial_accumulator_value",
         "epsilon": "epsilon", "rho": "rho", "momentum": "momentum", "nesterov": "nesterov", "centered": "centered", "useEma": "use_ema",
         "emaMomentum": "ema_momentum", "emaOverwriteFrequency": "ema_overwrite_frequency",
         "gradientAccumulationSteps": "gradient_accumulation_steps"}
CLASSES = {"sgd": "SGD", "rmsprop": "RMSprop", "adam": "Adam", "adamW": "AdamW", "nadam": "Nadam", "adagrad": "Adagrad"}

EMA = {"useEma": True, "emaMomentum": 0.9}
CASES = [
    ("sgd", {"learningRate": 0.05}),
    ("sgd", {"learningRate": 0.05, "momentum": 0.9, "nesterov": True, "weightDecay": 0.01}),
    ("rmsprop", {"learningRate": 0.01, "momentum": 0.5, "centered": True}),
    ("adam", {"learningRate": 0.01, "epsilon": 1e-3}),
    ("adamW", {"learningRate": 0.01, "weightDecay": 0.1}),
    ("nadam", {"learningRate": 0.01}),
    ("nadam", {"learningRate": 0.02, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-3}),
    ("nadam", {"learningRate": 0.01, "weightDecay": 0.05, "clipnorm": 0.5}),
    ("adagrad", {"learningRate": 0.05}),
    ("adagrad", {"learningRate": 0.5, "initialAccumulatorValue": 0.0, "epsilon": 1e-3}),
    ("adagrad", {"learningRate": 0.1, "weightDecay": 0.02, "clipvalue": 0.3}),
    ("sgd", {"learningRate": 0.05, "momentum": 0.9, "clipvalue": 0.25}),
    ("rmsprop", {"learningRate": 0.01, "clipvalue": 0.1}),
    ("adam", {"learningRate": 0.01, "clipvalue": 0.1}),
    ("sgd", {"learningRate": 0.05, "gradientAccumulationSteps": 4}),
    ("sgd", {"learningRate": 0.05, "momentum": 0.9, "gradientAccumulationSteps": 2, "clipnorm": 0.4}),
    ("adam", {"learningRate": 0.01, "gradientAccumulationSteps": 3}),
    ("adamW", {"learningRate": 0.01, "weightDecay": 0.1, "gradientAccumulationSteps": 5, "clipvalue": 0.1}),
    ("adagrad", {"learningRate": 0.05, "gradientAccumulationSteps": 7}),
    ("sgd", {"learningRate": 0.05, **EMA}),
    ("adam", {"learningRate": 0.01, **EMA}),
    ("adam", {"learningRate": 0.01, "useEma": True}),
    ("rmsprop", {"learningRate": 0.01, **EMA, "emaOverwriteFrequency": 5}),
    ("nadam", {"learningRate": 0.01, **EMA, "emaOverwriteFrequency": 1}),
    ("adam", {"learningRate": 0.01, **EMA, "gradientAccumulationSteps": 3}),
    ("sgd", {"learningRate": 0.05, **EMA, "emaOverwriteFrequency": 2, "gradientAccumulationSteps": 4}),
]


def run_keras(name, settings):
    """The weights after some steps and, with averages, those after the end of the run."""
    optimizer = getattr(keras.optimizers, CLASSES[name])(**{SNAKE[key]: value for key, value in settings.items()})
    w = keras.Variable(START, dtype="float64")
    optimizer.build([w])
    shown = {}
    for step, g in enumerate(GRADIENTS, 1):
        optimizer.apply([keras.ops.convert_to_tensor(g, dtype="float64")], [w])
        if step in SHOWN:
            shown[step] = pack(w)
    optimizer.finalize_variable_values([w])
    return shown, pack(w)


def run_torch(name, s):
    """PyTorch's optimizer, where its formula is that of Keras."""
    w = torch.tensor(START, requires_grad=True)
    if name == "nadam" and not {"weightDecay", "clipnorm"} & set(s):
        step = torch.optim.NAdam([w], s["learningRate"], betas=(s.get("beta1", 0.9), s.get("beta2", 0.999)), eps=s.get("epsilon", 1e-7),
                                 momentum_decay=1.0)
    elif name == "adagrad" and s == {"learningRate": 0.05}:
        step = torch.optim.Adagrad([w], 0.05, initial_accumulator_value=0.1, eps=0)
    else:
        return None
    if "useEma" in s or "gradientAccumulationSteps" in s:
        return None
    for g in GRADIENTS:
        w.grad = torch.tensor(g)
        step.step()
    return pack(w.detach().numpy())


def optimizers():
    cases = []
    for name, settings in CASES:
        shown, final = run_keras(name, settings)
        case = {"optimizer": name, "settings": settings, "weights": shown, "final": final}
        if (by_torch := run_torch(name, settings)) is not None:
            case["torch"] = by_torch
        cases.append(case)
    return {"start": pack(START), "gradients": pack(GRADIENTS), "cases": cases}


AT = [0, 1, 2, 5, 9, 10, 11, 15, 20, 21, 29, 30, 31, 35, 50, 69, 70, 71, 100, 1000]
schedules = keras.optimizers.schedules
SCHEDULES = [
    ("exponentialDecay", {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.5}, schedules.ExponentialDecay(0.1, 10, 0.5)),
    ("exponentialDecay", {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.9, "staircase": True},
     schedules.ExponentialDecay(0.1, 10, 0.9, staircase=True)),
    ("inverseTimeDecay", {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.5}, schedules.InverseTimeDecay(0.1, 10, 0.5)),
    ("inverseTimeDecay", {"initialLearningRate": 0.1, "decaySteps": 7, "decayRate": 2.0, "staircase": True},
     schedules.InverseTimeDecay(0.1, 7, 2.0, staircase=True)),
    ("polynomialDecay", {"initialLearningRate": 0.1, "decaySteps": 30}, schedules.PolynomialDecay(0.1, 30)),
    ("polynomialDecay", {"initialLearningRate": 0.1, "decaySteps": 30, "endLearningRate": 0.01, "power": 2.0},
     schedules.PolynomialDecay(0.1, 30, 0.01, power=2.0)),
    ("polynomialDecay", {"initialLearningRate": 0.1, "decaySteps": 10, "endLearningRate": 0.01, "power": 0.5, "cycle": True},
     schedules.PolynomialDecay(0.1, 10, 0.01, power=0.5, cycle=True)),
    ("piecewiseConstantDecay", {"boundaries": [10, 30], "values": [0.1, 0.05, 0.001]}, schedules.PiecewiseConstantDecay([10, 30], [0.1, 0.05, 0.001])),
    ("piecewiseConstantDecay", {"boundaries": [1, 2, 20, 70], "values": [1.0, 0.5, 0.25, 0.2, 0.1]},
     schedules.PiecewiseConstantDecay([1, 2, 20, 70], [1.0, 0.5, 0.25, 0.2, 0.1])),
    ("cosineDecay", {"initialLearningRate": 0.1, "decaySteps": 50, "alpha": 0.05}, schedules.CosineDecay(0.1, 50, alpha=0.05)),
    ("cosineDecay", {"initialLearningRate": 0.01, "decaySteps": 50, "warmupTarget": 0.1, "warmupSteps": 10},
     schedules.CosineDecay(0.01, 50, warmup_target=0.1, warmup_steps=10)),
    ("cosineDecayRestarts", {"initialLearningRate": 0.1, "firstDecaySteps": 10}, schedules.CosineDecayRestarts(0.1, 10)),
    ("cosineDecayRestarts", {"initialLearningRate": 0.1, "firstDecaySteps": 10, "tMul": 1.0, "mMul": 0.5, "alpha": 0.1},
     schedules.CosineDecayRestarts(0.1, 10, t_mul=1.0, m_mul=0.5, alpha=0.1)),
    ("cosineDecayRestarts", {"initialLearningRate": 0.1, "firstDecaySteps": 8, "tMul": 1.5, "mMul": 0.9},
     schedules.CosineDecayRestarts(0.1, 8, t_mul=1.5, m_mul=0.9)),
]


def warmups():
    """PyTorch's LinearLR joined with a schedule of its own. Its factor must be above 0."""
    cases = []
    for warm, start, then, settings in [
        (10, 0.01, lambda o: torch.optim.lr_scheduler.ExponentialLR(o, 0.9), ("exponentialDecay", {"initialLearningRate": 0.1, "decaySteps": 1, "decayRate": 0.9})),
        (5, 0.05, lambda o: torch.optim.lr_scheduler.PolynomialLR(o, 20, 2.0),
         ("polynomialDecay", {"initialLearningRate": 0.1, "decaySteps": 20, "endLearningRate": 0, "power": 2.0})),
        (10, 0.02, lambda o: torch.optim.lr_scheduler.ConstantLR(o, 1.0), 0.1),
    ]:
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 0.1)
        linear = torch.optim.lr_scheduler.LinearLR(optimizer, start / 0.1, 1.0, warm)
        joined = torch.optim.lr_scheduler.SequentialLR(optimizer, [linear, then(optimizer)], [warm])
        rates = []
        for _ in range(40):
            rates.append(joined.get_last_lr()[0])
            optimizer.step()
            joined.step()
        cases.append({"warmupSteps": warm, "initialLearningRate": start, "then": settings, "rates": pack(rates)})
    return cases


recorded = {
    "keras": keras.__version__,
    "torch": torch.__version__,
    "optimizers": optimizers(),
    "schedules": {"at": AT, "cases": [{"schedule": n, "settings": s, "rates": pack([float(f(step)) for step in AT])} for n, s, f in SCHEDULES]},
    "warmups": warmups(),
}
path = pathlib.Path(__file__).parent / "recorded" / "keras_optimizers.json"
path.write_text(json.dumps(recorded, separators=(",", ":")) + "\n")
print(path, path.stat().st_size)
