/**
 * Code points that are letters or combining marks in JavaScript engines but unassigned in Python up to 3.13 (they
 * came with Unicode 15–17). Python does not change them, and its rule for the final sigma treats them as neither
 * letters nor marks. Found by comparing all code points with Python's `str.lower` (tooling/oracles/text.py).
 */
const UNKNOWN_TO_PYTHON = characterClass(`
  0897 0ece 1acf-1add 1ae0-1aeb 1c89 1c8a a7cb-a7cf a7d2 a7d4 a7da-a7dc a7f1 10d4e 10d50-10d65
  10d69-10d6d 10d6f-10d85 10ec5 10efa-10eff 11241 113bb-113c0 113ce 113d0 113d2 113e1 113e2 11b60
  11b62-11b64 11b66 11dd9 11f00 11f01 11f36-11f3a 11f40 11f42 11f5a 13439-13440 13447-13455
  1611e-16129 1612d-1612f 16d40-16d42 16d6b 16d6c 16ea0-16eb8 16ebb-16ed3 16ff2 16ff3 1df25-1df2a
  1e030-1e06d 1e08f 1e4eb-1e4ef 1e5ee 1e5ef 1e6e3 1e6e6 1e6ee 1e6ef 1e6f5 1e6ff
`);

/**
 * Lowercases a text exactly as Python's `str.lower()` does, for any Unicode version of the JavaScript engine.
 *
 * Both languages apply Unicode's full mapping (`'İ'` becomes two code points, `'Σ'` at the end of a word becomes
 * `'ς'`). They differ for letters newer than Python's Unicode tables: those stay as they are here. Of all code points
 * only U+0295 and U+1171E are not treated the same, and only where they stand beside a capital sigma.
 *
 * **Source**: `str.lower` of Python 3.11 (Unicode 14); 3.12 and 3.13 lowercase the same letters.
 */
export function pythonLower(text: string): string {
  if (!UNKNOWN_TO_PYTHON.test(text)) return text.toLowerCase();
  let lowered = '';
  let rest = text;
  for (;;) {
    const unknown = UNKNOWN_TO_PYTHON.exec(rest);
    if (unknown === null) return lowered + rest.toLowerCase();
    lowered += rest.slice(0, unknown.index).toLowerCase() + unknown[0];
    rest = rest.slice(unknown.index + unknown[0].length);
  }
}

/** A pattern for runs of the code points in a list of hexadecimal numbers and ranges. */
function characterClass(ranges: string): RegExp {
  const members = ranges
    .trim()
    .replace(/[0-9a-f]+/g, '\\u{$&}')
    .replace(/\s+/g, '');
  return new RegExp(`[${members}]+`, 'u');
}
