/** Longest value in a message, in UTF-16 code units. */
const LONGEST = 80;
/** Arrays above this length never fit, so that their length is shown too. */
const SHORT_ARRAY = 40;

/**
 * A value as messages show it: JSON for plain data, with the class's name before other objects and the length before
 * typed and long arrays. At most 80 characters and an ellipsis, in time that does not grow with the size of the value.
 *
 * @example
 * ```ts
 * formatValue(new Float32Array(1e6)); // 'Float32Array(1000000) [0,0,0, … ,0,0…'
 * ```
 */
export function formatValue(value: unknown): string {
  const writer = new Writer();
  try {
    writer.value(value);
  } catch {
    // A getter or a proxy failed: the beginning is all that can be said.
    writer.add('…');
  }
  return cut(writer.text);
}

function cut(text: string): string {
  if (text.length <= LONGEST) return text;
  // A pair of surrogates is not divided.
  const end = /[\ud800-\udbff]/.test(text[LONGEST - 1]!) ? LONGEST - 1 : LONGEST;
  return `${text.slice(0, end)}…`;
}

/** Writes values until the text is longer than a message shows. */
class Writer {
  text = '';

  get full(): boolean {
    return this.text.length > LONGEST;
  }

  add(text: string): void {
    this.text += text;
  }

  value(value: unknown): void {
    if (typeof value === 'string') this.add(JSON.stringify(value.slice(0, LONGEST + 1)));
    else if (typeof value === 'function') this.add('a function');
    else if (typeof value === 'symbol') this.add(`Symbol(${(value.description ?? '').slice(0, LONGEST)})`);
    else if (typeof value === 'bigint') this.add(bigint(value));
    else if (typeof value !== 'object' || value === null) this.add(String(value));
    else this.#object(value);
  }

  #object(value: object): void {
    if (value instanceof Date) this.add(JSON.stringify(value));
    else if (value instanceof Error) this.add(`${value.name}: ${value.message.slice(0, LONGEST)}`);
    else if (value instanceof Map || value instanceof Set) this.add(`${className(value)}(${value.size})`);
    else if (value instanceof ArrayBuffer) this.add(`ArrayBuffer(${value.byteLength})`);
    else if (isList(value)) this.#list(value);
    else this.#entries(value as Record<string, unknown>);
  }

  #list(list: ArrayLike<unknown>): void {
    if (!Array.isArray(list) || list.length > SHORT_ARRAY) this.add(`${className(list)}(${list.length}) `);
    this.add('[');
    for (let i = 0; i < list.length && !this.full; i++) {
      if (i > 0) this.add(',');
      this.value(list[i]);
    }
    this.add(']');
  }

  #entries(record: Record<string, unknown>): void {
    const name = className(record);
    this.add(name === 'Object' ? '{' : `${name} {`);
    let comma = '';
    for (const key in record) {
      if (this.full) break;
      if (!Object.hasOwn(record, key) || record[key] === undefined) continue;
      this.add(`${comma}${JSON.stringify(key.slice(0, LONGEST))}:`);
      this.value(record[key]);
      comma = ',';
    }
    this.add('}');
  }
}

function bigint(value: bigint): string {
  // The decimal digits of a large one take quadratic time.
  return BigInt.asIntN(64, value) === value ? `${value}n` : 'a bigint beyond 64 bits';
}

function isList(value: object): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function className(value: object): string {
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === 'string' && name !== '' ? name.slice(0, LONGEST) : 'Object';
}
