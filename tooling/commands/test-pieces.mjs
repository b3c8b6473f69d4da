/**
 * The pieces of a test file that count, in order: what stands between `;`, `{` and `}`, without imports, comments, blanks and
 * the words in texts, patterns and templates. Where the formatter breaks a line makes no difference.
 */
export function pieces(code) {
  return code
    .replace(/^import\b[^;]*;$/gm, '')
    .replace(/^\s*(\/\/|\/\*|\*).*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''")
    .replace(/\/(?![/*])(?:[^/\\\n]|\\.)+\/[a-z]*/g, "''")
    .replace(/\s+/g, '')
    .replace(/,(?=[)\]}])/g, '')
    .split(/[;{}]/)
    .filter((piece) => /\w/.test(piece));
}

/** How often each piece occurs. */
export function count(list) {
  const counts = new Map();
  for (const piece of list) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return counts;
}

/** The pieces of `old` that `now` has not as often; they are taken out of `now`, a map of counts. */
export function takenAway(old, now) {
  return old.filter((piece) => {
    const left = now.get(piece) ?? 0;
    if (left > 0) now.set(piece, left - 1);
    return left === 0;
  });
}
