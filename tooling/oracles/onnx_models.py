"""Runs the ONNX files that @seqloom/onnx writes in onnxruntime, and compares with what the models predict in Seqloom.

    SEQLOOM_ONNX_FOLDER=FOLDER npx vitest run --project model-tests tooling/model-tests/test/onnx   # writes the files and 20 runs of each
    python tooling/oracles/onnx_models.py FOLDER                                                    # this script: onnx.checker, onnxruntime
    node tooling/oracles/onnx_models_web.mjs FOLDER PEERS                                           # onnxruntime-web, in Chromium

It needs `pip install onnx onnxruntime numpy`. It writes recorded/onnx_models.json: for each file its SHA-256, the largest difference in all
runs (batches of 1 to 4, several lengths), and the outputs of onnxruntime for the first run. tooling/model-tests/test/onnx/onnx.test.ts reads
it: it writes the same bytes and predicts the same outputs. The second script adds the differences in the browser.
"""

import json
import pathlib
import sys

import numpy
import onnx
import onnxruntime

RECORDED = pathlib.Path(__file__).parent / "recorded/onnx_models.json"
VERSIONS = {18: 8, 19: 9, 20: 9, 21: 10, 22: 10}
DTYPES = {"float32": numpy.float32, "int32": numpy.int32}


def arrays(values):
    return {value["name"]: numpy.array(value["data"], DTYPES[value["type"]]).reshape(value["shape"]) for value in values}


def check(path, case):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    worst, first = 0.0, None
    model = onnx.load(path)
    assert model.opset_import[0].version == 18, model.opset_import
    # The nodes are said to be the same in all versions of the operators.
    for opset, ir_version in VERSIONS.items():
        model.opset_import[0].version, model.ir_version = opset, ir_version
        onnx.checker.check_model(model, full_check=True)
        session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        difference, outputs = compare(session, case, case["runs"] if opset == 18 else case["runs"][:2])
        worst, first = max(worst, difference), first or outputs
    return worst, first


def compare(session, case, runs):
    worst, first = 0.0, None
    for run in runs:
        outputs = session.run(None, arrays(run["inputs"]))
        first = first or [[float(f"{value:.9g}") for value in output.ravel()] for output in outputs]
        assert len(outputs) == len(run["outputs"]), case["name"]
        for got, expected in zip(outputs, run["outputs"]):
            assert list(got.shape) == expected["shape"], (case["name"], got.shape, expected["shape"])
            assert numpy.isfinite(got).all(), case["name"]
            difference = numpy.abs(got.ravel() - numpy.array(expected["data"], numpy.float32))
            worst = max(worst, float(difference.max(initial=0)))
    return worst, first


def main(folder):
    cases, failed = {}, []
    for path in sorted(pathlib.Path(folder).glob("*.json"), key=lambda each: int(each.stem)):
        case = json.loads(path.read_text())
        try:
            worst, first = check(str(path.with_suffix(".onnx")), case)
        except Exception as error:  # goes on, so that one run shows all that fails
            failed.append(f"{case['name']} ({path.stem}): {type(error).__name__}: {str(error)[:500]}")
            continue
        if worst > 1e-5:
            failed.append(f"{case['name']} ({path.stem}): differs by {worst:.3g}")
        lengths = sorted({tuple(value["shape"][1:2] for value in run["inputs"])[0][0] for run in case["runs"] if run["inputs"][0]["shape"][1:]})
        cases[case["name"]] = {
            "kind": case["kind"],
            "sha256": case["sha256"],
            "runs": len(case["runs"]),
            "lengths": lengths,
            "onnxruntime": float(f"{worst:.2g}"),
            "outputs": first,
        }
    print("\n".join(failed))
    print(f"{len(cases)} of {len(cases) + len(failed)}; largest difference {max(each['onnxruntime'] for each in cases.values()):.2g}")
    if failed:
        sys.exit(1)
    versions = {"onnx": onnx.__version__, "onnxruntime": onnxruntime.__version__}
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(case, separators=(',', ':'))}" for name, case in cases.items())
    RECORDED.write_text(f'{{"versions": {json.dumps(versions)},\n"cases": {{\n{lines}\n}}}}\n')


main(sys.argv[1])
