import { barsSVG, curvesOf, curvesSVG } from '@seqloom/charts';
import { findRecipe } from './recipes/catalog.ts';
import { BUNDLED } from './reviews.ts';
import type { TrainingResult } from './train-recipe.ts';

const STYLE = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1d2430; --soft: #5a6472; --rule: #e1e5ea; --code: #f3f5f8; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14171c; --ink: #e8ebf0; --soft: #a3acb8; --rule: #2c323b; --code: #1d2229; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 3rem; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 .4rem; }
p { max-width: 44rem; }
.soft, caption, figcaption { color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 0 0 .5rem; }
th, td { padding: .45rem .8rem .45rem 0; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th { font-weight: 600; color: var(--soft); }
th:first-child, td:first-child, th:nth-child(2), td:nth-child(2) { text-align: left; }
tr.baseline td { color: var(--soft); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem; }
figure { margin: 1rem 0; }
pre { background: var(--code); padding: .8rem 1rem; overflow-x: auto; border-radius: 6px; }
`;

/**
 * A page on one or several runs over the same reviews: the comparison with the baseline, the curves, and the commands
 * that repeat it. It needs no other file, no script and no network.
 *
 * @throws RangeError when there is no run
 */
export function reportPage(results: readonly TrainingResult[]): string {
  const [first] = results;
  if (!first) throw new RangeError('reportPage: there are no results. Give at least one.');
  const { dataset, baselineAccuracy: baseline } = first;
  const title =
    results.length === 1 ? `${first.model} on ${dataset}` : `Film reviews: ${results.length} models compared`;
  const comparison = barsSVG({
    title: `Accuracy on ${count(first.testSamples)} test reviews`,
    label: 'accuracy',
    bars: results.map(({ model, testAccuracy }) => ({ name: model, value: testAccuracy })),
    baseline: { name: 'majority class', value: baseline },
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title)} · Seqloom</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeText(title)}</h1>
<p>Is a film review positive or negative? Trained on raw text in WebAssembly
(backend ${escapeText(first.backend)}, threads: ${first.threads}). Data: ${describeData(first)}</p>
<figure>${comparison}</figure>
<div class="scroll">
${resultTable(results, baseline)}
</div>
${results.map(runSection).join('\n')}
<h2>Once more</h2>
<p>The same seed gives the same numbers, to the last bit.</p>
<pre>${results.map((result) => escapeText(commandOf(result))).join('\n')}</pre>
</body>
</html>
`;
}

function describeData({ dataset, trainSamples, validationSamples, testSamples }: TrainingResult): string {
  const about =
    dataset === BUNDLED
      ? ' – short reviews of films that do not exist, written for this project; their labels were decided before they were written'
      : '';
  return `<b>${escapeText(dataset)}</b>${about}. ${count(trainSamples)} reviews train, ${count(validationSamples)} validate, ${count(testSamples)} test.`;
}

function resultTable(results: readonly TrainingResult[], baseline: number): string {
  const heads = [
    'model',
    'what it is',
    'test accuracy',
    'validation, last',
    'validation, best',
    'parameters',
    'seconds',
  ];
  const rows = results.map((result) => [
    result.model,
    titleOf(result.model),
    result.testAccuracy.toFixed(3),
    result.valAccuracy.toFixed(3),
    result.bestValAccuracy.toFixed(3),
    count(result.parameters),
    result.seconds.toFixed(1),
  ]);
  const cells = (row: readonly string[]) => row.map((cell) => `<td>${escapeText(cell)}</td>`).join('');
  return `<table>
<caption>Test reviews are of films that no model was trained on. Seconds: training and validation.</caption>
<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n')}
<tr class="baseline">${cells(['majority', 'the more frequent answer, always', baseline.toFixed(3), '', '', '0', ''])}</tr>
</tbody>
</table>`;
}

function runSection({ model, settings, trainSamples, history }: TrainingResult): string {
  const { words, maxlen, epochs, batchSize } = settings;
  const reads = maxlen === undefined ? 'whole reviews' : `the last ${maxlen} words of a review`;
  const charts = curvesOf(history).map((curves) =>
    curvesSVG([curves], { title: `${model}: ${curves.name}`, columns: 1 }),
  );
  return `<h2>${escapeText(model)}: ${escapeText(titleOf(model))}</h2>
<p class="soft">${count(words)} words, ${reads}, ${count(trainSamples)} reviews, ${epochs} epochs, batches of ${batchSize}.</p>
<div class="charts">${charts.map((chart) => `<figure>${chart}</figure>`).join('')}</div>`;
}

function commandOf(result: TrainingResult): string {
  const { model, dataset, seed, settings, trainSamples, validationSamples, validationSplit } = result;
  const { words, maxlen, epochs, batchSize } = settings;
  // fewer than the split has left: the user asked for so many
  const limited =
    trainSamples < Math.floor((validationSamples / validationSplit) * (1 - validationSplit)) - 1;
  return [
    `pnpm imdb train --model ${model} --data ${dataset === BUNDLED ? 'bundled' : dataset} --words ${words}`,
    ...(maxlen === undefined ? [] : [`--maxlen ${maxlen}`]),
    `--epochs ${epochs} --batch ${batchSize}`,
    ...(limited ? [`--train-samples ${trainSamples}`] : []),
    ...(validationSplit === 0.2 ? [] : [`--validation-split ${validationSplit}`]),
    `--seed ${seed}`,
  ].join(' ');
}

function titleOf(model: string): string {
  return findRecipe(model).title;
}

/** `25,000`, whatever the machine's language. */
function count(value: number): string {
  return value.toLocaleString('en-US');
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
