import { findRecipe, trainTask } from '@seqloom/tasks';
import { openBackend, runCommand } from '@seqloom/tasks/node';
import { fakeTerminal } from '@seqloom/tasks/testing';
import { describe, expect, it } from 'vitest';
import { weatherCommand } from '../src/weather.ts';

async function run(...argv: string[]) {
  const terminal = fakeTerminal();
  const code = await runCommand(weatherCommand, argv, terminal);
  return { code, ...terminal.written };
}

describe('weather', () => {
  it.each([
    [
      ['rain'],
      "weather: no command 'rain'. Did you mean 'train'? Commands: train, sweep, evaluate, forecast.",
    ],
    [['train'], '--model: is missing.'],
    [
      ['train', '--model', 'rnn'],
      "--model: there is no model 'rnn'. Models: persistence, ridge, dense, gru, ",
    ],
    [
      ['train', '--model', 'gru', '--data', 'mnist'],
      'mnist: no such file or data set. Give a path, or one of: bundled, jena.',
    ],
    [
      ['train', '--model', 'gru', '--target', 'tide'],
      'there is no column "tide" to forecast. Columns of numbers: "prec',
    ],
    [['train', '--model', 'gru', '--where', 'weather'], "--where: expected COLUMN=VALUE, got 'weather'."],
    [
      ['train', '--model', 'gru', '--where', 'sky=sun'],
      'there is no column "sky". Columns: "precipitation", ',
    ],
    [['train', '--model', 'gru', '--where', 'weather=hail'], 'column "weather" has no value "hail".'],
    [
      ['train', '--model', 'gru', '--lookback', '0'],
      'weather train: --lookback must be a positive integer, got 0.',
    ],
    [
      ['train', '--model', 'gru', '--lookback', '7', '--step', '2'],
      '--lookback: 7 is no multiple of --step 2.',
    ],
    [['train', '--model', 'gru', '--lookback', '5000'], 'a window and its target span 5003 rows'],
    [
      ['train', '--model', 'gru', '--delay', '-1'],
      'weather train: --delay must be an integer from 0 on, got -1.',
    ],
    [
      ['train', '--model', 'gru', '--delimiter', ';;'],
      '--delimiter: expected one character such as ";", tab or whitespace, got \';;\'.',
    ],
    [['train', '--model', 'gru', '--backend', 'cuda'], "no backend is named 'cuda'. Registered: wasm, node."],
    [['train', '--model', 'gru', '--maxlen', '9'], '--maxlen: no such option. Options: --model, --data, '],
    [['forecast', '--data', 'bundled'], '--model-file: is missing.'],
    [['evaluate', '--model-file', 'none.safetensors'], '--model-file: none.safetensors is no file.'],
  ])('answers %j with one readable line and exit code 1', async (argv, message) => {
    const { code, out, err } = await run(...argv);
    expect(err).toContain(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(1);
  });
});

describe('the bundled series', () => {
  it('is beaten by a GRU: persistence by 15 %, and within 3 % of ridge', async () => {
    const backend = await openBackend({ threads: 1 });
    try {
      const signal = new AbortController().signal;
      const source = await weatherCommand.openSource('bundled', {}, { terminal: fakeTerminal(), signal });
      const { task } = weatherCommand;
      const { result, model } = await trainTask(task, {
        backend,
        source,
        recipe: findRecipe(task, 'gru'),
        seed: 2,
      });
      model.model.dispose();
      const ridge = result.baselines.find(({ name }) => name === 'ridge')!;
      expect(result.unit).toBe('°C');
      expect(result.skill).toBeGreaterThan(0.15);
      expect(result.testMae).toBeLessThan(1.03 * ridge.testMae);
    } finally {
      await backend.dispose();
    }
  }, 90_000);
});
