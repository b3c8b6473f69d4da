import { existsSync, readFileSync } from 'node:fs';

/** Nothing run yet; also what to add counts to. */
export const NO_TESTS = Object.freeze({ passed: 0, failed: 0, skipped: 0 });

/** The sum of two counts. */
export function addCounts(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The counts in a report of vitest's json reporter. A file that could not even be loaded is one failure. */
export function countTests(report) {
  const counts = { ...NO_TESTS };
  for (const file of report.testResults) {
    const statuses = file.assertionResults.map(({ status }) => status);
    for (const status of statuses) {
      if (status === 'passed') counts.passed++;
      else if (status === 'failed') counts.failed++;
      else counts.skipped++;
    }
    if (file.status === 'failed' && !statuses.includes('failed')) counts.failed++;
  }
  return counts;
}

/** The counts in a report's file. A package that left no report is one failure. */
export function countReport(file) {
  return existsSync(file) ? countTests(JSON.parse(readFileSync(file, 'utf8'))) : { ...NO_TESTS, failed: 1 };
}

/** The last line of every check: `N passed, N failed`, with `, N skipped` when some were. */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
