"""Records reference answers for @seqloom/generation: the probabilities that temperature, top-k and top-p leave (PyTorch), beam searches and the
best of all sequences, BLEU and its tokenizer (sacreBLEU), and a Kneser-Ney model (from its formula, in exact fractions).

usage: python3 generation.py   (pip install torch numpy sacrebleu; writes recorded/generation.json, which the tests of
                                @seqloom/generation read)

The warpers follow TemperatureLogitsWarper, TopKLogitsWarper and TopPLogitsWarper of Hugging Face transformers, applied in this order. The
model of the searches is a table of logits by the last token and the one before it, `logits(seed)`; its sequences begin with token 0 and end with
token 1. Token 5 comes before the first.
"""
import itertools
import json
import math
import pathlib
from collections import Counter, defaultdict
from fractions import Fraction

import numpy as np
import sacrebleu
import torch
from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

OUT = pathlib.Path(__file__).parent / "recorded" / "generation.json"
TOKENS, START, END = 6, 0, 1


def numbers(seed, *shape):
    count = int(np.prod(shape))
    return (((np.arange(count) * 7919 + seed * 104729) % 61 - 30) / 8).reshape(shape)


def digits(value):
    return float(f"{value:.12g}")


def warped(logits, temperature=1.0, top_k=None, top_p=1.0):
    scores = torch.tensor(logits, dtype=torch.float64) / temperature
    if top_k is not None:
        kth = torch.topk(scores, min(top_k, len(scores)))[0][-1]
        scores = scores.masked_fill(scores < kth, -math.inf)
    if top_p < 1:
        ordered, order = torch.sort(scores, descending=False, stable=True)
        cumulative = ordered.softmax(-1).cumsum(-1)
        remove = cumulative <= 1 - top_p
        remove[-1:] = False
        scores = scores.masked_fill(torch.zeros_like(remove).scatter(0, order, remove), -math.inf)
    return [digits(p) for p in scores.softmax(-1)]


def sampling():
    cases = []
    for seed, options in enumerate(
        [
            {},
            {"temperature": 0.5},
            {"temperature": 2.0},
            {"topK": 1},
            {"topK": 5},
            {"topK": 50},
            {"topP": 0.9},
            {"topP": 0.5},
            {"topP": 0.01},
            {"temperature": 0.7, "topK": 8, "topP": 0.8},
            {"temperature": 1.3, "topK": 12, "topP": 0.95},
        ]
    ):
        logits = numbers(seed + 1, 20)
        given = {"temperature": "temperature", "topK": "top_k", "topP": "top_p"}
        probabilities = warped(logits, **{given[name]: value for name, value in options.items()})
        cases.append({"logits": list(logits), "options": options, "probabilities": probabilities})
    return cases


def log_softmax(row):
    return row - row.max() - math.log(np.exp(row - row.max()).sum())


def beam_search(table, beams, penalty, most):
    """transformers' loop for one sentence: the 2 * beams best go on, an end counts among the first `beams` of them."""
    live = [((), 0.0)]
    done = []
    for length in range(1, most + 1):
        candidates = []
        for number, (tokens, score) in enumerate(live):
            before, last = ((5, START) + tokens)[-2:]
            for token, log in enumerate(log_softmax(table[before, last])):
                candidates.append((score + log, number, token))
        candidates.sort(key=lambda each: (-each[0], each[1], each[2]))
        following = []
        for rank, (score, number, token) in enumerate(candidates[: 2 * beams]):
            if token == END:
                if rank < beams:
                    done.append((score / length**penalty, live[number][0], score))
            elif len(following) < beams:
                following.append((live[number][0] + (token,), score))
        live = following
        done = sorted(done, key=lambda each: -each[0])[:beams]
    rest = [(score / len(tokens) ** penalty, tokens, score) for tokens, score in live]
    return sorted(done + rest, key=lambda each: -each[0])[:beams]


def best_of_all(table, penalty, most):
    """Every sequence of at most `most` tokens, the end among them."""
    best = (-math.inf, ())
    inner = [token for token in range(TOKENS) if token != END]
    for length in range(1, most + 1):
        for body in itertools.product(inner, repeat=length - 1):
            for last in range(TOKENS) if length == most else [END]:
                tokens = body + (last,)
                score = 0.0
                for i, token in enumerate(tokens):
                    before, now = ((5, START) + tokens[:i])[-2:]
                    score += log_softmax(table[before, now])[token]
                best = max(best, (score / length**penalty, tokens))
    return best


def searches():
    cases = []
    for seed, beams, penalty, most in [
        (1, 1, 1.0, 6),
        (2, 2, 0.0, 6),
        (3, 3, 1.0, 8),
        (4, 5, 0.6, 8),
        (5, 4, 2.0, 7),
        (6, 5, 1.0, 4),
        (7, 3, 0.0, 10),
    ]:
        table = numbers(seed, TOKENS, TOKENS, TOKENS) / 2
        found = [
            {"tokens": list(tokens), "score": digits(score), "logProbability": digits(log)}
            for score, tokens, log in beam_search(table, beams, penalty, most)
        ]
        cases.append({"seed": seed, "beams": beams, "lengthPenalty": penalty, "maxTokens": most, "found": found})
    exhaustive = []
    for seed, penalty in [(8, 1.0), (9, 0.0), (10, 0.7)]:
        score, tokens = best_of_all(numbers(seed, TOKENS, TOKENS, TOKENS) / 2, penalty, 4)
        exhaustive.append({"seed": seed, "lengthPenalty": penalty, "maxTokens": 4, "tokens": list(tokens), "score": digits(score)})
    return {"searches": cases, "exhaustive": exhaustive}


LINES = [
    "Je ne sais pas, dit-il.",
    "L'homme a 1,000.50 euros (ou 3.5 %)!",
    'Il a dit : "Va-t\'en!" &amp; &quot;non&quot;',
    "a-b 3-4 5- -6 x.y 7. .8 ,9 9, 1.2.3",
    "¿Qué? «Oui» — non… 50€",
    "e-mail: a@b.c/d#e$f^g*h~i|j`k",
    "   spaces   and\ttabs ",
    "<skipped> tom &lt;3 mary",
    "",
]

REFERENCES = [
    "Je ne sais pas, a-t-il dit.",
    "Cet homme a 1,000.50 euros (ou 3.5 %)!",
    'Il a dit: "Va-t\'en!" et "non"',
    "a-b 3-4 5- -6 x.y 7. .8 ,9 9, 1.2.4",
    "Quoi? «Oui» — non… 50€",
    "e-mail: a@b.c/d#e$f^g*h~i|j`k.",
    "spaces and tabs",
    "tom aime mary",
    "rien",
]


def bleu():
    systems = [
        (LINES, [REFERENCES], {}),
        (LINES, [REFERENCES], {"lowercase": True}),
        (REFERENCES, [REFERENCES], {}),
        (["je suis ici", "tu vas bien aujourd'hui"], [["je suis là bas", "vous allez bien aujourd'hui"]], {}),
        (["je suis ici", "tu vas bien aujourd'hui"], [["je suis là bas", "vous allez bien aujourd'hui"]], {"smoothing": "none"}),
        (["a b c d"], [["e f g h"]], {}),
        (["a"], [["a"]], {}),
        (["the cat sat on the mat", "it is a dog ."], [["a cat sat on the mat", "it is one dog ."], ["the cat sat on a mat today", "this is a dog ."]], {}),
        (["the the the the the the the"], [["the cat is on the mat"]], {}),
        (["Le Chat est sur le tapis ."], [["le chat est sur le tapis ."]], {"tokenize": "none"}),
    ]
    cases = []
    for hypotheses, references, options in systems:
        score = sacrebleu.corpus_bleu(
            hypotheses,
            references,
            lowercase=options.get("lowercase", False),
            tokenize=options.get("tokenize", "13a"),
            smooth_method=options.get("smoothing", "exp"),
        )
        cases.append(
            {
                "translations": hypotheses,
                "references": [list(each) for each in zip(*references)],
                "options": options,
                "score": digits(score.score),
                "precisions": [digits(p) for p in score.precisions],
                "brevityPenalty": digits(score.bp),
                "length": score.sys_len,
                "referenceLength": score.ref_len,
            }
        )
    tokenizer = Tokenizer13a()
    return {"version": sacrebleu.__version__, "cases": cases, "tokens": [[line, tokenizer(line).split()] for line in LINES]}


class KneserNey:
    """Interpolated, one discount a length, in exact fractions."""

    def __init__(self, texts, vocabulary, order):
        self.vocabulary, self.order = vocabulary, order
        self.counts = [None] * (order + 1)
        self.counts[order] = Counter(tuple(t[i : i + order]) for t in texts for i in range(len(t) - order + 1))
        for n in range(order - 1, 0, -1):
            before = defaultdict(set)
            for gram in self.counts[n + 1]:
                before[gram[1:]].add(gram[0])
            for text in texts:
                if len(text) >= n:
                    before[tuple(text[:n])].add("beginning")
            self.counts[n] = Counter({gram: len(found) for gram, found in before.items()})

    def probability(self, context, token, n=None):
        n = min(self.order, len(context) + 1) if n is None else n
        if n == 0:
            return Fraction(1, self.vocabulary)
        shorter = self.probability(context, token, n - 1)
        history = tuple(context[len(context) - n + 1 :])
        following = {gram: count for gram, count in self.counts[n].items() if gram[:-1] == history}
        if not following:
            return shorter
        values = list(self.counts[n].values())
        once, twice = values.count(1), values.count(2)
        discount = Fraction(once, once + 2 * twice) if once else Fraction(1, 2)
        total = sum(following.values())
        count = following.get(history + (token,), 0)
        return (max(count - discount, 0) + discount * len(following) * shorter) / total


def ngrams():
    texts = [[(i * i * 7 + i * 3) % 11 % 7 for i in range(40)], [(i * 5 + 2) % 7 for i in range(9)], [3]]
    held_out = [(i * i * 5 + 1) % 7 for i in range(25)]
    cases = []
    for order in (1, 2, 3, 4):
        model = KneserNey(texts, 8, order)
        logs = [math.log(model.probability(held_out[:i], held_out[i])) for i in range(1, len(held_out))]
        cases.append({"order": order, "logProbabilities": [digits(v) for v in logs], "mean": digits(sum(logs) / len(logs))})
    return {"texts": texts, "heldOut": held_out, "vocabularySize": 8, "cases": cases}


def record():
    OUT.write_text(
        json.dumps(
            {"sampling": sampling(), **searches(), "bleu": bleu(), "ngrams": ngrams()},
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


if __name__ == "__main__":
    record()
