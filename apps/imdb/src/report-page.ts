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
.soft { color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .45rem .8rem .45rem 0; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th { vertical-align: bottom; white-space: normal; font-weight: 600; color: var(--soft); }
th:first-child, td:first-child, th:last-child, td:last-child { text-align: left; }
tr.baseline td { color: var(--soft); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem; }
figure { margin: 1rem 0 0; }
pre { background: var(--code); padding: .8rem 1rem; white-space: pre-wrap; border-radius: 6px; }
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
    width: 520, // legible on a phone, where the picture shrinks to the screen
    bars: results.map(({ model, testAccuracy }) => ({ name: model, value: testAccuracy })),
    baseline: { name: 'majority class', value: baseline },
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title)} · Seqloom</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeText(title)}</h1>
<p>Is a film review positive or negative? Trained on raw text in WebAssembly
(backend ${escapeText(first.backend)}, threads: ${first.threads}). Data: ${describeData(first)}</p>
<figure>${comparison}</figure>
<p class="soft">The test reviews took no part in training. Seconds: training with its validation.</p>
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
    'test accuracy',
    'last validation',
    'best validation',
    'parameters',
    'seconds',
    'what it is',
  ];
  const rows = results.map((result) => [
    result.model,
    result.testAccuracy.toFixed(3),
    result.valAccuracy.toFixed(3),
    result.bestValAccuracy.toFixed(3),
    count(result.parameters),
    result.seconds.toFixed(1),
    titleOf(result.model),
  ]);
  const majority = ['majority', baseline.toFixed(3), '', '', '0', '', 'the more frequent answer, always'];
  const cells = (row: readonly string[]) => row.map((cell) => `<td>${escapeText(cell)}</td>`).join('');
  return `<table>
<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n')}
<tr class="baseline">${cells(majority)}</tr>
</tbody>
</table>`;
}

function runSection({ model, settings, trainSamples, history }: TrainingResult): string {
  const { words, maxlen, epochs, batchSize } = settings;
  const reads = maxlen === undefined ? 'whole reviews' : `the last ${maxlen} words of a review`;
  const { accuracy, valAccuracy, ...losses } = history;
  const charts = curvesOf({ accuracy: accuracy!, valAccuracy: valAccuracy!, ...losses }).map((curves) =>
    curvesSVG([curves], { title: `${model}: ${curves.name}`, columns: 1 }),
  );
  return `<h2>${escapeText(model)}: ${escapeText(titleOf(model))}</h2>
<p class="soft">${count(words)} words, ${reads}, ${count(trainSamples)} reviews, ${epochs} epochs, batches of ${batchSize}.</p>
<div class="charts">${charts.map((chart) => `<figure>${chart}</figure>`).join('')}</div>`;
}

function commandOf(result: TrainingResult): string {
  const { model, dataset, seed, vectors, settings, trainSamples, validationSamples } = result;
  const { words, maxlen, units, epochs, batchSize, validationSplit } = settings;
  // validation is the split's share of all reviews; of training alone a user may have asked for fewer
  const limited = Math.abs(validationSamples - validationSplit * (trainSamples + validationSamples)) > 1;
  return [
    `pnpm imdb train --model ${model} --data ${dataset === BUNDLED ? 'bundled' : dataset} --words ${words}`,
    ...(vectors === undefined ? [] : [`--vectors ${vectors}`]),
    ...(maxlen === undefined ? [] : [`--maxlen ${maxlen}`]),
    ...(units === undefined ? [] : [`--units ${units}`]),
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
