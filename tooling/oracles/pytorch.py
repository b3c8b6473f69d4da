"""Modules of PyTorch with their state_dict and what they give, for @seqloom/pytorch; and what they give with the files that it writes.

    python tooling/oracles/pytorch.py                                                                     # records modules
    SEQLOOM_PYTORCH_FOLDER=FOLDER npx vitest run --project pytorch                                        # writes a file for each
    python tooling/oracles/pytorch.py FOLDER                                                              # load_state_dict takes the files

It needs `pip install torch safetensors numpy`. It writes recorded/pytorch.json, which packages/pytorch/test/recorded.test.ts reads. For each
case: the class of torch.nn and its arguments, inputs `[B, T, D]`, the state_dict and the output; and after the third step, under `loaded`, the
SHA-256 of the file that `load_state_dict` (strict) took, and the output with it.
"""

import base64
import hashlib
import itertools
import json
import pathlib
import sys

import numpy
import safetensors.torch
import torch

RECORDED = pathlib.Path(__file__).parent / "recorded/pytorch.json"
OF_IDS = ("Embedding", "EmbeddingBag")


def cases():
    for module, layers, both in itertools.product(["LSTM", "GRU", "RNN"], [1, 2, 3], [False, True]):
        yield module, {"input_size": 3, "hidden_size": 2, "num_layers": layers, "bidirectional": both}
    yield "LSTM", {"input_size": 3, "hidden_size": 2, "bias": False}
    yield "GRU", {"input_size": 3, "hidden_size": 2, "bias": False, "bidirectional": True}
    yield "RNN", {"input_size": 3, "hidden_size": 2, "nonlinearity": "relu"}
    yield "Embedding", {"num_embeddings": 7, "embedding_dim": 3}
    yield "Linear", {"in_features": 3, "out_features": 2}
    yield "Linear", {"in_features": 3, "out_features": 4, "bias": False}
    for settings in [
        {},
        {"stride": 2},
        {"padding": 2},
        {"padding": "same", "dilation": 2},
        {"dilation": 2, "groups": 2},
        {"groups": 4, "bias": False},
        {"stride": 2, "padding": 1, "groups": 2},
    ]:
        yield "Conv1d", {"in_channels": 4, "out_channels": 8 if settings.get("groups") == 4 else 6, "kernel_size": 3, **settings}
    yield "LayerNorm", {"normalized_shape": 3}
    yield "LayerNorm", {"normalized_shape": [5, 3], "eps": 1e-3}
    yield "LayerNorm", {"normalized_shape": 3, "bias": False}
    yield "BatchNorm1d", {"num_features": 3}
    yield "BatchNorm1d", {"num_features": 3, "affine": False, "eps": 0.01}
    for settings in [{}, {"bias": False}, {"kdim": 3, "vdim": 5}, {"kdim": 3, "bias": False}]:
        yield "MultiheadAttention", {"embed_dim": 4, "num_heads": 2, **settings}
    for settings in [{}, {"mode": "sum"}, {"mode": "sum", "padding_idx": 0}, {"padding_idx": 0}]:
        yield "EmbeddingBag", {"num_embeddings": 7, "embedding_dim": 3, **settings}


def make(module, options):
    batches = {"batch_first": True} if module in ("LSTM", "GRU", "RNN", "MultiheadAttention") else {}
    return getattr(torch.nn, module)(**options, **batches).eval()


def inputs(module, options, generator):
    def numbers(*shape):
        return torch.rand(shape, generator=generator) * 2 - 1

    if module in OF_IDS:
        return [torch.tensor([[1, 0, 6, 3, 2], [5, 5, 4, 0, 1]])]
    if module == "MultiheadAttention":
        size = options["embed_dim"]
        return [numbers(2, 3, size), numbers(2, 5, options.get("kdim", size)), numbers(2, 5, options.get("vdim", size))]
    width = options.get("in_channels", 3)
    return [numbers(2, 7 if module == "Conv1d" else 5, width)]


def run(network, module, given):
    """Inputs and outputs are [B, T, D], also of modules that take [B, D, T]."""
    with torch.no_grad():
        if module in ("Conv1d", "BatchNorm1d"):
            return network(given[0].transpose(1, 2)).transpose(1, 2)
        output = network(*given)
    return output[0] if isinstance(output, tuple) else output


def plain(tensor):
    values = [int(value) if tensor.dtype == torch.int64 else float(f"{value:.9g}") for value in tensor.reshape(-1).tolist()]
    return {"shape": list(tensor.shape), "data": values}


def record():
    recorded = []
    for place, (module, options) in enumerate(cases()):
        generator = torch.Generator().manual_seed(place)
        network = make(module, options)
        state = network.state_dict()
        for name, tensor in state.items():
            if tensor.dtype == torch.float32:
                tensor.copy_(torch.rand(tensor.shape, generator=generator) * 2 - (0 if name == "running_var" else 1))
        given = inputs(module, options, generator)
        recorded.append(
            {
                "module": module,
                "options": options,
                "inputs": [plain(each) for each in given],
                "state": {name: plain(tensor) for name, tensor in state.items()},
                "output": plain(run(network, module, given)),
            }
        )
    # A file as people have it, with a prefix for each module and half-precision numbers.
    network = torch.nn.ModuleDict({"encoder": make("GRU", {"input_size": 3, "hidden_size": 2}), "head": torch.nn.Linear(2, 1)})
    generator = torch.Generator().manual_seed(99)
    state = {name: (torch.rand(tensor.shape, generator=generator) * 2 - 1) for name, tensor in network.state_dict().items()}
    files = {}
    for dtype in (torch.float32, torch.float16, torch.bfloat16, torch.float64):
        narrow = {name: tensor.to(dtype) for name, tensor in state.items()}
        network.load_state_dict({name: tensor.to(torch.float32) for name, tensor in narrow.items()})
        given = torch.linspace(-1, 1, 12).reshape(1, 4, 3)
        with torch.no_grad():
            output = network["head"](network["encoder"](given)[0])
        file = safetensors.torch.save(narrow)
        files[str(dtype).split(".")[1]] = {"base64": base64.b64encode(file).decode(), "input": plain(given), "output": plain(output)}
    return {"torch": torch.__version__, "cases": recorded, "files": files}


def load(folder):
    recorded = json.loads(RECORDED.read_text())
    for place, case in enumerate(recorded["cases"]):
        file = pathlib.Path(folder, f"{place}.safetensors")
        network = make(case["module"], case["options"])
        network.load_state_dict(safetensors.torch.load_file(file))
        given = [
            torch.tensor(each["data"], dtype=torch.int64 if case["module"] in OF_IDS else torch.float32).reshape(each["shape"])
            for each in case["inputs"]
        ]
        output = run(network, case["module"], given)
        case["loaded"] = {"sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "output": plain(output)["data"]}
        expected = numpy.array(json.loads(file.with_suffix(".json").read_text()))
        print(case["module"], case["options"], f"{numpy.abs(expected - output.reshape(-1).numpy()).max():.2g}")
    return recorded


result = load(sys.argv[1]) if len(sys.argv) > 1 else record()
lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in result["cases"])
rest = json.dumps({key: value for key, value in result.items() if key != "cases"})[:-1]
RECORDED.write_text(f'{rest}, "cases": [\n{lines}\n]}}\n')
