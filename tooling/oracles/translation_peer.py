"""Trains the networks of the translation task in PyTorch, on the same pairs with the same settings, and prints the BLEU of the test sentences, greedy and
with five beams. It records nothing: the numbers stand in the README of apps/translation beside ours.

usage: python3 translation_peer.py ARRAYS.json lstm|attention [SEED] [EPOCHS] [UNITS]   (pip install torch sacrebleu)

ARRAYS.json is what packages/tasks/bench/translation-arrays.mjs writes. Initial values, Adam and the loss are Keras': Glorot uniform and orthogonal
matrices, embeddings in +-0.05, the bias of the forget gate 1, epsilon 1e-7, the mean over the words of a batch.
"""
import json
import sys

import sacrebleu
import torch
from torch import nn

PADDING, BEGIN, END = 0, 2, 3
EMBEDDING, DROPOUT, BATCH, RATE, BEAMS = 128, 0.3, 64, 0.002, 5


def array(part):
    return torch.tensor(part["data"]).reshape(part["shape"])


class Translator(nn.Module):
    def __init__(self, source, target, units, attention):
        super().__init__()
        self.attention = attention
        self.source = nn.Embedding(source, EMBEDDING, padding_idx=None)
        self.target = nn.Embedding(target, EMBEDDING, padding_idx=None)
        self.encoder = nn.LSTM(EMBEDDING, units, batch_first=True)
        self.decoder = nn.LSTM(EMBEDDING, units, batch_first=True)
        self.attended = nn.Linear(2 * units, units) if attention else None
        self.dropout = nn.Dropout(DROPOUT)
        self.next = nn.Linear(units, target)
        for table in (self.source, self.target):
            nn.init.uniform_(table.weight, -0.05, 0.05)
        for lstm in (self.encoder, self.decoder):
            nn.init.xavier_uniform_(lstm.weight_ih_l0)
            nn.init.orthogonal_(lstm.weight_hh_l0)
            nn.init.zeros_(lstm.bias_ih_l0)
            nn.init.zeros_(lstm.bias_hh_l0)
            with torch.no_grad():
                lstm.bias_ih_l0[units : 2 * units] = 1
            lstm.bias_hh_l0.requires_grad_(False)  # Keras' LSTM has one bias
        for dense in filter(None, (self.attended, self.next)):
            nn.init.xavier_uniform_(dense.weight)
            nn.init.zeros_(dense.bias)

    def encode(self, ids):
        lengths = (ids != PADDING).sum(1)
        packed = nn.utils.rnn.pack_padded_sequence(self.source(ids), lengths, batch_first=True, enforce_sorted=False)
        outputs, states = self.encoder(packed)
        outputs, _ = nn.utils.rnn.pad_packed_sequence(outputs, batch_first=True, total_length=ids.shape[1])
        return outputs, states, ids != PADDING

    def decode(self, ids, encoded, states, mask):
        h, states = self.decoder(self.target(ids), states)
        if self.attention:
            scores = (h @ encoded.transpose(1, 2)).masked_fill(~mask[:, None, :], -1e9)
            h = torch.tanh(self.attended(torch.cat([h, scores.softmax(-1) @ encoded], -1)))
        return self.next(self.dropout(h)), states


def loss_of(model, source, target, following):
    encoded, states, mask = model.encode(source)
    logits, _ = model.decode(target, encoded, states, mask)
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


def main(path, kind, seed=1, epochs=12, units=128):
    data = json.load(open(path))
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    model = Translator(data["sourceWords"], len(data["targetTokens"]), units, kind == "attention")
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE, eps=1e-7)
    train = [array(data["train"][name]) for name in ("source", "target", "next")]
    held = [array(data["validation"][name]) for name in ("source", "target", "next")]
    for epoch in range(epochs):
        model.train()
        for rows in torch.randperm(len(train[0])).split(BATCH):
            optimizer.zero_grad()
            loss_of(model, *(part[rows] for part in train)).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            print(f"epoch {epoch + 1}: validation loss {loss_of(model, *held).item():.4f}", flush=True)
    longest = train[2].shape[1]
    most = max(len(each["references"]) for each in data["test"])
    references = [[(each["references"] * most)[i] for each in data["test"]] for i in range(most)]
    for beams in (1, BEAMS):
        texts = [join([data["targetTokens"][t] for t in translate(model, each["ids"], beams, longest)]) for each in data["test"]]
        print(f"{kind}, seed {seed}, {beams} beams: BLEU {sacrebleu.corpus_bleu(texts, references).score:.2f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
