/** Whether a version is in one range `^A.B.C` or `>=A.B.C`. */
function isInRange(version, range) {
  const match = /^(\^|>=)(\d+)\.(\d+)\.(\d+)$/.exec(range);
  if (!match) throw new Error(`engines: ${range} is neither ^A.B.C nor >=A.B.C.`);
  const [, operator, ...oldest] = match;
  const got = version.split('.').map(Number);
  const wanted = oldest.map(Number);
  if (operator === '^' && got[0] !== wanted[0]) return false;
  const differs = wanted.findIndex((part, i) => part !== got[i]);
  return differs < 0 || got[differs] > wanted[differs];
}

/**
 * Refuses a Node that the packages do not support.
 *
 * @param version as `process.versions.node`
 * @param engines as `engines.node` of package.json: ranges `^A.B.C` and `>=A.B.C`, joined by `||`
 * @throws Error that names both
 */
export function checkNode(version, engines) {
  const ranges = engines.split('||').map((range) => range.trim());
  if (ranges.some((range) => isInRange(version, range))) return;
  throw new Error(
    `Node ${version} is not supported, expected ${ranges.join(' or ')}. Install a current Node.`,
  );
}
