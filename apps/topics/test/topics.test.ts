import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '@seqloom/tasks/node';
import { fakeTerminal } from '@seqloom/tasks/testing';
import { describe, expect, it } from 'vitest';
import { topicsCommand } from '../src/cli.ts';

const has = (file: string) => existsSync(join(process.env.SEQLOOM_DATA ?? '/nowhere', file));
const skipped = (title: string, file: string) =>
  has(file) ? title : `${title}: skipped, SEQLOOM_DATA has no ${file}`;

async function train(...argv: string[]) {
  const terminal = fakeTerminal();
  const words = ['train', '--model', 'bag', '--threads', '1', '--json', ...argv];
  const code = await runCommand(topicsCommand, words, terminal);
  expect([code, terminal.written.err]).toEqual([0, '']);
  return JSON.parse(terminal.written.out.trimEnd().split('\n').at(-1)!);
}

describe('topics', () => {
  it('tells the six bundled topics apart', async () => {
    const { scores, testSamples, testAccuracy, baselineAccuracy, dataset } = await train('--epochs', '8');
    expect([dataset, testSamples]).toEqual(['bundled-topics', 262]);
    const labels = scores.perClass.map(({ label }: { label: string }) => label);
    expect(labels).toEqual(['astronomy', 'cooking', 'gardening', 'money', 'music', 'sport']);
    expect(baselineAccuracy).toBeLessThan(0.2);
    expect(testAccuracy).toBeGreaterThan(0.8);
    expect(scores.microF1).toBeCloseTo(testAccuracy, 6);
  });

  it('names what it knows when a name is unknown', async () => {
    const terminal = fakeTerminal();
    await runCommand(topicsCommand, ['train', '--model', 'bag', '--data', 'agnews'], terminal);
    expect(terminal.written.err).toBe(
      'agnews: no such file, folder or data set. Give a path, or one of: bundled, ag-news, ag-news-test, reuters.\n',
    );
  });

  const agNews = 'ag_news_test_7600.csv.gz';
  it.skipIf(!has(agNews))(
    skipped('reaches 0.86 on a fifth of AG News', agNews),
    async () => {
      const options = '--data ag-news-test --fold 1/5 --words 20000 --epochs 3 --dropout 0.3';
      const { testAccuracy, testSamples } = await train(...options.split(' '));
      expect(testSamples).toBe(1520);
      expect(testAccuracy).toBeGreaterThanOrEqual(0.86);
    },
    60_000,
  );

  const reuters = 'reuters21578.tar.gz';
  it.skipIf(!has(reuters))(
    skipped('tells the ten largest topics of Reuters apart', reuters),
    async () => {
      const { scores, testSamples, testAccuracy, baselineAccuracy } = await train(
        '--data',
        'reuters',
        '--epochs',
        '3',
      );
      expect([testSamples, scores.perClass.length]).toEqual([2545, 10]);
      expect(scores.perClass[0].label).toBe('earn');
      expect(baselineAccuracy).toBeLessThan(0.45);
      expect(testAccuracy).toBeGreaterThan(0.9);
      expect(scores.microF1).toBeCloseTo(testAccuracy, 6); // one answer a text
    },
    60_000,
  );
});
