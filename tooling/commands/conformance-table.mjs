/** What of a backend is tested, in the order of the columns. */
const COLUMNS = { testkit: 'testkit', layers: 'layers', training: 'losses, metrics, optimizers' };

/** Beginnings of the names of backends, in the order of the rows. */
const ORDER = ['wasm', 'node', 'cpu', 'webgl'];

/** The backend and the column of a test of vitest's json report; undefined for tests that belong to no backend. */
function placeOf({ file, ancestors, title, backend }) {
  if (/\/conformance\.(browser\.)?test\.ts$|\/backend-testkit\/test\/cpu\.test\.ts$/.test(file))
    return ancestors.length > 0 ? { backend: ancestors[0], column: 'testkit' } : undefined;
  const [, column, name] =
    /\/model-tests\/test\/(layers|training)\/(wasm|cpu|node)\.test\.ts$/.exec(file) ?? [];
  // A build that does not run here is one skipped test, which no description surrounds.
  if (name === 'node' && ancestors.length === 0) return { column };
  if (column) return { backend: { wasm: backend, cpu: 'cpu', node: ancestors[0] }[name], column };
  if (/\/model-tests\/test\/layers\/threads\.test\.ts$/.test(file)) {
    if (ancestors.length > 0 || !/threads/.test(title)) return undefined;
    const native = title.includes('native');
    return { backend: native ? 'node, all exact builds, 2 threads' : 'wasm, 2 threads', column: 'layers' };
  }
  if (/\/model-tests\/test\/pages\/webgl\.browser\.test\.ts$/.test(file))
    return { backend: 'webgl', column: 'training' };
  return undefined;
}

/**
 * The tests of one run of vitest.
 *
 * @param report of vitest's json reporter
 * @param backend what `wasm.test.ts` ran on
 */
export function testsOf(report, backend) {
  return report.testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults.map(({ ancestorTitles: ancestors, title, status }) => {
      const test = { file: file.replaceAll('\\', '/'), ancestors, title, status };
      return { ...test, ...placeOf({ ...test, backend }) };
    }),
  );
}

/** One row per backend, with the counts of each column, as a Markdown table; below it the tests that were skipped. */
export function conformanceTable(tests) {
  const placed = tests.filter(({ column }) => column !== undefined);
  const named = new Set(placed.map(({ backend }) => backend).filter((backend) => backend !== undefined));
  const backends = ORDER.flatMap((first) => [...named].filter((backend) => backend.startsWith(first)).sort());
  const cellOf = (backend, column) => {
    const own = placed.filter((test) => test.backend === backend && test.column === column);
    const count = (status) => own.filter((test) => test.status === status).length;
    const [passed, failed] = [count('passed'), count('failed')];
    const skipped = own.length - passed - failed;
    if (own.length === 0) return '–';
    return [`${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`]
      .filter(Boolean)
      .join(', ');
  };
  const names = Object.keys(COLUMNS);
  const rows = backends.map((backend) => [backend, ...names.map((column) => cellOf(backend, column))]);
  const lines = [['backend', ...Object.values(COLUMNS)], Array(names.length + 1).fill('---'), ...rows];
  const skipped = placed.filter(({ status }) => status !== 'passed' && status !== 'failed');
  return {
    table: lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    skipped: [
      ...new Set(
        skipped.map(({ backend, title }) => `- ${backend === undefined ? '' : `${backend}: `}${title}`),
      ),
    ],
  };
}
