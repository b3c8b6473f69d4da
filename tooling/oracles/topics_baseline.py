"""Accuracy of two linear baselines on the bundled texts on topics, for apps/topics/data/DATA-CARD.md. Prints, records nothing."""

import csv
from pathlib import Path

from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

TABLE = Path(__file__).parents[2] / "apps/topics/data/bundled-topics.tsv"

with TABLE.open(encoding="utf-8") as file:
    rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def part(name):
    chosen = [row for row in rows if row["split"] == name]
    return [row["text"] for row in chosen], [row["topic"] for row in chosen]


models = {
    "naive Bayes on binary bags of words, alpha 0.3": make_pipeline(CountVectorizer(binary=True), MultinomialNB(alpha=0.3)),
    "logistic regression on tf-idf, C 10": make_pipeline(
        TfidfVectorizer(sublinear_tf=True), LogisticRegression(C=10, max_iter=2000)
    ),
}
for name, model in models.items():
    model.fit(*part("train"))
    scores = {split: model.score(*part(split)) for split in ("validation", "test")}
    print(f"{name}: validation {scores['validation']:.3f}, test {scores['test']:.3f}")
texts, topics = part("test")
bayes = next(iter(models.values()))
print(list(bayes.classes_))
print(confusion_matrix(topics, bayes.predict(texts)))
