"""Records event files for the test of the `tensorBoard` callback: what `tf.summary` writes.

Run: python3 tooling/oracles/tensor_board.py (TensorFlow 2)
Read by packages/train/test/tensor-board.test.ts.

The answer is the events of a file, base64, each as TensorFlow's record reader gives it (which checks length and checksums), and the bytes of
the whole file. The times are those at which it was recorded.
"""
import base64
import json
import pathlib
import tempfile

import tensorflow as tf
from tensorflow.compat.v1 import SummaryMetadata


def metadata(plugin, data_class):
    return SummaryMetadata(plugin_data=SummaryMetadata.PluginData(plugin_name=plugin), data_class=data_class)


def scalar(tag, value, step):
    tf.summary.write(tag, tf.constant(value, tf.float32), step=step, metadata=metadata("scalars", 1))


def histogram(tag, rows, step):
    tf.summary.write(tag, tf.constant(rows, tf.float64), step=step, metadata=metadata("histograms", 2))


with tempfile.TemporaryDirectory() as folder:
    writer = tf.summary.create_file_writer(folder)
    with writer.as_default():
        scalar("epoch_loss", 0.6912345, 0)
        scalar("epoch_loss", 0.25, 1)
        scalar("epoch_learning_rate", 1e-3, 300)
        scalar("epoch_größe", float("nan"), 2)
        histogram("dense/kernel/histogram", [[-1.0, 0.5, 3.0], [0.5, 2.0, 4.0]], 1)
    writer.close()
    [path] = pathlib.Path(folder).iterdir()
    events = [base64.b64encode(record.numpy()).decode() for record in tf.data.TFRecordDataset(str(path))]
    answers = {"tensorflow": tf.__version__, "name": path.name.split(".")[0:3],
               "file": base64.b64encode(path.read_bytes()).decode(), "events": events}

path = pathlib.Path(__file__).parent / "recorded" / "tensor_board.json"
path.write_text(json.dumps(answers, indent=1) + "\n")
