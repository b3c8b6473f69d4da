import { type ArgsDef, type CommandDef, defineCommand } from 'citty';
import { expect, test } from 'vitest';
import {
  checkOptions,
  dispatch,
  integerOption,
  type Options,
  requiredText,
  shareOption,
} from '../src/index.ts';

const ARGS = { seed: { type: 'string' }, 'skip-bad-rows': { type: 'boolean' } } as const;

async function run(...argv: string[]): Promise<{ readonly seen: Options[]; readonly printed: string }> {
  const seen: Options[] = [];
  let printed = '';
  const command: CommandDef = defineCommand({
    meta: { name: 'train', description: 'Train a model' },
    args: ARGS as ArgsDef,
    run: ({ args }) => {
      checkOptions(args, ARGS);
      seen.push(args);
    },
  });
  const app = { name: 'weather', description: 'What will it be?', commands: { train: command } };
  await dispatch(app, argv, (text) => {
    printed += text;
  });
  return { seen, printed };
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

test('unknown commands, options and words are refused with the list of those there are', async () => {
  await expect(run('trian')).rejects.toThrow("weather: no command 'trian'. Commands: train.");
  await expect(run('toString')).rejects.toThrow("no command 'toString'");
  await expect(run('train', '--sede', '7')).rejects.toThrow(
    '--sede: no such option. Options: --seed, --skip-bad-rows.',
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
