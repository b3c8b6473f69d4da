import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tableRows } from '../../../../tooling/commands/markdown-tables.mjs';
import { homeNumbers, numbersOf } from '../../build/home-numbers.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const RESULTS = 'docs/results.md';
const SPEED = JSON.parse(read('tooling/bench/speed.json'));

test('the numbers of the home page are those of the documentation and of the benchmark', () => {
  const results = `| model | test, last epoch |
|---|---|
| \`lstm\` | 0.1 |
| \`nb-bag\`, phrases | 0.2 |

| data | accuracy |
|---|---|
| AG News, its test texts | 0.3 |

| | GRU | persistence |
|---|---|---|
| Seattle, daily maximum, 3 days ahead (bundled), °C | 4 | 5 |
`;
  const numbers = numbersOf(results, SPEED);
  expect(numbers.map(({ value }) => value)).toEqual([
    '0.2',
    '0.3',
    '4 °C',
    expect.stringMatching(/^0\.\d\d ×$/),
  ]);
  expect(numbers[0]!.what).toContain('an LSTM 0.1,');
  expect(() => numbersOf(results.replace('lstm', 'gru'), SPEED)).toThrow(
    'has no "test, last epoch" of "`lstm`"',
  );
});

test('their sources are pages of the documentation, and the page says no text as HTML', () => {
  const html = homeNumbers(root);
  for (const address of [
    'docs/results/#film-reviews',
    'docs/results/#topics',
    'docs/results/#weather',
    'docs/speed/',
  ])
    expect(html).toContain(`href="${address}"`);
});

test('the results in the README are those of the documentation', () => {
  const [reviews, news, weather] = numbersOf(read(RESULTS), SPEED).map(({ value }) => value.split(' ')[0]);
  const lines = read('README.md').split('\n');
  const row = (begin: string) => lines.find((line) => line.startsWith(`| ${begin}`)) ?? '';
  expect(row('IMDB reviews')).toContain(`| ${reviews} |`);
  for (const model of ['bag', 'lstm']) {
    const { cells } = tableRows(read(RESULTS)).find((each) => each.cells.model?.startsWith(`\`${model}\``))!;
    expect(row('IMDB reviews')).toContain(`\`${model}\` ${cells['test, last epoch']}`);
  }
  expect(row('AG News')).toContain(`| ${news} |`);
  expect(row('Seattle')).toContain(`| ${weather} |`);
});
