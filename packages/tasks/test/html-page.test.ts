import { expect, test } from 'vitest';
import { countText, escapeText, htmlPage, htmlTable } from '../src/index.ts';

test('texts mean themselves in HTML', () => {
  expect(escapeText('a < b & "c" > d')).toBe('a &#60; b &#38; &#34;c&#34; &#62; d');
  expect(htmlPage({ title: '<gru>', body: '' })).toContain('<h1>&#60;gru&#62;</h1>');
  expect(htmlTable({ heads: ['a&b'], rows: [['<i>']] })).toMatch(/a&#38;b[\s\S]*<td>&#60;i&#62;<\/td>/);
});

test('a page asks for nothing outside itself', () => {
  const page = htmlPage({ title: 'x', body: '' });
  expect(page.startsWith('<!doctype html>')).toBe(true);
  expect(page).not.toMatch(/https?:|<script|src=|@import/);
});

test('a page leads to the one beside it, when it is told of one', () => {
  const page = htmlPage({
    title: 'x',
    body: 'all of it',
    beside: [{ file: 'weather.html', text: 'Rain & sun' }],
  });
  expect(page).toContain('<a href="weather.html">Rain &#38; sun</a>');
  expect(htmlPage({ title: 'x', body: 'all of it' })).not.toContain('<a ');
});

test('the last rows of a table stand back as baselines', () => {
  const table = htmlTable({ heads: ['model'], rows: [['gru'], ['ridge'], ['persistence']], baselines: 2 });
  expect(table.match(/<tr class="baseline">/g)).toHaveLength(2);
  expect(table.indexOf('gru')).toBeLessThan(table.indexOf('class="baseline"'));
});

test('columns of numbers stand right, also with gaps; a column with a word does not', () => {
  const table = htmlTable({
    heads: ['model', 'error', 'mixed'],
    rows: [
      ['gru', '−2,000.5', '1'],
      ['none', '', 'two'],
      ['half', '12.0 %', '3'],
    ],
  });
  expect(table).toContain('<th class="number" scope="col">error</th><th scope="col">mixed</th>');
  expect(table).toContain('<td>gru</td><td class="number">−2,000.5</td><td>1</td>');
});

test('counts have separators, regardless of the language of the machine', () => {
  expect(countText(25000)).toBe('25,000');
});
