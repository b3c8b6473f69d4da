import { SafetensorsError } from './safetensors-error.ts';

/** The member of one tensor in the header, not checked yet. */
export interface RawEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly dataOffsets: readonly number[];
}

/** The tensors and the metadata of the header, in the order of the file. */
export interface RawHeader {
  readonly entries: ReadonlyMap<string, RawEntry>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** Upper bound on tensors, which take a few hundred bytes each: guards against hostile headers with millions of names. */
export const MAX_TENSORS = 65_536;
/** Upper bound on members of metadata, for the same reason. */
export const MAX_METADATA = 65_536;
/** Upper bound on axes; no array library has tensors with more. */
export const MAX_RANK = 64;
/** With the flag `u` the class matches only surrogates without a partner. */
export const LONE_SURROGATE: RegExp = /\p{Surrogate}/u;

const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const BLANK = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Reads the header's JSON. `JSON.parse` would drop the first of two equal keys silently, lose `__proto__` when its
 * result is copied, and recurse to any depth; this scanner reads only the four levels of a header.
 */
export function scanHeader(text: string): RawHeader {
  const scanner = new HeaderScanner(text);
  const entries = new Map<string, RawEntry>();
  let metadata: ReadonlyMap<string, string> | undefined;
  scanner.object('the header', (key) => {
    if (key === '__metadata__') {
      if (metadata) throw new SafetensorsError('the header has two members "__metadata__".');
      metadata = scanMetadata(scanner);
      return;
    }
    if (entries.has(key)) throw new SafetensorsError(`the header names tensor ${quote(key)} twice.`);
    if (entries.size === MAX_TENSORS) {
      throw new SafetensorsError(`the header names more than ${MAX_TENSORS} tensors, which is the limit.`);
    }
    entries.set(key, scanEntry(scanner, key));
  });
  scanner.end();
  return { entries, metadata: metadata ?? new Map() };
}

function scanMetadata(scanner: HeaderScanner): ReadonlyMap<string, string> {
  const metadata = new Map<string, string>();
  scanner.object('__metadata__', (key) => {
    if (metadata.has(key)) throw new SafetensorsError(`__metadata__ has two members ${quote(key)}.`);
    if (metadata.size === MAX_METADATA) {
      throw new SafetensorsError(`__metadata__ has more than ${MAX_METADATA} members, which is the limit.`);
    }
    metadata.set(key, scanner.string(`the value of ${quote(key)} in __metadata__`));
  });
  return metadata;
}

function scanEntry(scanner: HeaderScanner, name: string): RawEntry {
  const thing = `tensor ${quote(name)}`;
  let dtype: string | undefined;
  let shape: readonly number[] | undefined;
  let dataOffsets: readonly number[] | undefined;
  scanner.object(thing, (key) => {
    if (key === 'dtype' && dtype === undefined) dtype = scanner.string(`dtype of ${thing}`);
    else if (key === 'shape' && !shape) shape = scanner.integers(`shape of ${thing}`);
    else if (key === 'data_offsets' && !dataOffsets)
      dataOffsets = scanner.integers(`data_offsets of ${thing}`);
    else throw new SafetensorsError(`${thing} has an unknown or repeated member ${quote(key)}.`);
  });
  if (dtype === undefined || !shape || !dataOffsets) {
    throw new SafetensorsError(`${thing} lacks one of the members dtype, shape and data_offsets.`);
  }
  return { dtype, shape, dataOffsets };
}

/** A name for messages: escaped and of bounded length. */
export function quote(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
}

class HeaderScanner {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads `{"key": …, …}`; `member` gets each key and has to read the value after it. */
  object(thing: string, member: (key: string) => void): void {
    this.#expect('{', thing);
    if (this.#skip('}')) return;
    do {
      const key = this.string(`a key of ${thing}`);
      this.#expect(':', thing);
      member(key);
    } while (this.#skip(','));
    this.#expect('}', thing);
  }

  string(thing: string): string {
    this.#expect('"', thing);
    const start = this.#position - 1;
    let end = this.#position;
    let plain = true; // no escapes, so the text needs no decoding
    for (let code = this.#code(end); code !== QUOTE; code = this.#code(end)) {
      if (Number.isNaN(code)) throw new SafetensorsError(`the header ends inside ${thing}.`);
      if (code === BACKSLASH || code < BLANK) plain = false;
      end += code === BACKSLASH ? 2 : 1;
    }
    this.#position = end + 1;
    if (plain) return this.#text.slice(start + 1, end);
    let value: string;
    try {
      value = JSON.parse(this.#text.slice(start, this.#position)) as string; // a JSON text in quotes is a string
    } catch (cause) {
      throw new SafetensorsError(`${thing} is not a JSON string.`, { cause });
    }
    // UTF-8 cannot hold one, so the file could not be written again.
    if (LONE_SURROGATE.test(value)) throw new SafetensorsError(`${thing} has a lone surrogate.`);
    return value;
  }

  /** Reads an array of at most 64 integers in 0 … 2^53 − 1. */
  integers(thing: string): number[] {
    const values: number[] = [];
    this.#expect('[', thing);
    if (this.#skip(']')) return values;
    do {
      this.#blanks();
      const start = this.#position;
      while (this.#code(this.#position) > BLANK && !',]'.includes(this.#text[this.#position]!))
        this.#position++;
      const digits = this.#text.slice(start, this.#position);
      if (!/^(0|[1-9]\d{0,15})$/.test(digits) || !Number.isSafeInteger(Number(digits))) {
        throw new SafetensorsError(`${thing} must hold integers in 0 … 2^53 − 1, got ${quote(digits)}.`);
      }
      if (values.length === MAX_RANK)
        throw new SafetensorsError(`${thing} has more than ${MAX_RANK} numbers.`);
      values.push(Number(digits));
    } while (this.#skip(','));
    this.#expect(']', thing);
    return values;
  }

  end(): void {
    this.#blanks();
    if (this.#position < this.#text.length) {
      throw new SafetensorsError(`the header goes on after its last brace with ${this.#here()}.`);
    }
  }

  #expect(character: string, thing: string): void {
    if (!this.#skip(character)) {
      throw new SafetensorsError(`expected ${character} in ${thing}, got ${this.#here()}.`);
    }
  }

  #skip(character: string): boolean {
    this.#blanks();
    if (this.#text[this.#position] !== character) return false;
    this.#position++;
    return true;
  }

  #blanks(): void {
    for (let code = this.#code(this.#position); ; code = this.#code(++this.#position)) {
      if (code !== BLANK && code !== LINE_FEED && code !== RETURN && code !== TAB) return;
    }
  }

  /** The code unit at a position, NaN after the end. */
  #code(position: number): number {
    return this.#text.charCodeAt(position);
  }

  #here(): string {
    const character = this.#text[this.#position];
    return character === undefined ? 'its end' : `${quote(character)} at character ${this.#position}`;
  }
}
