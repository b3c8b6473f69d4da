"""Files of NumPy for @seqloom/arrays/numpy.

    python tooling/oracles/numpy_files.py                                                                # records files
    SEQLOOM_NPZ_FILE=FILE.npz npx vitest run --project arrays                                            # writes an archive
    python tooling/oracles/numpy_files.py FILE.npz                                                       # NumPy loads it

It needs `pip install numpy`. It writes recorded/numpy_files.json, which packages/arrays/test/numpy/*.test.ts read. For each case: the file
in base64, the values in row-major order (integers as texts, floats as texts of Python, which have all digits) and the shape; `plain` says
whether `numpy.save` writes these bytes for the array in C order, little-endian, which `writeNpy` must equal. `refused` are files that NumPy
writes and that are not read here. `archives` are those of numpy.savez and numpy.savez_compressed. After the third step `loaded` has the SHA-256 of
the archive that `writeNpz` wrote, and what numpy.load found in it.
"""

import base64
import hashlib
import io
import json
import pathlib
import sys
import warnings

import numpy

RECORDED = pathlib.Path(__file__).parent / "recorded/numpy_files.json"
EXTREMES = {"f2": [0.1, -65504, 6e-8, numpy.inf, numpy.nan, -0.0], "f4": [0.1, 3.4e38, -1e-45, numpy.inf, numpy.nan, -0.0],
            "f8": [0.1, 1.7e308, -5e-324, numpy.inf, numpy.nan, -0.0], "b1": [True, False, True, True, False, False]}


def values_of(code):
    if code in EXTREMES:
        return EXTREMES[code]
    bounds = numpy.iinfo(code)
    low, high = max(bounds.min, -(2**53 - 1)), min(bounds.max, 2**53 - 1)
    return [low, high, 0, 1, high - 1, 7]


def saved(array, version=None):
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        numpy.lib.format.write_array(out, array, version=version, allow_pickle=True)
    return out.getvalue()


def case(name, array, version=None):
    data = saved(array, version)
    plain = array.flags.c_contiguous and array.dtype.byteorder != ">" and version is None
    return {
        "name": name,
        "dtype": array.dtype.name,
        "shape": list(array.shape),
        "values": [str(value) for value in array.ravel(order="C").tolist()],
        "plain": bool(plain),
        "base64": base64.b64encode(data).decode(),
    }


def cases():
    for code in ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]:
        array = numpy.array(values_of(code), "<" + code).reshape(2, 3)
        yield case(f"{array.dtype.name}", array)
        yield case(f"{array.dtype.name} in Fortran order", numpy.asfortranarray(array))
        if array.dtype.itemsize > 1:
            yield case(f"{array.dtype.name}, big-endian", array.astype(">" + code))
    counted = numpy.arange(24, dtype="<i4")
    yield case("four axes in Fortran order", numpy.asfortranarray(counted.reshape(2, 3, 1, 4)))
    yield case("big-endian in Fortran order", numpy.asfortranarray(counted.reshape(4, 3, 2).astype(">i4")))
    yield case("a single number", numpy.array(2.5))
    yield case("a vector", numpy.array([1.5, -2], "<f4"))
    yield case("no rows", numpy.zeros((0, 3), "<f4"))
    yield case("no columns", numpy.zeros((3, 0), "<i8"))
    yield case("version 2.0", counted[:4], (2, 0))
    yield case("version 3.0", counted[:4], (3, 0))
    yield case("many axes", numpy.zeros((1,) * 32, "<f4"))


def refused():
    yield "objects", numpy.array([{}, None], object)
    yield "records", numpy.array([(1, 2.0)], [("a", "<i4"), ("b", "<f8")])
    yield "texts", numpy.array(["one", "two"])
    yield "bytes", numpy.array([b"one"])
    yield "complex numbers", numpy.array([1j])
    yield "dates", numpy.array(["2020-01-01"], "datetime64[D]")
    yield "long doubles", numpy.zeros(1, numpy.longdouble)
    yield "an int64 beyond 2^53", numpy.array([2**53])
    yield "a uint64 beyond 2^53", numpy.array([2**64 - 1], "<u8")


def archive(save):
    out = io.BytesIO()
    save(out, x=numpy.arange(6, dtype="<f4").reshape(2, 3), y=numpy.array([1, 0], "<i8"), zeros=numpy.zeros((9, 9), "<f4"))
    return base64.b64encode(out.getvalue()).decode()


def loaded(path):
    with numpy.load(path) as arrays:
        found = {name: {"dtype": arrays[name].dtype.name, "values": arrays[name].ravel().tolist()} for name in arrays}
    return {"sha256": hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest(), "arrays": found}


if len(sys.argv) > 1:
    answers = json.loads(RECORDED.read_text()) | {"loaded": loaded(sys.argv[1])}
else:
    answers = {
        "numpy": numpy.__version__,
        "cases": list(cases()),
        "refused": [{"name": name, "base64": base64.b64encode(saved(array)).decode()} for name, array in refused()],
        "archives": {"savez": archive(numpy.savez), "savez_compressed": archive(numpy.savez_compressed)},
        "loaded": {"sha256": "", "arrays": {}},
    }
RECORDED.write_text(json.dumps(answers, indent=1) + "\n")
