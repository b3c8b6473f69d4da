import { create } from '@bufbuild/protobuf';
import type { Shape } from '@seqloom/nn';
import {
  DATA_TYPES,
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from './generated/onnx_pb.ts';

/** What a value of the graph holds. */
export type ElementType = 'float32' | 'float64' | 'int32' | 'int64' | 'bool';

const TYPES: Readonly<Record<ElementType, number>> = {
  float32: DATA_TYPES.FLOAT,
  float64: DATA_TYPES.DOUBLE,
  int32: DATA_TYPES.INT32,
  int64: DATA_TYPES.INT64,
  bool: DATA_TYPES.BOOL,
};

/** The number of a type in attributes, as of `Cast`. */
export function elementType(type: ElementType): number {
  return TYPES[type];
}

/** A tensor of the file. Its bytes are little-endian, on every machine. */
export function tensorProto(
  name: string,
  type: Exclude<ElementType, 'bool'>,
  shape: readonly number[],
  values: ArrayLike<number>,
): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dataType: TYPES[type],
    dims: shape.map(BigInt),
    rawData: BYTES[type](values),
  });
}

/** The name, type and shape of an input or output; `null` is a size that may vary, for which `sizeName` gives the name. */
export function valueInfo(
  name: string,
  type: ElementType,
  shape: Shape,
  sizeName: (axis: number) => string | undefined = () => undefined,
): ValueInfoProto {
  const dim = shape.map((size, axis) => {
    if (size !== null) return { value: { case: 'dimValue' as const, value: BigInt(size) } };
    const value = sizeName(axis);
    return value === undefined ? {} : { value: { case: 'dimParam' as const, value } };
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: { elemType: TYPES[type], shape: { dim } } } },
  });
}

type Writer = (view: DataView, at: number, value: number) => void;

const BYTES: Readonly<
  Record<Exclude<ElementType, 'bool'>, (values: ArrayLike<number>) => Uint8Array<ArrayBuffer>>
> = {
  float32: littleEndian(4, (view, at, value) => view.setFloat32(at, value, true)),
  float64: littleEndian(8, (view, at, value) => view.setFloat64(at, value, true)),
  int32: littleEndian(4, (view, at, value) => view.setInt32(at, value, true)),
  int64: littleEndian(8, (view, at, value) => view.setBigInt64(at, BigInt(value), true)),
};

function littleEndian(width: number, write: Writer): (values: ArrayLike<number>) => Uint8Array<ArrayBuffer> {
  return (values) => {
    const bytes = new Uint8Array(values.length * width);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < values.length; i++) write(view, i * width, values[i]!);
    return bytes;
  };
}
