"""Reads event files that the `tensorBoard` callback has written, with TensorFlow's own reader and parser, and prints their scalars and
histograms as JSON lines. It records nothing: it shows that TensorFlow accepts the files.

Run: python3 tooling/oracles/read_event_files.py FOLDER (TensorFlow 2)
"""
import json
import pathlib
import sys

import tensorflow as tf
from tensorflow.core.util import event_pb2

for path in sorted(pathlib.Path(sys.argv[1]).rglob("events.out.tfevents.*")):
    for record in tf.data.TFRecordDataset(str(path)):
        event = event_pb2.Event.FromString(record.numpy())
        for value in event.summary.value:
            print(json.dumps({"part": path.parent.name, "step": event.step, "tag": value.tag,
                              "plugin": value.metadata.plugin_data.plugin_name,
                              "value": tf.make_ndarray(value.tensor).tolist()}))
        if event.file_version:
            print(json.dumps({"part": path.parent.name, "version": event.file_version,
                              "writer": event.source_metadata.writer}))
