"""Reference answers for @seqloom/vectors from gensim: similarity on a small random set, evaluation on real GloVe vectors.

Run: SEQLOOM_DATA=FOLDER /usr/bin/python3 tooling/oracles/word_vectors.py
FOLDER holds glove.6B.100d.top150k.txt.gz, wordsim353.tsv.gz and questions-words.txt.gz.
"""
import json
import os
import pathlib
import tempfile

import numpy as np
from gensim.models import KeyedVectors

data = pathlib.Path(os.environ["SEQLOOM_DATA"])


def analogies(kv, path, **options):
    score, sections = kv.evaluate_word_analogies(str(path), **options)
    return {
        "accuracy": score,
        "sections": [[s["section"], len(s["correct"]), len(s["correct"]) + len(s["incorrect"])] for s in sections[:-1]],
    }


def pairs(kv, path, **options):
    pearson, spearman, _ = kv.evaluate_word_pairs(str(path), **options)
    return {"pearson": pearson[0], "spearman": spearman[0]}


rng = np.random.default_rng(7)
words = [f"w{i}" for i in range(40)] + ["Upper", "UPPER", "upper"]
vectors = np.round(rng.normal(size=(len(words), 6)), 3).astype("float32")
kv = KeyedVectors(6)
kv.add_vectors(words, vectors)
questions = [": first", *(" ".join(words[j] for j in rng.integers(0, 40, 4)) for _ in range(60)), "w1 w2 w3 missing",
             ": second", *(" ".join(rng.choice(words, 4, replace=False)) for _ in range(60))]
# Some questions with the right answer, so that the accuracy is not zero.
for a, b, c in rng.integers(0, 40, (40, 3)):
    best = kv.most_similar(positive=[words[b], words[c]], negative=[words[a]], topn=1)[0][0]
    questions.append(" ".join([words[a], words[b], words[c], best]))
scores = [f"{words[i]}\t{words[j]}\t{s}" for i, j, s in zip(rng.integers(0, 43, 80), rng.integers(0, 43, 80), rng.integers(0, 9, 80))]
with tempfile.TemporaryDirectory() as folder:
    q, p = pathlib.Path(folder, "q.txt"), pathlib.Path(folder, "p.tsv")
    q.write_text("\n".join(questions) + "\n")
    p.write_text("\n".join(["# comment", *scores]) + "\n")
    small = {
        "words": words,
        "vectors": [float(f"{x:.3f}") for x in vectors.ravel()],
        "cosine": [["w0", w, float(kv.similarity("w0", w))] for w in words],
        "mostSimilar": [
            {"positive": ["w3"], "negative": [], "answer": kv.most_similar("w3", topn=5)},
            {"positive": ["w1", "w2"], "negative": ["w5"], "answer": kv.most_similar(["w1", "w2"], ["w5"], topn=5)},
            {"positive": [], "negative": ["w9"], "answer": kv.most_similar(negative=["w9"], topn=5)},
        ],
        "among20": kv.most_similar("w30", topn=5, restrict_vocab=20),
        "doesNotMatch": [[g, kv.doesnt_match(g)] for g in (words[i:i + 5] for i in range(0, 40, 5))],
        "questions": questions,
        "pairs": scores,
        "analogies": analogies(kv, q),
        "analogiesCase": analogies(kv, q, case_insensitive=False),
        "analogiesAmong20": analogies(kv, q, restrict_vocab=20),
        "wordPairs": pairs(kv, p),
        "wordPairsCase": pairs(kv, p, case_insensitive=False),
    }

glove = KeyedVectors.load_word2vec_format(str(data / "glove.6B.100d.top150k.txt.gz"), no_header=True)
real = {
    "mostSimilar": {w: glove.most_similar(w) for w in ["terrible", "cat", "temperature"]},
    "queen": glove.most_similar(["king", "woman"], ["man"]),
    "wordPairs": pairs(glove, data / "wordsim353.tsv.gz"),
    "analogiesAmong5000": analogies(glove, data / "questions-words.txt.gz", restrict_vocab=5000),
    "analogiesAmong30000": analogies(glove, data / "questions-words.txt.gz", restrict_vocab=30000),
}
path = pathlib.Path(__file__).parent / "recorded" / "word_vectors.json"
path.write_text(json.dumps({"small": small, "glove": real}, ensure_ascii=False, indent=0) + "\n")
