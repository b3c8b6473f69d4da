import { isBlank } from './decimal.ts';

/** The first byte of the next field from `from` on, or `end`. */
export function startOfField(bytes: Uint8Array, from: number, end: number): number {
  let position = from;
  while (position < end && isBlank(bytes[position]!)) position++;
  return position;
}

/** One past the last byte of the field at `from`. */
export function endOfField(bytes: Uint8Array, from: number, end: number): number {
  let position = from;
  while (position < end && !isBlank(bytes[position]!)) position++;
  return position;
}

/** The end of a line without the blanks at its end. */
export function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  let position = end;
  while (position > start && isBlank(bytes[position - 1]!)) position--;
  return position;
}

export function countFields(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let position = startOfField(bytes, start, end); position < end; count++) {
    position = startOfField(bytes, endOfField(bytes, position, end), end);
  }
  return count;
}

/** Passes over `count` fields from `from` on and returns where the last of them starts and ends. */
export function skipFields(
  bytes: Uint8Array,
  from: number,
  end: number,
  count: number,
): { readonly start: number; readonly end: number } {
  let start = from;
  let fieldEnd = endOfField(bytes, from, end);
  for (let n = 1; n < count; n++) {
    start = startOfField(bytes, fieldEnd, end);
    fieldEnd = endOfField(bytes, start, end);
  }
  return { start, end: fieldEnd };
}
