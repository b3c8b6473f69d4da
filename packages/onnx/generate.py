"""Writes src/generated/onnx_pb.ts: the messages of ONNX's schema that an export needs, as code for @bufbuild/protobuf.

    python packages/onnx/generate.py FOLDER

FOLDER has protoc-gen-es (npm install --prefix FOLDER @bufbuild/protoc-gen-es@2.17.0); Python has onnx 1.23.1, whose own descriptor of the
schema is what is trimmed here, and protobuf. Enumerations become int32, which is the same on the wire, and tables of their numbers, because
TypeScript's enums are more than types.
"""

import pathlib
import subprocess
import sys

from google.protobuf import descriptor_pb2
from google.protobuf.compiler import plugin_pb2
from onnx import onnx_ml_pb2

KEPT = {
    "AttributeProto": ["name", "type", "f", "i", "s", "g", "floats", "ints", "strings"],
    "GraphProto": ["node", "name", "initializer", "input", "output"],
    "ModelProto": ["ir_version", "opset_import", "producer_name", "graph", "metadata_props"],
    "NodeProto": ["input", "output", "name", "op_type", "attribute"],
    "OperatorSetIdProto": ["domain", "version"],
    "StringStringEntryProto": ["key", "value"],
    "TensorProto": ["dims", "data_type", "name", "raw_data"],
    "TensorShapeProto": ["dim"],
    "TypeProto": ["tensor_type"],
    "ValueInfoProto": ["name", "type"],
}
TABLES = {"AttributeType": ("AttributeProto", "ATTRIBUTE_TYPES"), "DataType": ("TensorProto", "DATA_TYPES")}
HEADER = """// Written by generate.py from onnx.proto of ONNX 1.23.1. Do not edit.
// SPDX-License-Identifier: Apache-2.0, Copyright (c) ONNX Project Contributors; see LICENSE beside this file.
// biome-ignore-all lint: generated
// biome-ignore-all assist: generated

"""


def trim(message):
    kept = KEPT[message.name]
    fields = [field for field in message.field if field.name in kept]
    assert len(fields) == len(kept), message.name
    tables = []
    for field in fields:
        first, *others = field.name.split("_")
        field.json_name = first + "".join(other.capitalize() for other in others)
        if field.type == descriptor_pb2.FieldDescriptorProto.TYPE_ENUM:
            field.type = descriptor_pb2.FieldDescriptorProto.TYPE_INT32
            field.ClearField("type_name")
    for enum in message.enum_type:
        if enum.name in TABLES:
            numbers = "".join(f"  {value.name}: {value.number},\n" for value in enum.value)
            tables.append(f"\n/** `{message.name}.{enum.name}` */\nexport const {TABLES[enum.name][1]} = {{\n{numbers}}} as const;\n")
    inner = [each for each in message.nested_type if (message.name, each.name) in {("TypeProto", "Tensor"), ("TensorShapeProto", "Dimension")}]
    copies = [[descriptor_pb2.FieldDescriptorProto.FromString(each.SerializeToString()) for each in fields],
              [descriptor_pb2.DescriptorProto.FromString(each.SerializeToString()) for each in inner]]
    del message.field[:], message.nested_type[:], message.enum_type[:], message.reserved_range[:], message.reserved_name[:]
    message.field.extend(copies[0])
    message.nested_type.extend(copies[1])
    return tables


def main(folder):
    schema = descriptor_pb2.FileDescriptorProto()
    onnx_ml_pb2.DESCRIPTOR.CopyToProto(schema)
    schema.name = "onnx.proto"
    tables = [table for message in schema.message_type if message.name in KEPT for table in trim(message)]
    messages = [message for message in schema.message_type if message.name in KEPT]
    copies = [descriptor_pb2.DescriptorProto.FromString(message.SerializeToString()) for message in messages]
    del schema.message_type[:], schema.enum_type[:]
    schema.message_type.extend(copies)
    request = plugin_pb2.CodeGeneratorRequest(
        file_to_generate=["onnx.proto"], parameter="target=ts,import_extension=ts", proto_file=[schema]
    )
    plugin = pathlib.Path(folder, "node_modules/.bin/protoc-gen-es")
    run = subprocess.run([plugin], input=request.SerializeToString(), stdout=subprocess.PIPE, check=True)
    response = plugin_pb2.CodeGeneratorResponse.FromString(run.stdout)
    assert not response.error, response.error
    (file,) = response.file
    target = pathlib.Path(__file__).parent / "src/generated/onnx_pb.ts"
    target.write_text(HEADER + file.content + "".join(tables))


main(sys.argv[1])
