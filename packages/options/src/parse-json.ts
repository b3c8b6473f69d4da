/** Upper bounds on JSON from a file: `JSON.parse` takes fifty times the size of nested brackets in memory. */
const DEEPEST = 1000;
const LONGEST = 1 << 26;

const BACKSLASH = 0x5c;
const QUOTE = 0x22;

/** Upper bounds on a JSON text. */
export interface JSONLimits {
  /** How deep lists and objects stand in one another; default 1,000. */
  readonly deepest?: number;
  /** UTF-16 code units; default 67,108,864. */
  readonly longest?: number;
}

/**
 * `JSON.parse` for texts from outside: their length and how deep they are nested are looked at first, in time and memory that the nesting does
 * not multiply.
 *
 * @throws SyntaxError for a text that is too long, nested too deep, or not JSON
 *
 * @example
 * ```ts
 * parseJSON('{"units": 8}'); // { units: 8 }
 * ```
 */
export function parseJSON(json: string, { deepest = DEEPEST, longest = LONGEST }: JSONLimits = {}): unknown {
  if (json.length > longest)
    throw new SyntaxError(`the JSON text has ${json.length} letters, expected at most ${longest}.`);
  if (isDeeper(json, deepest)) throw new SyntaxError(`the JSON text is nested more than ${deepest} deep.`);
  return JSON.parse(json);
}

/** Whether brackets outside of strings stand deeper in one another than a limit. What is not JSON is left to the parser. */
function isDeeper(json: string, most: number): boolean {
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (code === QUOTE) i = endOfString(json, i);
    // The code of [ is that of { without one bit, and that of ] that of } without the same one.
    else if ((code | 0x20) === 0x7b) {
      if (++depth > most) return true;
    } else if ((code | 0x20) === 0x7d) depth--;
  }
  return false;
}

/** The place of the quote that ends a string, or of the end of the text. */
function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (json.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return json.length;
}
