import { literal, objectLiteral } from '../../code/literal.ts';
import { leftOutOf, networkChoice, type SeriesChoice, type SeriesSettings } from './series-settings.ts';
import type { TableFacts } from './series-table.ts';

/** TypeScript that trains the same model in Node, and prints the same error and the same next values. */
export function seriesCode(settings: SeriesSettings, facts: TableFacts): string {
  const choice = networkChoice(settings, facts.suggested);
  const { target, delay, lookback, step: _step, ...numbers } = choice;
  const read = objectLiteral([
    ['time', settings.time === '' ? "'auto'" : `{ column: ${literal(settings.time)} }`],
    ['columns', skippedText(settings, choice)],
    ['encoding', facts.encoding.startsWith('utf') ? undefined : literal(facts.encoding)],
  ]);
  const chosen = objectLiteral(Object.entries(numbers).map(([name, value]) => [name, literal(value)]));
  return `// npm install seqloom, then: node forecast.ts
import { forecast } from 'seqloom/models';
import { readCsvFile } from 'seqloom/node';

const rows = await readCsvFile(${literal(facts.name)}, ${read});
const model = await forecast({
  rows,
  target: ${literal(target)},
  horizon: ${delay},
${lookback === undefined ? '' : `  lookback: ${lookback},\n`}  model: ${literal(settings.model)},
${Object.keys(numbers).length === 0 ? '' : `  settings: ${chosen},\n`}  seed: ${settings.seed},
});
const { testMae, baselineMae, unit, interval } = model.result!;
console.log(\`error \${testMae} \${unit}, persistence \${baselineMae} \${unit}\`);
for (const { time, value } of await model.predict()) {
  const [low, high] = [value + (interval?.low ?? 0), value + (interval?.high ?? 0)];
  console.log(new Date(time).toISOString(), value, low, high);
}
`;
}

function skippedText(settings: SeriesSettings, { target }: SeriesChoice): string | undefined {
  const names = leftOutOf(settings, target);
  if (names.length === 0) return undefined;
  return objectLiteral(names.map((name) => [literal(name), "'skip'"]));
}
