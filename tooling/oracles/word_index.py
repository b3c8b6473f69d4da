"""What `keras.datasets.imdb.load_data` makes of a small data set, for tokenizerFromWordIndex of @seqloom/text.

    KERAS_BACKEND=jax python tooling/oracles/word_index.py

It needs `pip install keras jax`. It writes recorded/word_index.json, which packages/text/test/tokenizer-from-word-index.test.ts reads: the
texts, the index in the form of imdb_word_index.json, and for each set of options the sequences. The labels number the texts, because
load_data shuffles them.
"""

import json
import pathlib
import tempfile

import numpy
from keras.src.datasets import imdb

RECORDED = pathlib.Path(__file__).parent / "recorded/word_index.json"
TEXTS = ["the film is the best", "a film i don't like", "the the constructor of 10 films", "best of the 10"]
WORDS = ["the", "film", "best", "of", "10", "is", "a", "i", "don't", "like", "constructor", "films"]
OPTIONS = [
    {"num_words": 100},
    {"num_words": 8},
    {"num_words": 100, "index_from": 5, "start_char": 4, "oov_char": 3},
    {"num_words": 9, "oov_char": None},
    {"num_words": 9, "start_char": None},
]

index = {word: number for number, word in enumerate(WORDS, 1)}
x = numpy.array([[index[word] for word in text.split()] for text in TEXTS], dtype=object)
y = numpy.arange(len(TEXTS))
answers = []
with tempfile.TemporaryDirectory() as folder:
    path = f"{folder}/imdb.npz"
    numpy.savez(path, x_train=x, y_train=y, x_test=x, y_test=y)
    imdb.get_file = lambda *args, **kwargs: path
    for options in OPTIONS:
        (sequences, labels), _ = imdb.load_data(**options)
        in_order = [list(map(int, sequence)) for _, sequence in sorted(zip(labels.tolist(), sequences))]
        answers.append({"options": options, "sequences": in_order})

RECORDED.write_text(json.dumps({"texts": TEXTS, "wordIndex": json.dumps(index), "answers": answers}, indent=1) + "\n")
