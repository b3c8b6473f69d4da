import { type ArgsDef, type CommandDef, defineCommand } from 'citty';
import { afterEach, expect, test } from 'vitest';
import { didYouMean, shellWord } from '../src/index.ts';
import {
  checkOptions,
  dispatch,
  integerOption,
  type Options,
  requiredText,
  shareOption,
} from '../src/node/index.ts';
import { fakeTerminal } from '../src/node/testing/fake-terminal.ts';

const ARGS = { seed: { type: 'string' }, 'skip-bad-rows': { type: 'boolean' } } as const;

let color = false;
afterEach(() => {
  color = false;
});

async function run(...argv: string[]): Promise<{ readonly seen: Options[]; readonly printed: string }> {
  const seen: Options[] = [];
  const terminal = { ...fakeTerminal(), color };
  const command: CommandDef = defineCommand({
    meta: { name: 'train', description: 'Train a model' },
    args: ARGS as ArgsDef,
    run: ({ args }) => {
      checkOptions(args, ARGS);
      seen.push(args);
    },
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
  expect(seen).toHaveLength(1);
  expect(integerOption(seen[0]!, 'seed')).toBe(7);
  expect(seen[0]!['skip-bad-rows']).toBe(true);
});

test('help is printed for the app, also without any word, and for a command; nothing runs', async () => {
  for (const argv of [[], ['--help'], ['-h']])
    expect((await run(...argv)).printed).toContain('What will it be?');
  const { seen, printed } = await run('train', '--help');
  expect(printed).toContain('--seed');
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
    "--sede: no such option. Did you mean '--seed'? Options: --seed, --skip-bad-rows.",
  );
  await expect(run('train', 'gru')).rejects.toThrow("'gru' belongs to no option.");
});

test('numbers are read strictly, and messages say what was typed', () => {
  expect(integerOption({ seed: '0' }, 'seed', 0)).toBe(0);
  expect(integerOption({}, 'seed')).toBeUndefined();
  for (const bad of ['', '0', '-1', '1.5', '1e3', 'x', '99999999999999999999']) {
    expect(() => integerOption({ seed: bad }, 'seed')).toThrow(/--seed: /);
  }
  expect(shareOption({ part: '0.25' }, 'part')).toBe(0.25);
  for (const bad of ['0', '1', 'x']) expect(() => shareOption({ part: bad }, 'part')).toThrow(`got '${bad}'`);
  expect(() => requiredText({}, 'model', '--model gru')).toThrow(
    '--model: is missing. Give it, for instance --model gru.',
  );
});
