import { literal, objectLiteral } from '../../code/literal.ts';
import { MOBY_DICK } from './own-text.ts';
import { WRITING_RECIPE, WRITTEN, type WritingSettings, writingChoices } from './writing-settings.ts';

/**
 * TypeScript that trains the same network in Node and writes with it: the same weights, to the last bit.
 *
 * @param file the name of the text file
 * @param beginning what the sample begins with
 */
export function writingCode(settings: WritingSettings, file: string, beginning: string): string {
  const { seed, temperature } = settings;
  const choices = objectLiteral(
    Object.entries(writingChoices(settings)).map(([name, value]) => [name, literal(value)]),
  );
  const name = file === MOBY_DICK.name ? 'moby-dick' : file;
  return `// npm install seqloom, then: node write.ts
import { readFile } from 'node:fs/promises';
import { selectBackend } from 'seqloom/backend';
import { divideText, findRecipe, trainTask, writeText, writingTask } from 'seqloom/tasks';

const text = await readFile(${literal(file)}, 'utf8');
const task = writingTask({ name: 'writing', holds: 'a model that writes', named: [] });
const { model, result } = await trainTask(task, {
  backend: await selectBackend(),
  source: { name: ${literal(name)}, ...divideText(${literal(file)}, text) },
  recipe: findRecipe(task, ${literal(WRITING_RECIPE)}),
  choices: ${choices},
  seed: ${seed},
});
console.log(\`perplexity \${result.testPerplexity}, trigrams \${result.baselinePerplexity}\`);

const beginning = ${literal(beginning)};
let written = '';
for await (const piece of writeText(model, { beginning, length: ${WRITTEN}, temperature: ${temperature}, seed: ${seed} })) written += piece;
console.log(beginning + written);
`;
}
