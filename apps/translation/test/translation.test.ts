import { sentenceWords } from '@seqloom/tasks';
import { runCommand } from '@seqloom/tasks/node';
import { fakeTerminal } from '@seqloom/tasks/testing';
import { describe, expect, it } from 'vitest';
import { translationApp } from '../src/cli.ts';

const context = { terminal: fakeTerminal(), signal: new AbortController().signal };

describe('translation', () => {
  it('bundles pairs of which no English sentence is in two parts', async () => {
    const { name, train, validation, test } = await translationApp.openSource('bundled', {}, context);
    expect([name, train.length, validation.length, test.length]).toEqual(['bundled-pairs', 5382, 317, 633]);
    const sentences = [...train, ...validation, ...test].map(({ source }) => sentenceWords(source).join(' '));
    expect(new Set(sentences).size).toBe(6332);
  });

  it('names what it knows when a name is unknown', async () => {
    const terminal = fakeTerminal();
    expect(await runCommand(translationApp, ['train', '--model', 'lstm', '--data', 'french'], terminal)).toBe(
      1,
    );
    expect(terminal.written.err).toBe(
      'french: no such file or data set. Give a path, or one of: bundled, eng-fra.\n',
    );
  });
});
