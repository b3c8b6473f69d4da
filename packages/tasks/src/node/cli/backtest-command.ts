import { positiveInteger } from '@seqloom/options';
import type { CommandDef } from 'citty';
import { numberOption, type OptionTable, switchOption, textOption } from '../../options/command-option.ts';
import { BACKTEST_MODELS, BACKTEST_ORIGINS } from '../../series/backtest/backtest-forecast.ts';
import { backtestSeries } from '../../series/backtest/backtest-series.ts';
import { backtestRows, backtestText } from '../../series/backtest/backtest-text.ts';
import type { SeriesTypes } from '../../series/run.ts';
import { FORECAST_CHOICES, type SeriesChoices } from '../../series/series-choices.ts';
import { fileNotices } from '../../series/series-notices.ts';
import { timeText } from '../../series/time-texts.ts';
import type { CommandTask } from '../command-task.ts';
import type { SeriesWhere } from '../series-command.ts';
import { eventLine } from '../terminal/event-line.ts';
import { openBackend } from '../terminal/open-backend.ts';
import { prepareTableFile, writeTable } from '../terminal/table-file.ts';
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
  SEED_OPTION,
} from './common-options.ts';
import { defineTaskCommand } from './define-command.ts';

interface BacktestOwnOptions extends BackendOptions {
  readonly data: string;
  readonly models: string;
  readonly origins: number;
  readonly every: number;
  readonly refit: boolean;
  readonly seed: number;
  readonly json: boolean;
  readonly out: string;
}

const OWN_OPTIONS: OptionTable<Pick<BacktestOwnOptions, 'models' | 'origins' | 'every' | 'refit'>> = {
  models: textOption({ hint: 'NAME,…', help: `What to compare (${BACKTEST_MODELS.join(',')})` }),
  origins: numberOption(positiveInteger(), {
    help: `From how many points in time rows are forecast, the last one a horizon before the end (${BACKTEST_ORIGINS})`,
  }),
  every: numberOption(positiveInteger(), { help: 'Rows from one of them to the next (the horizon)' }),
  refit: switchOption({
    help: 'Learn again from the rows before each of them (on)',
    negativeHelp: 'Learn once, from the rows before the first of them',
  }),
};

/** `backtest`: forecasts from several points in time, each from earlier rows only, as a table of errors by origin and by step. */
export function backtestCommand(
  command: CommandTask<SeriesTypes, SeriesWhere>,
  terminal: Terminal,
): CommandDef {
  const { task } = command;
  type Values = BacktestOwnOptions & SeriesWhere & SeriesChoices;
  const { multiStep: _, quantiles: __, ...choices } = FORECAST_CHOICES;
  const options = {
    ...OWN_OPTIONS,
    ...dataOptions(command),
    ...choices,
    ...SEED_OPTION,
    ...BACKEND_OPTIONS,
    ...JSON_OPTION,
    out: textOption({
      hint: 'FILE',
      help: 'Where to write the errors of every model, origin and step: .csv, .tsv or .jsonl',
    }),
  } as unknown as OptionTable<Values>;
  return defineTaskCommand<Values>({
    owner: 'seqloom backtest',
    help: 'Forecast from several points in time, each from earlier rows only, and compare with what came',
    options,
    words: dataWords(task),
    wordsHint: dataHint(task),
    async run(values, signal, typed) {
      const {
        out,
        json,
        backend: name,
        threads,
        seed = 1,
        origins = BACKTEST_ORIGINS,
        every,
        refit = true,
      } = values;
      const data = dataOf(task, values.data, typed);
      if (out !== undefined) await prepareTableFile(out);
      const where = pickOptions<SeriesWhere>(values as Partial<SeriesWhere>, command.where);
      const source = await command.openSource(data, where, { terminal, signal });
      const notices = fileNotices(source.table);
      if (!json) for (const notice of notices) terminal.err(`${notice}\n`);
      const backend = await openBackend({ name, threads });
      try {
        const result = await backtestSeries(source, {
          choices: pickOptions<SeriesChoices>(values as Partial<SeriesChoices>, FORECAST_CHOICES),
          models: values.models?.split(',') ?? BACKTEST_MODELS,
          origins,
          every,
          refit,
          seed,
          signal,
          onOrigin: (done, total, time) =>
            json
              ? terminal.out(eventLine('origin', { done, total, time: new Date(time).toISOString() }))
              : terminal.err(`${done}/${total}  ${timeText(time)}\n`),
        });
        if (out !== undefined) await writeTable(out, backtestRows(result));
        const iso = result.origins.map((origin) => ({
          ...origin,
          time: new Date(origin.time).toISOString(),
        }));
        terminal.out(json ? eventLine('result', { ...result, origins: iso, notices }) : backtestText(result));
      } finally {
        await backend.dispose();
      }
    },
  });
}
