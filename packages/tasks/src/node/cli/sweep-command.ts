import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tableText } from '@seqloom/charts';
import { count } from '@seqloom/options';
import type { CommandDef } from 'citty';
import { findRecipe } from '../../find-recipe.ts';
import {
  type AnyOption,
  flagOf,
  numberOption,
  type OptionTable,
  textOption,
} from '../../options/command-option.ts';
import { readList, type Typed } from '../../options/read-options.ts';
import { delimited } from '../../report/delimited.ts';
import { spaced } from '../../report/facts.ts';
import { runSweep, type SweepRun } from '../../sweep/run-sweep.ts';
import { sweepChart } from '../../sweep/sweep-chart.ts';
import { type SweepGrid, sweepSettings } from '../../sweep/sweep-grid.ts';
import { sweepPage } from '../../sweep/sweep-page.ts';
import { groupResult, type SweepGroup, summarizeSweep, sweepLeaders } from '../../sweep/sweep-summary.ts';
import { sweepTable } from '../../sweep/sweep-table.ts';
import type { Task } from '../../task.ts';
import type { TaskTypes } from '../../task-types.ts';
import type { CommandTask } from '../command-task.ts';
import { eventLine } from '../terminal/event-line.ts';
import { openBackend } from '../terminal/open-backend.ts';
import { prepareOutputFolder, writeFolder } from '../terminal/output-folder.ts';
import type { Terminal } from '../terminal/terminal.ts';
import {
  BACKEND_OPTIONS,
  type BackendOptions,
  dataHint,
  dataOf,
  dataOptions,
  dataWords,
  JSON_OPTION,
  pickOptions,
} from './common-options.ts';
import { defineTaskCommand } from './define-command.ts';

interface SweepOwnOptions extends BackendOptions {
  readonly data: string;
  readonly models: string;
  readonly seeds: string;
  readonly json: boolean;
  readonly out: string;
}

/**
 * `sweep`: trains every combination of models, choices and seeds, and compares them.
 *
 * @param owner the words that call it, which its help and its errors begin with
 */
export function sweepCommand<T extends TaskTypes, Where>(
  command: CommandTask<T, Where>,
  terminal: Terminal,
  owner = `${command.task.name} sweep`,
): CommandDef {
  const { task } = command;
  type Values = SweepOwnOptions & Where & T['choices'];
  const { models, seeds } = task.sweep.defaults;
  const options = {
    models: textOption({
      hint: 'NAME,…',
      help: `What to compare (${models.join(',')}): ${task.recipes.map(({ name }) => name).join(', ')}`,
    }),
    ...dataOptions(command),
    ...severalOf(task),
    seeds: textOption({ hint: 'N,…', help: `Every setting is trained with each (${seeds.join(',')})` }),
    ...BACKEND_OPTIONS,
    ...JSON_OPTION,
    out: textOption({ hint: 'DIR', help: 'Where to write the table, the chart and the report' }),
  } as unknown as OptionTable<Values>;
  return defineTaskCommand<Values>({
    owner,
    help: 'Train a grid of settings and compare them',
    options,
    words: dataWords(task),
    wordsHint: dataHint(task),
    async run(values, signal, typed) {
      const { out, json, backend: name, threads } = values;
      const data = dataOf(task, values.data, typed);
      const grid = gridOf(task, owner, typed);
      const settings = sweepSettings(task, grid);
      if (out !== undefined) await prepareOutputFolder(out);
      const where = pickOptions<Where>(values as Partial<Where>, command.where);
      const source = await command.openSource(data, where, { terminal, signal });
      const backend = await openBackend({ name, threads });
      const report = json ? jsonReport(task, terminal) : lineReport(task, terminal);
      try {
        const runs = await runSweep(task, {
          backend,
          source,
          settings,
          seeds: grid.seeds,
          signal,
          onRun: report.run,
        });
        const groups = summarizeSweep(task.sweep.measure, runs);
        if (out !== undefined) await writeSweep(out, task, runs, groups);
        report.end(runs, groups, out);
      } finally {
        await backend.dispose();
      }
    },
  });
}

/** The choices of a task, of which several values may be typed where a choice allows it. */
function severalOf<T extends TaskTypes>(task: Task<T>): Record<string, AnyOption> {
  return Object.fromEntries(
    Object.entries(task.choices as unknown as Record<string, AnyOption>).map(([name, option]) => {
      if (option.kind === 'switch' || !option.several) return [name, option];
      const usual = task.sweep.defaults.choices[name as keyof T['choices']];
      const help = usual ? `${option.help} (${usual.join(',')})` : option.help;
      return [name, textOption({ flag: flagOf(name, option), hint: `${option.hint},…`, help })];
    }),
  );
}

function gridOf<T extends TaskTypes>(task: Task<T>, owner: string, typed: Typed): SweepGrid<T> {
  const { defaults } = task.sweep;
  const list = <Value>(flag: string, option: Parameters<typeof readList<Value>>[3]) =>
    typed[flag] === undefined ? undefined : readList<Value>(owner, flag, typed[flag], option);
  const recipes = (list<string>('models', textOption({ hint: '', help: '' })) ?? defaults.models).map(
    (name) => findRecipe(task, name, '--models'),
  );
  const choices: Record<string, readonly unknown[]> = {};
  for (const [name, option] of Object.entries(task.choices as unknown as Record<string, AnyOption>)) {
    const flag = flagOf(name, option);
    const value = typed[flag];
    const values =
      value === undefined
        ? (defaults.choices[name as keyof T['choices']] as readonly unknown[] | undefined)
        : option.kind === 'switch'
          ? [value === true]
          : option.several
            ? readList(owner, flag, value, option)
            : [value];
    if (!values) continue;
    if (
      value !== undefined &&
      recipes.every((recipe) => !task.takes(recipe, name as keyof T['choices'] & string))
    ) {
      throw new RangeError(
        `--${flag}: none of these models has it to choose. Leave it out, or add one to --models.`,
      );
    }
    choices[name] = values;
  }
  return {
    recipes,
    choices: choices as SweepGrid<T>['choices'],
    seeds: list('seeds', numberOption(count(), { help: '' })) ?? defaults.seeds,
  };
}

interface SweepReport<T extends TaskTypes> {
  run(run: SweepRun<T>, done: number, total: number): void;
  end(runs: readonly SweepRun<T>[], groups: readonly SweepGroup[], out: string | undefined): void;
}

/** JSON lines: `run` for each run, then `result` with the means. */
function jsonReport<T extends TaskTypes>(
  { sweep: { measure } }: Task<T>,
  terminal: Terminal,
): SweepReport<T> {
  const write = (event: string, data: object) => terminal.out(eventLine(event, data));
  return {
    run({ result: { history: _, ...result } }, done, total) {
      write('run', { done, total, ...result });
    },
    end([first], groups) {
      const { result } = first!;
      write('result', {
        dataset: result.dataset,
        ...measure.baselineResult(result),
        groups: groups.map((group) => groupResult(measure, group)),
      });
    },
  };
}

/** A line a run, then the table. */
function lineReport<T extends TaskTypes>(task: Task<T>, terminal: Terminal): SweepReport<T> {
  const { measure } = task.sweep;
  const { samples } = task.report;
  return {
    run({ setting, result }, done, total) {
      const { model, trainSamples, seed, seconds } = result;
      const test = (result as unknown as Record<string, number>)[measure.test]!;
      const about = [
        ...Object.entries(setting.choices).flatMap(([name, value]) =>
          name === 'trainSamples'
            ? []
            : [typeof value === 'number' ? `${value} ${spaced(name)}` : `${value}`],
        ),
        `${trainSamples} ${samples}`,
        `seed ${seed}`,
      ];
      const remark = measure.remark(result);
      terminal.err(
        `${done}/${total}  ${model}, ${about.join(', ')}: ${measure.label} ${test.toFixed(4)}, ${seconds.toFixed(1)} s${remark === '' ? '' : `, ${remark}`}\n`,
      );
    },
    end: (runs, groups, out) => terminal.out(sweepText(task, runs[0]!.result, groups, out)),
  };
}

/** The means for a person: a line a setting, and what is ahead where. */
function sweepText<T extends TaskTypes>(
  { report: { samples }, sweep: { measure } }: Task<T>,
  result: T['result'],
  groups: readonly SweepGroup[],
  folder: string | undefined,
): string {
  const columns = [
    { name: 'model' },
    { name: `training ${samples}` },
    { name: 'runs' },
    ...['validation', 'test', 'lowest', 'highest'].map((name) => ({ name, decimals: 3 })),
    { name: 'seconds', decimals: 1 },
  ];
  const rows = groups.map((group) => [
    group.series,
    group.trainSamples,
    group.runs,
    group.validation,
    group.test,
    group.lowest,
    group.highest,
    group.seconds,
  ]);
  const none = Number.NaN; // the table shows a dash
  const { name, value } = measure.baseline(result);
  return [
    `\n${measure.axis.replace(/^./, (letter) => letter.toUpperCase())} on ${result.testSamples} test ${samples} of ${result.dataset}, means over the runs`,
    '',
    tableText(columns, [...rows, [name, none, none, none, value, none, none, none]], {
      baselineRow: rows.length,
    }),
    '',
    ...sweepLeaders(measure, groups).map(
      ({ trainSamples, series, test, clear }) =>
        `with ${trainSamples} ${samples} ${series} is ahead (${test.toFixed(3)})` +
        (clear ? '' : ', but not with every seed'),
    ),
    ...(folder === undefined ? [] : [`written to ${folder}`]),
    '',
  ].join('\n');
}

/** Writes `sweep.csv`, `sweep.svg` and `index.html`, all or none. */
async function writeSweep<T extends TaskTypes>(
  folder: string,
  task: Task<T>,
  runs: readonly SweepRun<T>[],
  groups: readonly SweepGroup[],
): Promise<void> {
  const { measure } = task.sweep;
  const { result } = runs[0]!;
  const { samples } = task.report;
  const chart = { measure, samples, dataset: result.dataset, baseline: measure.baseline(result) };
  await writeFolder(folder, async (staging) => {
    await writeFile(join(staging, 'sweep.csv'), delimited(sweepTable(measure, runs), ','));
    await writeFile(join(staging, 'sweep.svg'), sweepChart(groups, chart));
    await writeFile(join(staging, 'index.html'), sweepPage(task, runs, groups));
    return ['sweep.csv', 'sweep.svg', 'index.html'];
  });
}
