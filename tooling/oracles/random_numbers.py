"""Reference answers for @seqloom/random: Philox4x32-10 with Python's own integers, quantiles from scipy.

Run: /usr/bin/python3 tooling/oracles/random_numbers.py
"""
import json
import pathlib

from scipy.special import ndtri

MASK = 0xFFFFFFFF


def philox(counter, key):
    x, (k0, k1) = list(counter), key
    for _ in range(10):
        p0, p1 = 0xD2511F53 * x[0], 0xCD9E8D57 * x[2]
        x = [(p1 >> 32) ^ x[1] ^ k0, p1 & MASK, (p0 >> 32) ^ x[3] ^ k1, p0 & MASK]
        k0, k1 = (k0 + 0x9E3779B9) & MASK, (k1 + 0xBB67AE85) & MASK
    return x


def fnv1a(name):
    h = 0xCBF29CE484222325
    for byte in name.encode():
        h = ((h ^ byte) * 0x100000001B3) % 2**64
    return h


def words(seed, stream, step, count):
    h, out = fnv1a(stream), []
    for block in range(-(-count // 4)):
        out += philox([block, step, h & MASK, h >> 32], [seed & MASK, seed >> 32])
    return out[:count]


CASES = [(0, "", 0), (42, "dropout/1", 7), (2**53 - 1, "größe 🎲", 2**32 - 1), (5, "12", 3)]
sequences = []
for seed, stream, step in CASES:
    w = words(seed, stream, step, 64)
    sequences.append({
        "seed": seed, "stream": stream, "step": step, "words": w,
        "uniform": [((w[i] >> 6) * 2**27 + (w[i + 1] >> 5)) / 2**53 for i in range(0, 64, 2)],
        "normal": [ndtri((v + 0.5) / 2**32) for v in w],
    })
points = [2.0**-33, 1e-9, 1e-6, 1e-3, 0.02275, 0.0749, 0.0751, 0.3, 0.4999, 0.5, 0.77, 0.925, 0.9251, 0.999, 1 - 2.0**-33]
answers = {"sequences": sequences, "quantiles": [[p, ndtri(p)] for p in points]}
path = pathlib.Path(__file__).parent / "recorded" / "random_numbers.json"
path.write_text(json.dumps(answers, indent=1) + "\n")
