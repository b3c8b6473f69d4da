import { expect, test } from 'vitest';
import { nightlyReport, nightlyTable } from '../nightly-report.mjs';

const ran = { name: 'fuzz', what: '10 calls', counts: { passed: 2, failed: 1, skipped: 0 }, seconds: 3.4 };
const skipped = {
  name: 'relaxed SIMD',
  what: 'all tests',
  skip: 'Node v20 has none',
  counts: { passed: 0, failed: 0, skipped: 0 },
  seconds: 0,
};

test('a row has the counts of a part, or the reason why it was skipped', () => {
  const lines = nightlyTable([ran, skipped]).split('\n');
  expect(lines[2]).toBe('| fuzz | 10 calls | 2 | 1 | 0 | 3 |');
  expect(lines[3]).toBe('| relaxed SIMD | all tests | skipped: Node v20 has none | – | – | – |');
});

test('the page says what ran, when and where', () => {
  const page = nightlyReport({
    command: 'pnpm nightly --fuzz-calls 9',
    date: '2026-01-02',
    machine: 'Node v24',
    results: [ran],
  });
  expect(page).toContain('`pnpm nightly --fuzz-calls 9` on 2026-01-02 (Node v24).');
  expect(page).toContain(nightlyTable([ran]));
});

test('the page says why tests were skipped', () => {
  const skipReasons = { 'the backend records no predictions': 7, 'numpy reads what is written': 1 };
  const page = nightlyReport({
    command: 'pnpm nightly',
    date: '2026-01-02',
    machine: 'Node v24',
    results: [{ ...ran, skipReasons }, skipped],
  });
  expect(page.split('\nSkipped:\n\n')[1]).toBe(
    '- fuzz, 7 tests: the backend records no predictions\n- fuzz, 1 test: numpy reads what is written\n',
  );
});
