"""Records what PyTorch answers for EmbeddingBag: output and gradient of the table, with and without padding.

usage: python3 embedding_bag.py      (PyTorch 1.13; writes recorded/embedding_bag.json, which @seqloom/embeddings reads)
"""
import json
import pathlib

import torch

from conv import flat, numbers

OUT = pathlib.Path(__file__).parent / "recorded" / "embedding_bag.json"
TABLE = numbers(1, 7, 3)
UPSTREAM = numbers(2, 3, 3)
IDS = [[3, 1, 3, 0, 2], [0, 0, 6, 4, 4], [0, 0, 0, 0, 0]]


def record(mode, mask_zero):
    table = TABLE.clone().requires_grad_()
    bag = torch.nn.functional.embedding_bag(torch.tensor(IDS), table, mode=mode, padding_idx=0 if mask_zero else None)
    bag.backward(UPSTREAM)
    return {"mode": mode, "maskZero": mask_zero, "y": flat(bag), "gradient": flat(table.grad)}


cases = [record(mode, mask_zero) for mode in ("mean", "sum") for mask_zero in (False, True)]
OUT.write_text(json.dumps({"torch": torch.__version__, "ids": IDS, "table": flat(TABLE), "upstream": flat(UPSTREAM), "cases": cases}) + "\n")
