import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveTensors } from '@seqloom/backend';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { translationTask } from '../../src/index.ts';
import { runCommand, translationCommand } from '../../src/node/index.ts';
import { fakeTerminal } from '../../src/node/testing/fake-terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'seqloom-pairs-'));
const data = join(folder, 'pairs.tsv');
afterAll(() => rmSync(folder, { recursive: true }));

// A language of its own: verbs are words, objects change places with them.
const VERBS = ['see', 'hear', 'want', 'like', 'know', 'hate'];
const NOUNS = ['dogs', 'cats', 'cars', 'ships', 'birds', 'trees', 'songs', 'books'];
beforeAll(() => {
  const lines = VERBS.flatMap((verb) =>
    NOUNS.flatMap((noun) => [
      `I ${verb} ${noun} now.\tadesso ${noun}a ${verb}o .`,
      `We ${verb} ${noun} now.\tadesso ${noun}a ${verb}amo .`,
    ]),
  );
  writeFileSync(data, lines.join('\n'));
});

const command = translationCommand({
  task: translationTask({
    name: 'translation',
    holds: 'a model that translates',
    question: 'What is it in the other language?',
    subject: 'Pairs',
    named: [],
  }),
  description: 'What is it in the other language?',
  version: '1.0.0',
  data: { hint: 'PATH', help: 'Pairs' },
  named: [],
});

async function run(...argv: string[]) {
  const terminal = fakeTerminal();
  const code = await runCommand(command, argv, terminal);
  return { code, ...terminal.written };
}

const SMALL =
  '--units 24 --embedding-size 12 --epochs 25 --batch 8 --learning-rate 0.01 --dropout 0.1 --threads 1';
const train = (model: string, ...more: string[]) =>
  run('train', '--model', model, '--data', data, ...SMALL.split(' '), ...more);

describe('a task of translating', () => {
  test('learns a small language with attention, and translates from the file', async () => {
    const before = liveTensors();
    const out = join(folder, 'out');
    const { code, err, out: said } = await train('attention', '--json', '--out', out);
    expect([code, err]).toEqual([0, '']);
    const { result, ...rest } = JSON.parse(said.trimEnd().split('\n').at(-1)!);
    const { greedyBleu, beamBleu, baselineBleu, shown, testSamples } = result ?? rest;
    expect(testSamples).toBe(10);
    expect(beamBleu).toBeGreaterThan(60);
    expect(greedyBleu).toBeGreaterThan(60);
    expect(baselineBleu).toBeLessThan(45);
    expect(shown).toHaveLength(10);
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    for (const { source, translation, references } of shown)
      expect(page).toContain(`<td>${source}</td><td>${translation} (${references[0]})</td>`);

    const file = join(out, 'model.safetensors');
    const predicted = await run(
      'predict',
      '--model-file',
      file,
      '--threads',
      '1',
      'We hear songs now.',
      'xyzzy plugh',
    );
    const [first, second] = predicted.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first.translation).toMatch(/^adesso songsa hear/);
    expect(second).toEqual({ line: 2, translation: null, knownWords: 0 });
    const evaluated = await run('evaluate', '--model-file', file, '--data', data, '--threads', '1', '--json');
    expect(JSON.parse(evaluated.out).beamBleu).toBe(beamBleu);
    expect(liveTensors()).toBe(before);
  }, 60_000);

  test('the encoder’s last states alone learn it, more slowly', async () => {
    const { out } = await train('lstm', '--json');
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const losses = events.filter(({ event }) => event === 'epoch').map(({ valLoss }) => valLoss);
    expect(losses.at(-1)).toBeLessThan(0.5 * losses[0]);
    expect(events.at(-1)).toMatchObject({ event: 'result', model: 'lstm', beams: 5 });
  }, 60_000);

  test('ends in one line for a file that holds no pairs, and a file that is not there', async () => {
    const bad = join(folder, 'bad.tsv');
    writeFileSync(bad, 'Go.\tVa !\nHi.\t\n');
    const one = await run('train', '--model', 'lstm', '--data', bad);
    expect([one.code, one.err]).toEqual([
      1,
      `${bad}: line 2 has an empty translation. Complete it, or delete the line.\n`,
    ]);
    const other = await run('train', '--model', 'lstm', '--data', 'nowhere.tsv');
    expect(other.err).toMatch(/^nowhere\.tsv: no such file or data set\./);
  });
});
