"""Records what PyTorch answers for the convolution layers that `conv.py` does not ask about: activations and gradients
of biases, depthwise, separable and transposed convolution.

usage: python3 convolution_layers.py      (PyTorch 1.13; writes recorded/convolution_layers.json, which the tests of
                                           @seqloom/convolutional read together with conv.json)

Inputs are the small multiples of 1/8 that `conv.numbers` makes; the tests make them again, so only answers are stored:
`y`, and the gradients of x and of every weight for dy = numbers(9). Layouts are Keras'.
"""
import json
import pathlib

import torch
import torch.nn.functional as F

from conv import flat, numbers, padding

OUT = pathlib.Path(__file__).parent / "recorded" / "convolution_layers.json"
ACTIVATIONS = {"linear": lambda z: z, "relu": F.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "gelu": F.gelu}


def record(layer, options, shape, weights, compute):
    """weights: name to shape, seeded 2, 3, … in this order; compute(x, *weights) in Keras' layout."""
    x = numbers(1, *shape).requires_grad_()
    values = [numbers(2 + i, *s).requires_grad_() for i, s in enumerate(weights.values())]
    y = ACTIVATIONS[options.get("activation", "linear")](compute(x, *values))
    y.backward(numbers(9, *y.shape))
    return {"layer": layer, "options": options, "shape": shape, "weights": {k: list(s) for k, s in weights.items()},
            "outputShape": list(y.shape), "y": flat(y), "dx": flat(x.grad),
            "gradients": {name: flat(v.grad) for name, v in zip(weights, values)}}


def sliding(x, w, bias, options, groups=1):
    stride, dilation = options.get("strides", 1), options.get("dilationRate", 1)
    ends = padding(options.get("padding", "valid"), x.shape[1], options["kernelSize"], stride, dilation)
    y = F.conv1d(F.pad(x.transpose(1, 2), ends), w.permute(2, 1, 0), bias, stride=stride, dilation=dilation, groups=groups)
    return y.transpose(1, 2)


def convolution(shape, **options):
    k, c, f = options["kernelSize"], shape[2], options["filters"]
    groups = options.get("groups", 1)
    weights = {"kernel": (k, c // groups, f), "bias": (f,)}
    return record("Conv1D", options, shape, weights, lambda x, w, b: sliding(x, w, b, options, groups))


def depthwise(shape, **options):
    k, c, m = options["kernelSize"], shape[2], options.get("depthMultiplier", 1)
    # Keras' [K, C, M] holds the filters of channel c at [:, c, :]; PyTorch's groups want them one after the other.
    compute = lambda x, w, b: sliding(x, w.reshape(k, 1, c * m), b, options, c)
    return record("DepthwiseConv1D", options, shape, {"kernel": (k, c, m), "bias": (c * m,)}, compute)


def separable(shape, **options):
    k, c, m, f = options["kernelSize"], shape[2], options.get("depthMultiplier", 1), options["filters"]
    weights = {"depthwiseKernel": (k, c, m), "pointwiseKernel": (1, c * m, f), "bias": (f,)}
    compute = lambda x, d, p, b: sliding(x, d.reshape(k, 1, c * m), None, options, c) @ p[0] + b
    return record("SeparableConv1D", options, shape, weights, compute)


def transposed(shape, **options):
    k, s, d = options["kernelSize"], options.get("strides", 1), options.get("dilationRate", 1)
    length, c, f = shape[1], shape[2], options["filters"]
    extent, extra = (k - 1) * d + 1, options.get("outputPadding")
    full = (length - 1) * s + extent
    if options.get("padding", "valid") == "valid":
        wanted, left = full + (max(s - extent, 0) if extra is None else extra), 0
    else:
        wanted = length * s if extra is None else (length - 1) * s + extent % 2 + extra
        left = max(full - wanted, 0) // 2

    def compute(x, w, b):
        everything = F.conv_transpose1d(x.transpose(1, 2), w.permute(2, 1, 0), None, stride=s, dilation=d)
        longer = F.pad(everything, (0, max(0, left + wanted - full)))
        return longer[:, :, left:left + wanted].transpose(1, 2) + b

    return record("Conv1DTranspose", options, shape, {"kernel": (k, f, c), "bias": (f,)}, compute)


STEPS = ({}, {"strides": 2}, {"strides": 3}, {"dilationRate": 2})


def main():
    cases = [convolution([2, 9, 3], filters=4, kernelSize=3, padding=p, activation=a)
             for p in ("valid", "same", "causal") for a in ("relu", "tanh", "sigmoid", "gelu")]
    cases += [convolution([1, 11, 4], filters=6, kernelSize=2, groups=2, padding=p, activation="relu", **step)
              for p in ("valid", "same", "causal") for step in STEPS]
    cases += [depthwise([2, 7 + i, 3], kernelSize=2 + i, padding=p, depthMultiplier=1 + i % 2, **step)
              for p in ("valid", "same", "causal") for i, step in enumerate(STEPS)]
    cases += [separable([2, 8 + i, 3], filters=5, kernelSize=4 - i, padding=p, depthMultiplier=2 - i % 2, activation="relu",
                        **step)
              for p in ("valid", "same", "causal") for i, step in enumerate(STEPS)]
    cases += [transposed([2, 5, 3], filters=2, kernelSize=k, padding=p, **step)
              for p in ("valid", "same") for k in (1, 2, 3, 4) for step in STEPS]
    cases += [transposed([1, 4, 2], filters=3, kernelSize=k, strides=3, padding=p, outputPadding=o, activation="relu")
              for p in ("valid", "same") for k, o in ((3, 0), (4, 1), (5, 2))]
    OUT.write_text(json.dumps(cases, separators=(",", ":")).replace("},{\"layer", "},\n{\"layer") + "\n")
    print(len(cases), "cases,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
