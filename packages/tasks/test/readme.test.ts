import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { optionsTable } from '../src/options/read-options.ts';
import { PANEL_CHOICES } from '../src/panel/panel-choices.ts';
import { SERIES_CHOICES } from '../src/series/series-choices.ts';
import { TEXT_CHOICES } from '../src/texts/text-choices.ts';
import { TRANSLATION_CHOICES } from '../src/translation/translation-choices.ts';
import { WRITING_CHOICES } from '../src/writing/writing-choices.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** What is between the marks of a table. */
function tableOf(name: string): string {
  const [, table = ''] = readme.split(`<!-- options of ${name} -->`)[1]!.match(/^([\s\S]*?)<!-- end -->/)!;
  return table.trim();
}

test.each([
  ['texts', optionsTable(TEXT_CHOICES)],
  ['series', optionsTable(SERIES_CHOICES)],
  ['many series', optionsTable(PANEL_CHOICES)],
  ['translation', optionsTable(TRANSLATION_CHOICES)],
  ['writing', optionsTable(WRITING_CHOICES)],
])('the table of the options of %s is made of the options', (name, table) => {
  expect(tableOf(name)).toBe(table.trim());
});
