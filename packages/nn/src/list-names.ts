/** Most names that a message lists. */
const LONGEST = 20;

/** Names as messages list them: the first twenty, then how many more there are. */
export function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const more = names.length - LONGEST;
  return names.slice(0, LONGEST).join(', ') + (more > 0 ? `, … and ${more} more` : '');
}
