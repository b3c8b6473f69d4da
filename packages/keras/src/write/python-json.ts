/** A number that Python reads as a float, in what `pythonJSON` writes: JSON of JavaScript has one kind of number, that of Python two. */
export class PythonFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  /** `1.0` for the number 1. */
  get text(): string {
    return Number.isInteger(this.value) ? this.value.toFixed(1) : String(this.value);
  }

  toJSON(): number {
    return this.value;
  }
}

/** `JSON.stringify` with floats as Python writes them. */
export function pythonJSON(value: unknown): string {
  const plain = JSON.stringify(value);
  // Stands before a float until its quotes are taken away; no text of the value, a token of a vocabulary for instance, holds it.
  let mark = 'float:';
  while (plain.includes(mark)) mark = `_${mark}`;
  const marked = JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, key, each) {
    const given = this[key]; // before its `toJSON`
    return given instanceof PythonFloat ? mark + given.text : each;
  });
  return marked.replace(new RegExp(`"${mark}([^"]*)"`, 'g'), '$1');
}
