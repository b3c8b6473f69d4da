"""Records what PyTorch answers for one-dimensional convolution and pooling, forward and backward.

usage: python3 conv.py            (PyTorch 1.13; writes recorded/conv.json)

Inputs are small multiples of 1/8 made by `numbers`, which the tests make again, so only the answers are stored.
Layouts are Keras': x [B, L, C], filter [K, C / groups, F].
"""
import itertools
import json
import pathlib

import torch
import torch.nn.functional as F

OUT = pathlib.Path(__file__).parent / "recorded" / "conv.json"


def numbers(seed, *shape):
    count = 1
    for size in shape:
        count *= size
    return torch.tensor([((i * 7919 + seed * 104729) % 31 - 15) / 8 for i in range(count)]).reshape(shape)


def padding(kind, length, kernel, stride, dilation):
    extent = (kernel - 1) * dilation + 1
    if kind == "valid":
        return 0, 0
    if kind == "causal":
        return extent - 1, 0
    total = max((-(-length // stride) - 1) * stride + extent - length, 0)
    return total // 2, total - total // 2


def flat(tensor):
    return [round(v, 7) for v in tensor.detach().contiguous().flatten().tolist()]


def convolution(batch, length, channels, filters, kernel, stride, dilation, groups, kind):
    left, right = padding(kind, length, kernel, stride, dilation)
    x = numbers(1, batch, length, channels).requires_grad_()
    w = numbers(2, kernel, channels // groups, filters).requires_grad_()
    b = numbers(3, filters)
    y = F.conv1d(F.pad(x.transpose(1, 2), (left, right)), w.permute(2, 1, 0), b, stride=stride,
                 dilation=dilation, groups=groups).transpose(1, 2)
    y.backward(numbers(4, *y.shape))
    return {"batch": batch, "length": length, "channels": channels, "filters": filters, "kernelSize": kernel,
            "stride": stride, "dilation": dilation, "groups": groups, "padding": kind, "padLeft": left,
            "padRight": right, "outLength": y.shape[1], "y": flat(y), "dx": flat(x.grad), "dFilter": flat(w.grad)}


def pooling(kind, batch, length, channels, size, stride, same):
    left, right = padding("same" if same else "valid", length, size, stride, 1)
    x = numbers(5, batch, length, channels).requires_grad_()
    xt = x.transpose(1, 2)
    if kind == "max":
        y = F.max_pool1d(F.pad(xt, (left, right), value=float("-inf")), size, stride)
    else:
        inside = F.pad(torch.ones(1, 1, length), (left, right))
        y = F.avg_pool1d(F.pad(xt, (left, right)), size, stride) / F.avg_pool1d(inside, size, stride)
    y = y.transpose(1, 2)
    y.backward(numbers(6, *y.shape))
    return {"kind": kind, "batch": batch, "length": length, "channels": channels, "poolSize": size, "stride": stride,
            "padLeft": left, "padRight": right, "outLength": y.shape[1], "y": flat(y), "dx": flat(x.grad)}


def main():
    convolutions = []
    groupings = [(1, 1, 1), (3, 5, 1), (4, 6, 2), (3, 3, 3), (2, 4, 2), (5, 9, 1)]
    for index, (kind, kernel, (stride, dilation)) in enumerate(itertools.product(
            ("valid", "same", "causal"), (1, 2, 3, 5), ((1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (2, 2)))):
        length = 13 + index % 4
        channels, filters, groups = groupings[index % len(groupings) if index % 7 else 1]
        convolutions.append(convolution(1 + index % 2, length, channels, filters, kernel, stride, dilation, groups, kind))
    # The chapter's own widths, a sequence of one step, windows longer than the unpadded input, many channels.
    convolutions += [
        convolution(1, 12, 3, 2, 7, 1, 1, 1, "valid"),
        convolution(2, 9, 2, 3, 7, 1, 1, 1, "same"),
        convolution(1, 11, 2, 2, 7, 1, 1, 1, "causal"),
        convolution(1, 1, 3, 2, 5, 1, 1, 1, "same"),
        convolution(1, 1, 2, 3, 1, 1, 1, 1, "valid"),
        convolution(1, 3, 2, 2, 4, 1, 2, 1, "causal"),
        convolution(1, 6, 17, 9, 3, 1, 1, 1, "same"),
        convolution(1, 20, 16, 16, 5, 1, 1, 1, "valid"),
        convolution(1, 19, 16, 17, 7, 1, 1, 1, "same"),
        convolution(1, 18, 16, 16, 4, 1, 1, 1, "causal"),
    ]
    poolings = [pooling(kind, 2, length, channels, size, stride, same)
                for kind in ("max", "average") for length, channels in ((12, 3), (11, 5))
                for size, stride in ((2, 2), (3, 3), (3, 2), (3, 1), (2, 3)) for same in (False, True)]
    OUT.parent.mkdir(exist_ok=True)
    text = json.dumps({"convolutions": convolutions, "poolings": poolings}, separators=(",", ":"))
    OUT.write_text(text.replace("},{", "},\n{") + "\n")
    print(len(convolutions), "convolutions,", len(poolings), "poolings,", len(text), "bytes")


if __name__ == "__main__":
    main()
