#!/usr/bin/env python3
"""Reference answers of keras_preprocessing 1.1.0 for packages/text.

    text.py record                      writes recorded/text.json: 1,000 random texts, read by the unit tests
    text.py random COUNT SEED OUT       the same for any number of texts; SEQLOOM_TEXT_ORACLE=OUT makes the
                                        tests read it instead
    text.py imdb ARCHIVE [OUT]          digests of the Tokenizer on the 25,000 IMDB training reviews, and its times;
                                        with OUT (recorded/text-imdb.json) writes the digests
    text.py reread IN OUT               reads a Tokenizer from the JSON text in IN and writes it again
    text.py code-points                 the code points whose lowercase or effect on a final sigma a JSON list of
                                        JavaScript's answers (stdin) has differently

Needs Debian's python3-keras-preprocessing; only `code-points` does without.
"""
import hashlib
import json
import random
import sys
import tarfile
import time
from pathlib import Path

RECORDED = Path(__file__).parent / "recorded"
DEFAULT_FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'

# What random texts are made of: plain words first, then everything that makes two languages disagree.
WORDS = ["the", "The", "THE", "cat", "sat", "on", "mat", "Dog's", "don't", "homework", "a", "I", "10", "2", "1e3"]
HOSTILE_WORDS = ["constructor", "__proto__", "toString", "hasOwnProperty", "ΟΔΟΣ", "Σ", "ΣΣ", "ΑΣ'", "İstanbul",
                 "Straße", "ẞ", "ǅ", "Ǆ", "KELVIN\u212a", "ﬁ", "Ω", "e\u0301", "E\u0301", "שלום", "مرحبا", "映画は素晴らしい",
                 "👩‍👩‍👧", "🇫🇷", "😀", "𐐀", "\U00010d50", "\ua7da", "\U0001d400"]
SEPARATORS = [" ", " ", " ", " ", "  ", ".", ", ", "!", "\t", "\n", "\r\n", "-", "\u00a0", "\u2003", "\u3000",
              "\u200b", "\ufeff", "\x1c", "\x85", "\x0b", "\u2028", "\0", "'", "_"]
HOSTILE_CHARACTERS = ["\ud800", "\udfff", "\ude00", "\0", "\x7f", "\u0307", "\u0345", "\u0130", "Σ", "\u00ad"]


def random_text(rng):
    kind = rng.random()
    if kind < 0.03:
        return ""
    parts = []
    for _ in range(rng.randint(1, 8)):
        r = rng.random()
        if r < 0.6:
            parts.append(rng.choice(WORDS))
        elif r < 0.8:
            parts.append(rng.choice(HOSTILE_WORDS))
        elif r < 0.9:
            parts.append(rng.choice(HOSTILE_CHARACTERS))
        elif r < 0.97:
            parts.append("".join(chr(rng.randint(32, 0x2fff)) for _ in range(rng.randint(1, 4))))
        else:
            parts.append(chr(rng.randint(0x10000, 0x10ffff)))
        if rng.random() < 0.85:
            parts.append(rng.choice(SEPARATORS))
    # A high surrogate followed by a low one would be one character in JavaScript and is two in Python.
    return "".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def random_options(rng):
    options = {}
    if rng.random() < 0.5:
        options["num_words"] = rng.randint(1, 14)
    if rng.random() < 0.4:
        options["oov_token"] = rng.choice(["<UNK>", "", "the", "__proto__", "\ud800"])
    if rng.random() < 0.3:
        options["filters"] = rng.choice(["", " ", "aΣς", "😀é'", "\ud800\0", DEFAULT_FILTERS + "'\u00a0", "T"])
    if rng.random() < 0.2:
        options["lower"] = False
    if rng.random() < 0.2:
        options["split"] = rng.choice(["a", "\n", ", ", "th", "😀", "\u00a0", "aa", "\ud800", "\0"])
    if rng.random() < 0.15:
        options["char_level"] = True
    return options


def is_encodable(word):
    try:
        word.encode()
        return True
    except UnicodeEncodeError:
        return False


def random_case(rng, size):
    """A Tokenizer with random options on a few random texts, and everything it says about them."""
    from keras_preprocessing.sequence import pad_sequences, skipgrams
    from keras_preprocessing.text import Tokenizer, hashing_trick, text_to_word_sequence

    options = random_options(rng)
    texts = [random_text(rng) for _ in range(size)]
    fitted = rng.randint(1, size)
    tokenizer = Tokenizer(**options)
    tokenizer.fit_on_texts(texts[:fitted])
    again = rng.random() < 0.3
    if again:
        tokenizer.fit_on_sequences(tokenizer.texts_to_sequences(texts))
        tokenizer.fit_on_texts([texts[-1].split("a"), texts[0]])
    sequences = tokenizer.texts_to_sequences(texts)
    splitting = {k: v for k, v in options.items() if k in ("filters", "lower", "split")}
    words = [text_to_word_sequence(text, **splitting) for text in texts]
    case = {
        "options": options,
        "texts": texts,
        "fitted": fitted,
        "again": again,
        "tokens": words[-1],
        "wordIndex": [[word, index, tokenizer.word_counts.get(word, 0), tokenizer.word_docs.get(word, 0)]
                      for word, index in tokenizer.word_index.items()],
        "firstSeen": [tokenizer.word_index[word] for word in tokenizer.word_counts],
        "indexDocs": sorted(tokenizer.index_docs.items()),
        "sequences": sequences,
        "texts_": tokenizer.sequences_to_texts([[0, 1, 2, 3, 99], *sequences[:2]]),
    }
    if tokenizer.num_words or tokenizer.word_index:
        case["matrix"] = {}
        mode = rng.choice(["binary", "count", "freq", "tfidf"])
        rows = tokenizer.texts_to_matrix(texts[:2], mode=mode).astype("float32")
        case["matrix"] = {"mode": mode, "columns": rows.shape[1],
                          "cells": [[int(i), float(f"{rows.flat[i]:.9g}")] for i in rows.ravel().nonzero()[0]]}
    padding = {"maxlen": rng.choice([None, 1, 2, 3, 5]), "dtype": rng.choice(["int32", "float32"]),
               "padding": rng.choice(["pre", "post"]), "truncating": rng.choice(["pre", "post"]),
               "value": rng.choice([0, 0, -1, 1.5])}
    padded = pad_sequences(sequences[:3], **padding)
    case["padded"] = {"options": padding, "shape": padded.shape, "data": padded.ravel().tolist()}
    if all(is_encodable(word) for word in words[0]):
        n = rng.choice([2, 3, 20, 1000, 2**31 - 1])
        case["hashed"] = {"n": n, "indices": hashing_trick(texts[0], n, "md5", **splitting)}
    longest = max(sequences, key=len)[:6]
    couples, labels = skipgrams(longest, 1000, window_size=2, negative_samples=0, shuffle=False)
    case["skipgrams"] = {"sequence": longest, "couples": [x for couple in couples for x in couple]}
    assert all(labels)
    return case


def random_cases(count, seed, size=5):
    rng = random.Random(seed)
    return [random_case(rng, size) for _ in range(count // size)]


def write(path, value):
    # ASCII only: lone surrogates have no UTF-8 form.
    Path(path).write_text(json.dumps(value, separators=(",", ":")) + "\n")
    print(f"{path}: {Path(path).stat().st_size} bytes")


def fixed_answers():
    """Small known answers beside the random ones."""
    from hashlib import md5

    from keras_preprocessing.sequence import make_sampling_table

    words = ["", "a", "the", "The cat sat on the mat.", "é", "映画", "😀", "\0", "a" * 55, "a" * 56, "a" * 64, "b" * 1000]
    return {
        "md5": [[word, md5(word.encode()).hexdigest()] for word in words],
        "murmur3": [[word, murmur3(word.encode())] for word in words],
        "samplingTable": [float(f"{p:.9g}") for p in make_sampling_table(12)],
        "samplingTableLarge": [float(f"{p:.9g}") for p in make_sampling_table(2000, 1e-3)[::200]],
        "whitespace": [c for c in range(0x110000) if chr(c).isspace()],
    }


def murmur3(data, seed=0):
    """MurmurHash3 x86 32 bit, from its published description."""
    h = seed
    for i in range(0, len(data) // 4 * 4, 4):
        h ^= scramble(int.from_bytes(data[i:i + 4], "little"))
        h = (rotl(h, 13) * 5 + 0xE6546B64) & 0xFFFFFFFF
    h ^= scramble(int.from_bytes(data[len(data) // 4 * 4:], "little"))
    h ^= len(data)
    h = (h ^ h >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    h = (h ^ h >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return h ^ h >> 16


def scramble(k):
    return rotl(k * 0xCC9E2D51 & 0xFFFFFFFF, 15) * 0x1B873593 & 0xFFFFFFFF


def rotl(x, r):
    return (x << r | x >> 32 - r) & 0xFFFFFFFF


def imdb_training_texts(archive):
    """train/neg then train/pos, file names in byte order."""
    texts = {"neg": [], "pos": []}
    with tarfile.open(archive) as tar:
        for member in tar:
            parts = member.name.split("/")
            if len(parts) >= 3 and parts[-3] == "train" and parts[-2] in texts and parts[-1].endswith(".txt"):
                texts[parts[-2]].append((parts[-1].encode(), tar.extractfile(member).read().decode()))
    return [text for label in ("neg", "pos") for _, text in sorted(texts[label])]


def imdb(archive, out=None):
    from keras_preprocessing.text import Tokenizer

    texts = imdb_training_texts(archive)
    tokenizer = Tokenizer()
    started = time.perf_counter()
    tokenizer.fit_on_texts(texts)
    fitted = time.perf_counter()
    sequences = tokenizer.texts_to_sequences(texts)
    done = time.perf_counter()
    # Canonical form: one word a line in the order of the indices; one text a line, indices joined by spaces.
    words = "".join(f"{word}\n" for word in tokenizer.word_index)
    lines = "".join(" ".join(map(str, sequence)) + "\n" for sequence in sequences)
    answer = {
        "texts": len(texts),
        "words": len(tokenizer.word_index),
        "wordsSha256": hashlib.sha256(words.encode()).hexdigest(),
        "sequencesSha256": hashlib.sha256(lines.encode()).hexdigest(),
    }
    print(json.dumps({**answer, "fitSeconds": fitted - started, "sequencesSeconds": done - fitted}))
    if out:
        Path(out).write_text(json.dumps(answer, indent=2) + "\n")


def reread(source, target):
    from keras_preprocessing.text import tokenizer_from_json

    Path(target).write_text(tokenizer_from_json(Path(source).read_text()).to_json())


def code_points():
    """stdin: for each code point c, JavaScript's [lower(c), lower('aΣ'+c+'a'), lower('a'+c+'Σ')]."""
    different = [c for c, answers in enumerate(json.load(sys.stdin))
                 if [chr(c).lower(), f"aΣ{chr(c)}a".lower(), f"a{chr(c)}Σ".lower()] != answers]
    print(" ".join(f"{c:x}" for c in different))


def record():
    write(RECORDED / "text.json", {"cases": random_cases(1000, 6), **fixed_answers()})


if __name__ == "__main__":
    command, *arguments = sys.argv[1:] or ["help"]
    if command == "record":
        record()
    elif command == "random":
        count, seed, target = arguments
        write(target, {"cases": random_cases(int(count), int(seed)), **fixed_answers()})
    elif command == "imdb":
        imdb(*arguments)
    elif command == "reread":
        reread(*arguments)
    elif command == "code-points":
        code_points()
    else:
        sys.exit(__doc__)
