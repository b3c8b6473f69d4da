import { runCommand } from '@seqloom/tasks/node';
import { fakeTerminal } from '@seqloom/tasks/testing';
import { describe, expect, it } from 'vitest';
import { questionsTask } from '../src/cli.ts';

async function train(...argv: string[]) {
  const terminal = fakeTerminal();
  const code = await runCommand(questionsTask, ['train', '--threads', '1', '--json', ...argv], terminal);
  expect([code, terminal.written.err]).toEqual([0, '']);
  return JSON.parse(terminal.written.out.trimEnd().split('\n').at(-1)!);
}

describe('questions', () => {
  it('answers about unseen stories, also longer ones; a bag of words does not', async () => {
    const reader = await train(
      ...'--model asked-reader --train-samples 5000 --epochs 6 --units 32'.split(' '),
    );
    expect(reader.testAccuracy).toBeGreaterThanOrEqual(0.98);
    expect(reader.longestTrained).toBe(8);
    expect(reader.longer.map(({ sentences }: { sentences: number }) => sentences)).toEqual([12, 16, 20, 30]);
    expect(reader.longer[0].accuracy).toBeGreaterThan(0.95);
    const bag = await train('--model', 'bag', '--epochs', '3');
    expect(bag.testAccuracy).toBeLessThan(0.6);
    expect(bag.testAccuracy).toBeGreaterThan(bag.baselineAccuracy);
  }, 240_000);

  it('names what it knows when a name is unknown', async () => {
    const terminal = fakeTerminal();
    await runCommand(questionsTask, ['train', '--model', 'bag', '--data', 'three-facts'], terminal);
    expect(terminal.written.err).toBe(
      'three-facts: no such file or data set. Give a path, or one of: bundled, two-facts.\n',
    );
  });
});
