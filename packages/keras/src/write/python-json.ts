/** Stands before a number that Python is to read as a float; no text of a config begins with it. */
const MARK = '\u0000float:';
const MARKED: RegExp = /"\\u0000float:([^"]*)"/g;

/** A number that Python reads as a float, in what `pythonJSON` writes: JSON of JavaScript has one kind of number, that of Python two. */
export function pythonFloat(value: number): string {
  return `${MARK}${Number.isInteger(value) ? value.toFixed(1) : value}`;
}

/** `JSON.stringify` with floats as Python writes them: `1.0` for the number 1. */
export function pythonJSON(value: unknown): string {
  return JSON.stringify(value).replace(MARKED, '$1');
}
