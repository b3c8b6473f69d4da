/**
 * Splits a line into words and marks as mteval-v13a does, the tokenizer of sacreBLEU: marks stand on their own, but for full stops and commas
 * between digits and hyphens not after a digit.
 *
 * **Source**: `mteval-v13a.pl` of NIST, `tokenizer_13a` and `tokenizer_re` of sacreBLEU.
 */
export function tokenize13a(line: string): readonly string[] {
  let text = line.replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  if (text.includes('&')) {
    for (const [name, mark] of ENTITIES) text = text.replaceAll(name, mark);
  }
  return ` ${text} `
    .replaceAll(/([{-~[-` -&(-+:-@/])/g, ' $1 ')
    .replaceAll(/([^0-9])([.,])/g, '$1 $2 ')
    .replaceAll(/([.,])([^0-9])/g, ' $1 $2')
    .replaceAll(/([0-9])(-)/g, '$1 $2 ')
    .split(/\s+/)
    .filter((word) => word !== '');
}

const ENTITIES = [
  ['&quot;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
] as const;
