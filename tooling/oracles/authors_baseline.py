"""Scores of linear baselines on the bundled speeches, for apps/authors/data/DATA-CARD.md. Prints, records nothing."""

import json
from pathlib import Path

from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline

speeches = json.loads((Path(__file__).parents[2] / "apps/authors/data/bundled-speeches.json").read_text(encoding="utf-8"))


def part(name):
    chosen = [(page, speech["author"]) for speech in speeches if speech["part"] == name for page in speech["pages"]]
    return [page for page, _ in chosen], [author for _, author in chosen]


characters = {"analyzer": "char", "ngram_range": (3, 4), "max_features": 20_000, "sublinear_tf": True}
models = {
    "words that occur, 10,000, C 0.1": (CountVectorizer(binary=True, max_features=10_000), 0.1),
    "words, tf-idf, C 10": (TfidfVectorizer(sublinear_tf=True), 10),
    "3 and 4 characters, 20,000, frequencies, C 100": (TfidfVectorizer(use_idf=False, **characters), 100),
    "3 and 4 characters, 20,000, tf-idf, C 10": (TfidfVectorizer(**characters), 10),
}
for name, (vectorizer, c) in models.items():
    model = make_pipeline(vectorizer, LogisticRegression(C=c, max_iter=500)).fit(*part("train"))
    pages, authors = part("test")
    said = model.predict(pages)
    print(f"{name}: accuracy {model.score(pages, authors):.3f}, macro F1 {f1_score(authors, said, average='macro'):.3f}")
