import { count, numberIn } from '@seqloom/options';
import { afterEach, expect, test } from 'vitest';
import { didYouMean } from '../src/did-you-mean.ts';
import { shellWord } from '../src/index.ts';
import { required } from '../src/node/cli/common-options.ts';
import { defineTaskCommand } from '../src/node/cli/define-command.ts';
import { dispatch } from '../src/node/terminal/dispatch.ts';
import { fakeTerminal } from '../src/node/testing/fake-terminal.ts';
import { numberOption, type OptionTable, switchOption, textOption } from '../src/options/command-option.ts';
import { optionsTable, readList, wordsOf } from '../src/options/read-options.ts';

interface Values {
  readonly seed: number;
  readonly learningRate: number;
  readonly skipBadRows: boolean;
  readonly target: string;
}

const OPTIONS: OptionTable<Values> = {
  seed: numberOption(count(), { help: 'Decides weights (1)' }),
  learningRate: numberOption(numberIn({ above: 0, below: 1 }), {
    flag: 'rate',
    hint: 'RATE',
    help: 'Size of a step',
  }),
  skipBadRows: switchOption({ help: 'Leave them out', negativeHelp: 'Stop at the first' }),
  target: textOption({ hint: 'A|B', help: 'What to forecast' }),
};

let color = false;
afterEach(() => {
  color = false;
});

async function run(
  ...argv: string[]
): Promise<{ readonly seen: Partial<Values>[]; readonly printed: string }> {
  const seen: Partial<Values>[] = [];
  const terminal = { ...fakeTerminal(), color };
  const command = defineTaskCommand<Values>({
    owner: 'weather train',
    help: 'Train a model',
    options: OPTIONS,
    wordsHint: 'FILE',
    run: async (values) => void seen.push(values),
  });
  const app = {
    name: 'weather',
    description: 'What will it be?',
    version: '1.2.3',
    commands: { train: command },
  };
  await dispatch(app, argv, terminal);
  return { seen, printed: terminal.written.out };
}

test('the first word names the command, which gets the options after it', async () => {
  const { seen } = await run('train', '--seed', '7', '--skip-bad-rows');
  expect(seen).toEqual([{ seed: 7, skipBadRows: true }]);
  expect((await run('train', '--no-skip-bad-rows', '--rate=0.25', '--target', 'T (°C)')).seen).toEqual([
    { learningRate: 0.25, skipBadRows: false, target: 'T (°C)' },
  ]);
});

test('help is printed for the app, also without any word, and for a command; nothing runs', async () => {
  for (const argv of [[], ['--help'], ['-h']])
    expect((await run(...argv)).printed).toContain('What will it be?');
  const { seen, printed } = await run('train', '--help');
  expect(printed).toContain('--seed');
  expect(printed).toContain('weather train FILE [OPTIONS]');
  expect(seen).toEqual([]);
});

test('the version is printed with the name', async () => {
  expect((await run('--version')).printed).toBe('weather 1.2.3\n');
});

test('help has no colours where nobody sees them', async () => {
  const colors = '\u001b[';
  for (const argv of [['--help'], ['train', '--help']]) {
    color = false;
    expect((await run(...argv)).printed).not.toContain(colors);
    color = true;
    const { printed } = await run(...argv);
    // citty itself leaves colours out under CI and NO_COLOR
    if (!process.env.CI && !process.env.TEST && !process.env.NO_COLOR) expect(printed).toContain(colors);
  }
});

test.each([
  ['trian', " Did you mean 'train'?"],
  ['evaulate', " Did you mean 'evaluate'?"],
  ['eval', " Did you mean 'evaluate'?"],
  ['swep', " Did you mean 'sweep'?"],
  ['t', ''],
  ['toString', ''],
  ['x'.repeat(1000), ''],
])('of the word %s the near name is found, if there is one', (word, sentence) => {
  expect(didYouMean(word, ['train', 'sweep', 'evaluate', 'predict'])).toBe(sentence);
});

test('a value becomes one word of a command line', () => {
  const words = ['a.tsv', "it's.tsv", 'my own data/r.tsv', 'a; touch b', 'origin=JFK', '', 'größe.tsv'];
  expect(words.map(shellWord)).toEqual([
    'a.tsv',
    "'it'\\''s.tsv'",
    "'my own data/r.tsv'",
    "'a; touch b'",
    'origin=JFK',
    "''",
    "'größe.tsv'",
  ]);
});

test('unknown commands, options and words are refused with the list of those there are', async () => {
  await expect(run('trian')).rejects.toThrow(
    "weather: no command 'trian'. Did you mean 'train'? Commands: train.",
  );
  await expect(run('toString')).rejects.toThrow("no command 'toString'");
  await expect(run('train', '--sede', '7')).rejects.toThrow(
    "--sede: no such option. Did you mean '--seed'? Options: --seed, --rate, --skip-bad-rows, --target.",
  );
  await expect(run('train', 'gru')).rejects.toThrow("'gru' belongs to no option.");
});

test.each([
  [['--seed', '-1'], 'weather train: --seed must be an integer from 0 on, got -1.'],
  [['--seed', '1.5'], 'weather train: --seed must be an integer from 0 on, got 1.5.'],
  [['--seed', '1e3'], 'weather train: --seed must be an integer from 0 on, got "1e3".'],
  [['--seed', '0x10'], 'weather train: --seed must be an integer from 0 on, got "0x10".'],
  [['--seed', 'seven'], 'weather train: --seed must be an integer from 0 on, got "seven".'],
  [
    ['--seed', '99999999999999999999'],
    'weather train: --seed must be an integer from 0 on, got 100000000000000000000.',
  ],
  [['--seed', ''], '--seed: needs a value.'],
  [['--rate', '1'], 'weather train: --rate must be a finite number above 0 and below 1, got 1.'],
])('numbers are read strictly, by the rule of the option: %j', async (argv, message) => {
  await expect(run('train', ...argv)).rejects.toThrow(message);
});

test('an option that must be given is asked for with an example', () => {
  expect(() => required(undefined, 'model', 'gru')).toThrow(
    '--model: is missing. Give it, for instance --model gru.',
  );
});

test('a sweep reads several values of an option', () => {
  const list = (text: string) => readList('weather sweep', 'seed', text, numberOption(count(), { help: '' }));
  expect(list('3')).toEqual([3]);
  expect(list('3, 1,2')).toEqual([3, 1, 2]);
  expect(() => list('1,,2')).toThrow("--seed must be values with commas between them, got '1,,2'.");
  expect(() => list('1,2,1')).toThrow("--seed has '1' twice.");
  expect(() => list('1,x')).toThrow('--seed must be an integer from 0 on, got "x".');
});

test('from the same table come the words that repeat a run and the table of a README', () => {
  const values = { seed: 3, skipBadRows: false, target: 'a b', learningRate: 0.5 };
  expect(wordsOf<Values>(values, OPTIONS, shellWord)).toEqual([
    '--seed 3',
    '--rate 0.5',
    '--no-skip-bad-rows',
    "--target 'a b'",
  ]);
  expect(optionsTable(OPTIONS)).toBe(
    [
      '| option | |',
      '|---|---|',
      '| `--seed N` | Decides weights (1) |',
      '| `--rate RATE` | Size of a step |',
      '| `--skip-bad-rows` | Leave them out |',
      '| `--target A\\|B` | What to forecast |',
      '',
    ].join('\n'),
  );
});
