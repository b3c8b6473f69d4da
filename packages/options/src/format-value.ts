/** Longest value in a message, in UTF-16 code units. */
const LONGEST = 80;
/** Arrays above this length never fit, so that their length is shown too. */
const SHORT_ARRAY = 40;

/**
 * A value as messages show it: JSON for plain data, with the class's name before other objects and the length before
 * typed and long arrays; a tensor by its dtype and shape. At most 80 characters and an ellipsis, in time that does not grow with the size of the value.
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

/**
 * The sizes of a shape as messages show them: `[2, ?, 3]` where one is null, for not known. Of more than eight the number of axes
 * is shown. What is no size is shown as a value.
 */
export function formatShape(shape: ArrayLike<unknown>): string {
  const sizes = Array.from({ length: Math.min(shape.length, 8) }, (_, axis) => formatSize(shape[axis]));
  if (shape.length > sizes.length) sizes.push(`… ${shape.length} axes`);
  return `[${sizes.join(', ')}]`;
}

function formatSize(size: unknown): string {
  if (size === null) return '?';
  return typeof size === 'number' ? String(size) : formatValue(size);
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
    else if (isShaped(value)) this.add(`${kindOf(value)} of shape ${formatShape(value.shape)}`);
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

interface Shaped {
  readonly shape: readonly unknown[];
  readonly dtype?: unknown;
}

/** A tensor, also one that only describes a value: an object of a class with a shape. Plain data such as `{ data, shape }` are shown whole. */
function isShaped(value: object): value is Shaped {
  const { shape } = value as Partial<Shaped>;
  if (className(value) === 'Object' || !Array.isArray(shape) || shape.length > 8) return false;
  return shape.every((size) => size === null || typeof size === 'number');
}

function kindOf(value: Shaped): string {
  return typeof value.dtype === 'string' ? `a ${value.dtype} tensor` : className(value);
}

function className(value: object): string {
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === 'string' && name !== '' ? name.slice(0, LONGEST) : 'Object';
}
