"""Numbers that a script and a TypeScript test draw alike, and digests of results: nothing large is recorded."""
import numpy as np
import torch

SAMPLES = 12


def random_floats(count, seed):
    """A linear congruential generator mod 2³², in [-1, 1); the same as in the packages' tests."""
    multipliers = np.multiply.accumulate(np.full(count, 1_664_525, np.uint32), dtype=np.uint32)
    sums = np.add.accumulate(np.concatenate([[np.uint32(1)], multipliers[:-1]]).astype(np.uint32), dtype=np.uint32)
    start = np.uint32((seed * 2_654_435_761 + 1) & 0xFFFFFFFF)
    states = multipliers * start + sums * np.uint32(1_013_904_223)
    return (states / 2**31 - 1).astype(np.float32).astype(np.float64)


def draw(shape, seed, scale=1.0):
    values = random_floats(int(np.prod(shape)), seed).reshape(shape)
    return torch.tensor(np.float32(values * scale).astype(np.float64))


def digest(tensor):
    """Largest magnitude, sum weighted with numbers of the generator, which sees every element, and some elements."""
    flat = tensor.detach().contiguous().reshape(-1).numpy()
    at = np.arange(SAMPLES) * 7919 % flat.size
    numbers = [np.abs(flat).max(), flat @ random_floats(flat.size, 99), *flat[at]]
    return [float(f"{value:.8g}") for value in numbers]
