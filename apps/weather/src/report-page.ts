import { barsSVG } from '@seqloom/charts';
import { countText, escapeText, htmlPage, htmlTable, type PageLink, shellWord } from '@seqloom/tasks';
import { chartsOf } from './charts.ts';
import { findRecipe } from './recipes/catalog.ts';
import type { TrainedWeather, TrainingResult } from './run.ts';
import { rowsAhead } from './task.ts';
import { BUNDLED } from './weather-source.ts';

/**
 * A page on one or several runs over the same windows: the comparison with the simple rules, a forecast, where the errors
 * lie, and the commands that repeat it. It needs no other file, no script and no network.
 *
 * @param beside the page in the same folder to lead to
 * @throws RangeError when there is no run
 */
export function reportPage(runs: readonly TrainedWeather[], beside?: PageLink): string {
  const results = runs.map(({ result }) => result);
  const [first] = results;
  if (!first) throw new RangeError('reportPage: there are no results. Give at least one.');
  const { dataset, target, unit, task, baselines } = first;
  const trained = results.filter(({ model }) => baselines.every(({ name }) => name !== model));
  const error = unit === '' ? 'test MAE' : `test MAE (${unit})`;
  const others = baselines.slice(1).toReversed();
  const comparison = barsSVG({
    title: `Error on ${countText(first.testSamples)} test windows`,
    label: error,
    width: 520, // legible on a phone, where the picture shrinks to the screen
    bars: [
      ...trained.map(({ model, testMae }) => ({ name: model, value: testMae })),
      ...others.map(({ name, testMae }) => ({ name, value: testMae })),
    ],
    baseline: { name: 'persistence', value: first.baselineMae },
    decimals: 2,
  });
  const title =
    results.length === 1 ? `${first.model} on ${dataset}` : `Weather: ${results.length} models compared`;
  return htmlPage({
    title,
    beside,
    body: `<p>What will “${escapeText(target)}” be ${rowsAhead(task)} rows after the last one known? Trained in WebAssembly
(backend ${escapeText(first.backend)}, threads: ${first.threads}). Data: ${describeData(first)}</p>
<figure>${comparison}</figure>
<p class="soft">The parts follow one another in time: the past trains, the present chooses the best epoch, the future measures. Skill
is how much smaller the error is than persistence's, which forecasts ${persistenceAbout(first)}.</p>
${resultTable(trained, first)}
${runs.map(runSection).join('\n')}
<h2>Once more</h2>
<p>The same seed gives the same numbers, to the last bit.</p>
<pre>${results.map((result) => escapeText(commandOf(result))).join('\n')}</pre>`,
  });
}

function persistenceAbout({ baselines }: TrainingResult): string {
  return `“${baselines[0]!.about}”`;
}

function describeData({ dataset, trainSamples, validationSamples, testSamples }: TrainingResult): string {
  const about = dataset === BUNDLED ? ' – four years of daily weather measured in Seattle (NOAA)' : '';
  return `<b>${escapeText(dataset)}</b>${about}. ${countText(trainSamples)} windows train, ${countText(validationSamples)} validate, ${countText(testSamples)} test.`;
}

function resultTable(trained: readonly TrainingResult[], { baselines, unit }: TrainingResult): string {
  const persistence = baselines[0]!;
  const suffix = unit === '' ? '' : `, ${unit}`;
  const row = (
    name: string,
    { valMae, testMae, testRmse }: Pick<TrainingResult, 'valMae' | 'testMae' | 'testRmse'>,
    parameters: string,
    about: string,
  ) => [
    name,
    testMae.toFixed(3),
    `${(100 * (1 - testMae / persistence.testMae)).toFixed(1)} %`,
    valMae.toFixed(3),
    testRmse.toFixed(3),
    parameters,
    about,
  ];
  return htmlTable({
    heads: [
      'model',
      `test MAE${suffix}`,
      'skill',
      `validation MAE${suffix}`,
      `test RMSE${suffix}`,
      'parameters',
      'what it is',
    ],
    rows: [
      ...trained.map((result) =>
        row(result.model, result, countText(result.parameters), findRecipe(result.model).title),
      ),
      ...baselines.toReversed().map((errors) => row(errors.name, errors, '', errors.about)),
    ],
    baselines: baselines.length,
  });
}

function runSection(run: TrainedWeather): string {
  const { model, task, settings, epochs, seconds } = run.result;
  const columns = run.form.fields.columns.join(', ');
  const learned = settings
    ? `${epochs} epochs of at most ${settings.epochs}, batches of ${settings.batchSize}, ${seconds.toFixed(1)} s.`
    : 'Weights solved for at once.';
  return `<h2>${escapeText(model)}: ${escapeText(findRecipe(model).title)}</h2>
<p class="soft">${task.lookback} rows back in steps of ${task.step}: ${escapeText(columns)}${task.calendar ? ' and the calendar' : ''}. ${learned}</p>
<div class="charts">${chartsOf(run)
    .map(({ file, svg }) => `<figure${file === 'forecast.svg' ? ' class="row"' : ''}>${svg}</figure>`)
    .join('')}</div>`;
}

function commandOf(result: TrainingResult): string {
  const { model, dataset, data = dataset, seed, task, settings, where, form = {}, unit } = result;
  return [
    `pnpm weather train --model ${model} --data ${dataset === BUNDLED ? 'bundled' : shellWord(data)}`,
    ...(where ? [`--where ${shellWord(`${where.column}=${where.value}`)}`] : []),
    ...Object.entries(form).map(([option, value]) =>
      value === true ? `--${option}` : `--${option} ${shellWord(value)}`,
    ),
    `--target ${shellWord(task.target)}`,
    ...(unit === '' ? [] : [`--unit ${shellWord(unit)}`]),
    `--lookback ${task.lookback} --step ${task.step} --delay ${task.delay}`,
    task.calendar ? '--calendar' : '--no-calendar',
    ...(settings
      ? [
          `--epochs ${settings.epochs} --batch ${settings.batchSize} --patience ${settings.patience}`,
          ...(settings.stepsPerEpoch === undefined ? [] : [`--steps-per-epoch ${settings.stepsPerEpoch}`]),
        ]
      : []),
    `--seed ${seed}`,
  ].join(' ');
}
