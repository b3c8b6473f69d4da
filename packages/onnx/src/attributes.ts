import { create } from '@bufbuild/protobuf';
import {
  ATTRIBUTE_TYPES,
  type AttributeProto,
  AttributeProtoSchema,
  type GraphProto,
} from './generated/onnx_pb.ts';
import { OnnxExportError } from './onnx-export-error.ts';

/** One or several float attributes; numbers alone are integers. */
export interface FloatAttribute {
  readonly floats: number | readonly number[];
}

/** An attribute of a node: an integer, integers, a text, texts, floats or the graph of a loop. */
export type Attribute =
  | number
  | readonly number[]
  | string
  | readonly string[]
  | FloatAttribute
  | { readonly graph: GraphProto };

/** The attributes of a node, by name. Those that are undefined are left out. */
export type Attributes = Readonly<Record<string, Attribute | undefined>>;

/** A float attribute. */
export function float(value: number | readonly number[]): FloatAttribute {
  return { floats: value };
}

const utf8 = new TextEncoder();

/** The attributes as ONNX writes them. */
export function attributeProtos(attributes: Attributes): AttributeProto[] {
  return Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [create(AttributeProtoSchema, { name, ...fieldsOf(value) })],
  );
}

function fieldsOf(value: Attribute): Partial<Omit<AttributeProto, '$typeName'>> {
  if (typeof value === 'number') return { type: ATTRIBUTE_TYPES.INT, i: integer(value) };
  if (typeof value === 'string') return { type: ATTRIBUTE_TYPES.STRING, s: utf8.encode(value) };
  if ('graph' in value) return { type: ATTRIBUTE_TYPES.GRAPH, g: value.graph };
  if ('floats' in value) {
    if (typeof value.floats === 'number') return { type: ATTRIBUTE_TYPES.FLOAT, f: value.floats };
    return { type: ATTRIBUTE_TYPES.FLOATS, floats: [...value.floats] };
  }
  if (isTexts(value)) {
    return { type: ATTRIBUTE_TYPES.STRINGS, strings: value.map((text) => utf8.encode(text)) };
  }
  return { type: ATTRIBUTE_TYPES.INTS, ints: value.map(integer) };
}

/** @throws OnnxExportError for another number, of a row that has left out `float` */
function integer(value: number): bigint {
  if (Number.isSafeInteger(value)) return BigInt(value);
  throw new OnnxExportError(
    `an attribute must be an integer, got ${value}. Write a float as float(${value}).`,
  );
}

function isTexts(value: readonly number[] | readonly string[]): value is readonly string[] {
  return typeof value[0] === 'string';
}
