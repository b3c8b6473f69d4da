#!/usr/bin/env node
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitCodeOf, openBackend, processTerminal } from '@seqloom/tasks/node';
import { ettOptions } from '@seqloom/timeseries';
import { readCsvFile } from '@seqloom/timeseries/node';
import { ETT_MODELS, type EttErrors, simpleRules, trainOnEtt } from './long-horizon/train-ett.ts';

const HELP = `pnpm ett [FILE] [--model segment-gru|dlinear] [--horizon N] [--seed N,…] [--epochs N] [--backend NAME] [--threads N]
The public benchmark of long horizons: forecasts all seven columns of an ETT file for the next N rows (96), after windows of the past, and
measures on every window of the test part. FILE is ETTh1.csv.gz in the folder of SEQLOOM_DATA where none is named.
`;

const terminal = processTerminal();
const argv = process.argv.slice(2);
process.exitCode = await exitCodeOf(terminal, argv, async () => {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      model: { type: 'string', default: 'segment-gru' },
      horizon: { type: 'string', default: '96' },
      seed: { type: 'string', default: '1' },
      epochs: { type: 'string' },
      backend: { type: 'string' },
      threads: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return terminal.out(HELP);
  const { model: name } = values;
  const names = Object.keys(ETT_MODELS);
  if (!names.includes(name))
    throw new RangeError(`--model: must be one of ${names.join(', ')}, got '${name}'.`);
  const settings = ETT_MODELS[name as keyof typeof ETT_MODELS];
  const epochs = values.epochs === undefined ? settings.epochs : positive('epochs', values.epochs);
  const horizon = positive('horizon', values.horizon);
  const seeds = values.seed.split(',').map((seed) => positive('seed', seed));
  const threads = values.threads === undefined ? undefined : positive('threads', values.threads);

  const table = await readCsvFile(fileOf(positionals), ettOptions());
  const backend = await openBackend({ name: values.backend, threads });
  try {
    for (const [rule, errors] of Object.entries(simpleRules(table, horizon))) {
      terminal.out(`${rule}: test ${errorsText(errors)}\n`);
    }
    for (const seed of seeds) {
      const { windows, parameters, seconds, validation, test } = await trainOnEtt(
        table,
        { ...settings, epochs },
        {
          horizon,
          seed,
          onEpoch: (epoch, loss, valLoss) =>
            terminal.err(
              `epoch ${epoch}/${epochs}  ${settings.loss} ${loss.toFixed(4)}  validation ${valLoss.toFixed(4)}\n`,
            ),
        },
      );
      terminal.out(
        `${name}, seed ${seed}: test ${errorsText(test)}, validation ${errorsText(validation)}; ${windows.train} windows train, ` +
          `${windows.validation} validate, ${windows.test} test; ${parameters} parameters, ${seconds.toFixed(0)} s (${backend.name}, ${backend.threads} threads)\n`,
      );
    }
  } finally {
    await backend.dispose();
  }
});

function fileOf([file]: readonly string[]): string {
  if (file !== undefined) return file;
  const folder = process.env.SEQLOOM_DATA;
  if (folder !== undefined) return join(folder, 'ETTh1.csv.gz');
  throw new RangeError('FILE: is missing. Name ETTh1.csv, or set SEQLOOM_DATA to the folder that has it.');
}

function positive(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new RangeError(`--${option}: must be a positive integer, got '${text}'.`);
}

function errorsText({ mse, mae }: EttErrors): string {
  return `MSE ${mse.toFixed(4)}, MAE ${mae.toFixed(4)}`;
}
