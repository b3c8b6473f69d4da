import { runCommand } from '@seqloom/tasks/node';
import { fakeTerminal } from '@seqloom/tasks/testing';
import { describe, expect, it } from 'vitest';
import { writingApp } from '../src/cli.ts';

describe('writing', () => {
  it('bundles the first chapters of Moby Dick, in plain characters', async () => {
    const context = { terminal: fakeTerminal(), signal: new AbortController().signal };
    const { name, train, validation, test } = await writingApp.openSource('bundled', {}, context);
    expect(name).toBe('moby-dick');
    expect(train).toMatch(/^CHAPTER 1\. Loomings\.\nCall me Ishmael\./);
    const text = train + validation + test;
    expect(text).toHaveLength(472_283);
    expect(text).toMatch(/^[\n -~]+$/); // printable ASCII
  });

  it('names what it knows when a name is unknown', async () => {
    const terminal = fakeTerminal();
    expect(await runCommand(writingApp, ['train', '--model', 'words', '--data', 'emma'], terminal)).toBe(1);
    expect(terminal.written.err).toBe('emma: no such file or data set. Give a path, or one of: bundled.\n');
  });
});
