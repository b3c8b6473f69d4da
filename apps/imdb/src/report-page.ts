import { barsSVG, curvesOf, curvesSVG } from '@seqloom/charts';
import { countText, escapeText, htmlPage, htmlTable, type PageLink, shellWord } from '@seqloom/tasks';
import { findRecipe } from './recipes/catalog.ts';
import { BUNDLED } from './reviews.ts';
import type { TrainingResult } from './train-recipe.ts';

/**
 * A page on one or several runs over the same reviews: the comparison with the baseline, the curves, and the commands
 * that repeat it. It needs no other file, no script and no network.
 *
 * @param beside the page in the same folder to lead to
 * @throws RangeError when there is no run
 */
export function reportPage(results: readonly TrainingResult[], beside?: PageLink): string {
  const [first] = results;
  if (!first) throw new RangeError('reportPage: there are no results. Give at least one.');
  const { dataset, baselineAccuracy: baseline } = first;
  const title =
    results.length === 1 ? `${first.model} on ${dataset}` : `Film reviews: ${results.length} models compared`;
  const comparison = barsSVG({
    title: `Accuracy on ${countText(first.testSamples)} test reviews`,
    label: 'accuracy',
    width: 520, // legible on a phone, where the picture shrinks to the screen
    bars: results.map(({ model, testAccuracy }) => ({ name: model, value: testAccuracy })),
    baseline: { name: 'majority class', value: baseline },
  });
  return htmlPage({
    title,
    beside,
    body: `<p>Is a film review positive or negative? Trained on raw text in WebAssembly
(backend ${escapeText(first.backend)}, threads: ${first.threads}). Data: ${describeData(first)}</p>
<figure>${comparison}</figure>
<p class="soft">The test reviews took no part in training. Seconds: training with its validation.</p>
${resultTable(results, baseline)}
${results.map(runSection).join('\n')}
<h2>Once more</h2>
<p>The same seed gives the same numbers, to the last bit.</p>
<pre>${results.map((result) => escapeText(commandOf(result))).join('\n')}</pre>`,
  });
}

function describeData({ dataset, trainSamples, validationSamples, testSamples }: TrainingResult): string {
  const about =
    dataset === BUNDLED
      ? ' – short reviews of films that do not exist, written for this project; their labels were decided before they were written'
      : '';
  return `<b>${escapeText(dataset)}</b>${about}. ${countText(trainSamples)} reviews train, ${countText(validationSamples)} validate, ${countText(testSamples)} test.`;
}

function resultTable(results: readonly TrainingResult[], baseline: number): string {
  return htmlTable({
    heads: [
      'model',
      'test accuracy',
      'last validation',
      'best validation',
      'parameters',
      'seconds',
      'what it is',
    ],
    rows: [
      ...results.map((result) => [
        result.model,
        result.testAccuracy.toFixed(3),
        result.valAccuracy.toFixed(3),
        result.bestValAccuracy.toFixed(3),
        countText(result.parameters),
        result.seconds.toFixed(1),
        titleOf(result.model),
      ]),
      ['majority', baseline.toFixed(3), '', '', '0', '', 'the more frequent answer, always'],
    ],
    baselines: 1,
  });
}

function runSection({ model, settings, trainSamples, history }: TrainingResult): string {
  const { words, maxlen, epochs, batchSize } = settings;
  const reads = maxlen === undefined ? 'whole reviews' : `the last ${maxlen} words of a review`;
  const { accuracy, valAccuracy, ...losses } = history;
  const charts = curvesOf({ accuracy: accuracy!, valAccuracy: valAccuracy!, ...losses }).map((curves) =>
    curvesSVG([curves], { title: `${model}: ${curves.name}`, columns: 1 }),
  );
  return `<h2>${escapeText(model)}: ${escapeText(titleOf(model))}</h2>
<p class="soft">${countText(words)} words, ${reads}, ${countText(trainSamples)} reviews, ${epochs} epochs, batches of ${batchSize}.</p>
<div class="charts">${charts.map((chart) => `<figure>${chart}</figure>`).join('')}</div>`;
}

function commandOf(result: TrainingResult): string {
  const { model, dataset, data = dataset, seed, vectors, settings, trainSamples, validationSamples } = result;
  const { words, maxlen, units, epochs, batchSize, validationSplit } = settings;
  // validation is the split's share of all reviews; of training alone a user may have asked for fewer
  const limited = Math.abs(validationSamples - validationSplit * (trainSamples + validationSamples)) > 1;
  return [
    `pnpm imdb train --model ${model} --data ${dataset === BUNDLED ? 'bundled' : shellWord(data)} --words ${words}`,
    ...(vectors === undefined ? [] : [`--vectors ${shellWord(vectors)}`]),
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
