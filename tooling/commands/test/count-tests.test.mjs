import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addCounts, countReport, countTests, NO_TESTS, summaryLine } from '../count-tests.mjs';

const file = (status, ...statuses) => ({ status, assertionResults: statuses.map((it) => ({ status: it })) });

test('passed, failed and every kind of not-run test are summed over the files', () => {
  const testResults = [
    file('passed', 'passed', 'passed', 'skipped'),
    file('failed', 'passed', 'failed', 'todo', 'pending'),
  ];
  expect(countTests({ testResults })).toEqual({ passed: 3, failed: 1, skipped: 3 });
});

test('a file that could not be loaded counts as one failure', () => {
  expect(countTests({ testResults: [file('failed'), file('passed', 'passed')] })).toEqual({
    passed: 1,
    failed: 1,
    skipped: 0,
  });
});

test('the summary names skipped tests only when there are some', () => {
  const counts = addCounts(NO_TESTS, { passed: 12, failed: 0, skipped: 0 });
  expect(summaryLine(counts)).toBe('12 passed, 0 failed');
  expect(summaryLine(addCounts(counts, { passed: 1, failed: 2, skipped: 3 }))).toBe(
    '13 passed, 2 failed, 3 skipped',
  );
});

test('a package that left no report counts as one failure', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seqloom-'));
  const report = join(folder, 'report.json');
  expect(countReport(report)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  writeFileSync(report, JSON.stringify({ testResults: [file('passed', 'passed')] }));
  expect(countReport(report)).toEqual({ passed: 1, failed: 0, skipped: 0 });
  rmSync(folder, { recursive: true });
});
