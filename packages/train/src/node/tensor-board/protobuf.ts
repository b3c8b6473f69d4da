import { joinBytes } from '@seqloom/archives/streams';

/** A field of a protocol buffer message, encoded. */
export type Field = Uint8Array;

/**
 * The wire format of protocol buffers: each field is its number and its kind, then its value.
 *
 * **Source**: https://protobuf.dev/programming-guides/encoding
 */
const [VARINT, FIXED64, LENGTH_DELIMITED] = [0, 1, 2] as const;

/** A field of type int32, int64, enum or bool, from 0 to 2⁵³ − 1. */
export function integerField(number: number, value: number): Field {
  return joinBytes([keyOf(number, VARINT), varint(value)]);
}

export function doubleField(number: number, value: number): Field {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return joinBytes([keyOf(number, FIXED64), bytes]);
}

export function textField(number: number, value: string): Field {
  return bytesField(number, new TextEncoder().encode(value));
}

/** A field of type bytes. */
export function bytesField(number: number, value: Uint8Array): Field {
  return joinBytes([keyOf(number, LENGTH_DELIMITED), varint(value.length), value]);
}

/** A message within a message. */
export function messageField(number: number, fields: readonly Field[]): Field {
  return bytesField(number, joinBytes(fields));
}

function keyOf(number: number, kind: number): Uint8Array {
  return varint(number * 8 + kind);
}

/** Seven bits a byte, the lowest first; the top bit says that another byte follows. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}
