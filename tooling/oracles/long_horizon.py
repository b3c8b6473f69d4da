"""Records what PyTorch answers for the layers of long horizons: DLinear, SegmentGRU and ReversibleNormalization, with gradients.

usage: python3 long_horizon.py    (PyTorch 2; writes recorded/long_horizon.json, which @seqloom/nn and @seqloom/recurrent read)

The modules are written after the papers with torch.nn.GRU, torch.nn.Linear and torch.nn.AvgPool1d: Zeng et al. 2022 (DLinear, NLinear),
Lin et al. 2023 (SegRNN with parallel multi-step forecasting), Kim et al. 2022 (RevIN). Weights are recorded in the layout of Seqloom.
"""
import json
import pathlib

import torch
import torch.nn as nn

from conv import flat, numbers

OUT = pathlib.Path(__file__).parent / "recorded" / "long_horizon.json"


def answers(inputs, weights, run, **about):
    """The output for the inputs, and the gradients of `sum(output * upstream)` of them and of every weight."""
    x = inputs.clone().requires_grad_()
    leaves = {name: value.clone().requires_grad_() for name, value in weights.items()}
    y = run(x, leaves)
    upstream = numbers(99, *y.shape)
    (y * upstream).sum().backward()
    return {**about, "x": flat(x), "shape": list(x.shape), "outputShape": list(y.shape), "upstream": flat(upstream), "y": flat(y),
            "dx": flat(x.grad), "weights": {name: flat(value) for name, value in weights.items()},
            "gradients": {name: flat(leaf.grad) for name, leaf in leaves.items()}}


def linear(x, kernel, bias):
    return nn.functional.linear(x, kernel.transpose(-1, -2), bias)


def dlinear(batch, time, features, horizon, kernel_size, individual):
    each = (features,) if individual else ()
    weights = {"seasonalKernel": numbers(1, *each, time, horizon), "seasonalBias": numbers(2, *each, horizon),
               "trendKernel": numbers(3, *each, time, horizon), "trendBias": numbers(4, *each, horizon)}

    def run(x, w):
        ends = (kernel_size - 1) // 2
        padded = torch.cat([x[:, :1].repeat(1, ends, 1), x, x[:, -1:].repeat(1, ends, 1)], dim=1)
        trend = nn.AvgPool1d(kernel_size, stride=1)(padded.transpose(1, 2)).transpose(1, 2)
        parts = {"seasonal": x - trend, "trend": trend}

        def ahead(part):
            series, kernel, bias = parts[part].transpose(1, 2), w[f"{part}Kernel"], w[f"{part}Bias"]
            if not individual:
                return linear(series, kernel, bias)
            return torch.stack([linear(series[:, c], kernel[c], bias[c]) for c in range(features)], dim=1)
        return (ahead("seasonal") + ahead("trend")).transpose(1, 2)
    return answers(numbers(5, batch, time, features), weights, run,
                   options={"horizon": horizon, "kernelSize": kernel_size, "individual": individual})


def gru_weights(units):
    return {"kernel": numbers(3, units, 3 * units) / 4, "recurrentKernel": numbers(4, units, 3 * units) / 4,
            "bias": numbers(5, 2, 3 * units) / 8}


def torch_gates(columns, units):
    """Gates in the order z r n become r z n, with a row for each column."""
    z, r, n = columns.split(units, dim=-1)
    return torch.cat([r, z, n], dim=-1).transpose(0, -1)


def gru(x, h, w, units):
    """torch.nn.GRU with these weights, through which gradients flow."""
    module = nn.GRU(units, units, batch_first=True)
    values = {"weight_ih_l0": torch_gates(w["kernel"], units), "weight_hh_l0": torch_gates(w["recurrentKernel"], units),
              "bias_ih_l0": torch_gates(w["bias"][0], units), "bias_hh_l0": torch_gates(w["bias"][1], units)}
    return torch.func.functional_call(module, values, (x, h))[1][0]


def segment_gru(batch, time, features, units, segment, horizon, channels):
    ahead, width = horizon // segment, units // 2 if channels else units
    weights = {"segmentKernel": numbers(1, segment, units) / 2, "segmentBias": numbers(2, units) / 4, **gru_weights(units),
               "positionEmbeddings": numbers(6, ahead, width),
               **({"channelEmbeddings": numbers(7, features, width)} if channels else {}),
               "outputKernel": numbers(8, units, segment) / 2, "outputBias": numbers(9, segment)}

    def run(x, w):
        series = x.permute(0, 2, 1).reshape(-1, time // segment, segment)
        encoded = torch.relu(linear(series, w["segmentKernel"], w["segmentBias"]))
        state = gru(encoded, torch.zeros(1, len(series), units), w, units)
        place = w["positionEmbeddings"].unsqueeze(0).repeat(features, 1, 1)
        if channels:
            place = torch.cat([place, w["channelEmbeddings"].unsqueeze(1).repeat(1, ahead, 1)], dim=-1)
        place = place.reshape(-1, 1, units).repeat(batch, 1, 1)
        repeated = state.repeat(1, ahead).reshape(1, -1, units)
        decoded = gru(place, repeated, w, units)
        y = linear(decoded, w["outputKernel"], w["outputBias"])
        return y.reshape(batch, features, horizon).permute(0, 2, 1)
    return answers(numbers(10, batch, time, features), weights, run,
                   options={"units": units, "segmentLength": segment, "horizon": horizon, "channelEmbedding": channels})


def normalized(mode, feature, epsilon):
    """Over a dense layer along the features, of all of them or of one."""
    batch, time, features, units = 2, 5, 3, 3 if feature is None else 2
    weights = {"kernel": numbers(1, features, units), "bias": numbers(2, units)}

    def run(x, w):
        if mode == "last":
            center, spread = x[:, -1:], torch.ones(batch, 1, features)
        else:
            center = x.mean(dim=1, keepdim=True)
            spread = torch.sqrt(x.var(dim=1, keepdim=True, unbiased=False) + epsilon)
        y = linear((x - center) / spread, w["kernel"], w["bias"])
        of = slice(None) if feature is None else slice(feature, feature + 1)
        return y * spread[..., of] + center[..., of]
    return answers(numbers(11, batch, time, features), weights, run, units=units,
                   options={"mode": mode, "epsilon": epsilon, **({} if feature is None else {"feature": feature})})


OUT.write_text(json.dumps({
    "torch": torch.__version__,
    "dlinear": [dlinear(2, 7, 3, 4, 3, False), dlinear(3, 6, 2, 2, 25, False), dlinear(2, 7, 3, 4, 5, True)],
    "segmentGRU": [segment_gru(2, 6, 3, 4, 2, 4, True), segment_gru(3, 6, 2, 3, 3, 3, False), segment_gru(1, 4, 1, 6, 1, 5, True)],
    "normalization": [normalized("standard", None, 1e-5), normalized("standard", 1, 0.5), normalized("last", None, 1e-5),
                      normalized("last", 2, 1e-5)],
}) + "\n")
