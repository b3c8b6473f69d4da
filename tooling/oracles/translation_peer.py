"""Trains the networks of the translation task in PyTorch, on the same pairs with the same settings, and prints the BLEU of the test sentences, greedy and
with five beams. It records nothing: the numbers stand in the README of apps/translation beside ours.

usage: python3 translation_peer.py FOLDER lstm|attention SEED [same|own] [EPOCHS]   (pip install torch sacrebleu safetensors)

FOLDER is what packages/tasks/bench/translation-arrays.mjs writes. `same` begins with the initial weights of that seed, takes the pairs in its orders and
drops the same values, so that the two trainings differ in rounding alone; `own` draws all three from PyTorch's generator, with Keras' initial values:
Glorot uniform and orthogonal matrices, embeddings in +-0.05, the bias of the forget gate 1. Adam and the loss are Keras': epsilon 1e-7 beside the root that
is not corrected, the mean over the words of a batch.
"""
import json
import pathlib
import sys

import numpy as np
import sacrebleu
import torch
from safetensors.torch import load_file
from torch import nn

PADDING, BEGIN, END = 0, 2, 3
UNITS, EMBEDDING, DROPOUT, BATCH, RATE, BEAMS = 128, 128, 0.3, 64, 0.002, 5
BETA, EPSILON = 0.999, 1e-7


def array(part):
    return torch.tensor(part["data"]).reshape(part["shape"])


def philox(seed, stream, step, count):
    """The first words of a sequence of Philox4x32-10: the seed is the key; block, step and the FNV-1a hash of the stream are the counter."""
    name = 0xCBF29CE484222325
    for byte in stream.encode():
        name = ((name ^ byte) * 0x100000001B3) % 2**64
    low = np.uint64(0xFFFFFFFF)
    x = [np.arange(-(-count // 4), dtype=np.uint64)]
    x += [np.full_like(x[0], value) for value in (step, name & 0xFFFFFFFF, name >> 32)]
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32
    for _ in range(10):
        p0, p1 = np.uint64(0xD2511F53) * x[0], np.uint64(0xCD9E8D57) * x[2]
        x = [(p1 >> np.uint64(32)) ^ x[1] ^ np.uint64(k0), p1 & low, (p0 >> np.uint64(32)) ^ x[3] ^ np.uint64(k1), p0 & low]
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return np.stack(x, 1).reshape(-1)[:count]


def dropout_mask(seed, step, shape):
    kept = philox(seed, "step/dropout", step, int(np.prod(shape))) >> np.uint64(1) < round((1 - DROPOUT) * 2**31)
    return torch.from_numpy(kept.reshape(shape)).float() / (1 - DROPOUT)


class Translator(nn.Module):
    def __init__(self, source, target, attention):
        super().__init__()
        self.attention = attention
        self.source = nn.Embedding(source, EMBEDDING, padding_idx=None)
        self.target = nn.Embedding(target, EMBEDDING, padding_idx=None)
        self.encoder = nn.LSTM(EMBEDDING, UNITS, batch_first=True)
        self.decoder = nn.LSTM(EMBEDDING, UNITS, batch_first=True)
        self.attended = nn.Linear(2 * UNITS, UNITS) if attention else None
        self.dropout = nn.Dropout(DROPOUT)
        self.next = nn.Linear(UNITS, target)
        for table in (self.source, self.target):
            nn.init.uniform_(table.weight, -0.05, 0.05)
        for lstm in (self.encoder, self.decoder):
            nn.init.xavier_uniform_(lstm.weight_ih_l0)
            nn.init.orthogonal_(lstm.weight_hh_l0)
            nn.init.zeros_(lstm.bias_ih_l0)
            nn.init.zeros_(lstm.bias_hh_l0)
            with torch.no_grad():
                lstm.bias_ih_l0[UNITS : 2 * UNITS] = 1
            lstm.bias_hh_l0.requires_grad_(False)  # Keras' LSTM has one bias
        for dense in filter(None, (self.attended, self.next)):
            nn.init.xavier_uniform_(dense.weight)
            nn.init.zeros_(dense.bias)

    @torch.no_grad()
    def start_from(self, file):
        """Takes the weights of a model file, whose matrices are [inputs, outputs]; the order of the gates is the same."""
        values = load_file(file)
        pairs = {"source_words/embeddings": self.source.weight, "target_words/embeddings": self.target.weight}
        for name, lstm in (("encoder", self.encoder), ("decoder", self.decoder)):
            pairs[f"{name}/kernel"], pairs[f"{name}/recurrentKernel"] = lstm.weight_ih_l0, lstm.weight_hh_l0
            pairs[f"{name}/bias"] = lstm.bias_ih_l0
        for name, dense in (("attended", self.attended), ("next_word", self.next)):
            if dense:
                pairs[f"{name}/kernel"], pairs[f"{name}/bias"] = dense.weight, dense.bias
        assert pairs.keys() == values.keys(), (sorted(values), sorted(pairs))
        for name, weight in pairs.items():
            weight.copy_(values[name].T if name.lower().endswith("kernel") else values[name])

    def encode(self, ids):
        lengths = (ids != PADDING).sum(1)
        packed = nn.utils.rnn.pack_padded_sequence(self.source(ids), lengths, batch_first=True, enforce_sorted=False)
        outputs, states = self.encoder(packed)
        outputs, _ = nn.utils.rnn.pad_packed_sequence(outputs, batch_first=True, total_length=ids.shape[1])
        return outputs, states, ids != PADDING

    def decode(self, ids, encoded, states, mask, kept=None):
        h, states = self.decoder(self.target(ids), states)
        if self.attention:
            scores = (h @ encoded.transpose(1, 2)).masked_fill(~mask[:, None, :], -1e9)
            h = torch.tanh(self.attended(torch.cat([h, scores.softmax(-1) @ encoded], -1)))
        return self.next(self.dropout(h) if kept is None else h * kept), states


def loss_of(model, source, target, following, kept=None):
    # Padding that all rows have is cut off; it changes no number.
    source = source[:, : (source != PADDING).sum(1).max()]
    longest = (following != PADDING).sum(1).max()
    target, following = target[:, :longest], following[:, :longest]
    encoded, states, mask = model.encode(source)
    logits, _ = model.decode(target, encoded, states, mask, None if kept is None else kept[:, :longest])
    return nn.functional.cross_entropy(logits.flatten(0, 1), following.flatten(), ignore_index=PADDING)


@torch.no_grad()
def translate(model, ids, beams, longest):
    """Greedy with one beam; otherwise as the beam search of transformers, scores divided by the length."""
    encoded, (h, c), mask = model.encode(torch.tensor([ids]))
    live, done = [((), 0.0)], []
    tokens = torch.tensor([[BEGIN]])
    for length in range(1, longest + 1):
        count = len(live)
        logits, (h, c) = model.decode(tokens, encoded.expand(count, -1, -1), (h.contiguous(), c.contiguous()), mask.expand(count, -1))
        logs = logits[:, -1].log_softmax(-1)
        totals = torch.tensor([score for _, score in live])[:, None] + logs
        best, places = totals.flatten().topk(2 * beams)
        following = []
        for rank, (score, place) in enumerate(zip(best.tolist(), places.tolist())):
            row, token = divmod(place, logs.shape[1])
            if token == END:
                if rank < beams:
                    done.append((score / length, live[row][0]))
            elif len(following) < beams:
                following.append((row, live[row][0] + (token,), score))
        if beams == 1 and done:
            return done[0][1]
        rows = torch.tensor([row for row, _, _ in following])
        h, c = h[:, rows], c[:, rows]
        live = [(text, score) for _, text, score in following]
        tokens = torch.tensor([[text[-1]] for text, _ in live])
        done = sorted(done, reverse=True)[:beams]
        if len(done) == beams and done[-1][0] >= live[0][1] / longest:
            break
    rest = [(score / len(text), text) for text, score in live] if len(done) < beams else []
    return max(done + rest)[1]


def join(words):
    text, together = "", True
    for word in words:
        text += word if together or word in {".", ",", "…", ")", "-", "'", "%"} else " " + word
        together = word.endswith("'") or word in {"(", "-", "¿", "¡"}
    return text


def main(folder, kind, seed, start="same", epochs=12):
    folder, seed = pathlib.Path(folder), int(seed)
    data = json.loads((folder / "arrays.json").read_text())
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    model = Translator(data["sourceWords"], len(data["targetTokens"]), kind == "attention")
    orders = None
    if start == "same":
        model.start_from(folder / f"start-{kind}-{seed}.safetensors")
        orders = json.loads((folder / f"orders-{seed}.json").read_text())
    optimizer = torch.optim.Adam(filter(lambda each: each.requires_grad, model.parameters()), lr=RATE)
    train = [array(data["train"][name]) for name in ("source", "target", "next")]
    held = [array(data["validation"][name]) for name in ("source", "target", "next")]
    step = 0
    for epoch in range(int(epochs)):
        model.train()
        total = words = 0
        for rows in torch.tensor(orders[epoch]).split(BATCH) if orders else torch.randperm(len(train[0])).split(BATCH):
            batch = [part[rows] for part in train]
            kept = dropout_mask(seed, step, (*batch[1].shape, UNITS)) if orders else None
            step += 1
            # Keras adds epsilon to the root of v, PyTorch to that of v / (1 - beta^t).
            optimizer.param_groups[0]["eps"] = EPSILON / (1 - BETA**step) ** 0.5
            optimizer.zero_grad()
            loss = loss_of(model, *batch, kept)
            loss.backward()
            optimizer.step()
            count = (batch[2] != PADDING).sum().item()
            total, words = total + loss.item() * count, words + count
            if step in (1, 2, 3, 5, 10, 20, 50, 100):
                print(f"step {step}: loss {loss.item():.7f}", flush=True)
        model.eval()
        with torch.no_grad():
            held_loss = loss_of(model, *held).item()
        print(f"epoch {epoch + 1}: loss {total / words:.6f}, validation loss {held_loss:.6f}", flush=True)
    longest = train[2].shape[1]
    most = max(len(each["references"]) for each in data["test"])
    references = [[(each["references"] * most)[i] for each in data["test"]] for i in range(most)]
    for beams in (1, BEAMS):
        texts = [join([data["targetTokens"][t] for t in translate(model, each["ids"], beams, longest)]) for each in data["test"]]
        print(f"{kind}, seed {seed}, {start}, {beams} beams: BLEU {sacrebleu.corpus_bleu(texts, references).score:.2f}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
