/** A file in word2vec's binary format; the header says what it is told to. */
export function word2vecBinary(
  rows: readonly (readonly [word: string, values: readonly number[]])[],
  header = `${rows.length} ${rows[0]![1].length}`,
  lineFeeds = true,
): Uint8Array {
  const parts: Uint8Array[] = [Buffer.from(`${header}\n`)];
  for (const [word, values] of rows) {
    parts.push(Buffer.from(`${word} `), new Uint8Array(Float32Array.from(values).buffer));
    if (lineFeeds) parts.push(Buffer.from('\n'));
  }
  return new Uint8Array(Buffer.concat(parts));
}
