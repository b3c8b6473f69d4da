#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { type WritingTypes, writingTask } from '@seqloom/tasks';
import {
  type CommandTask,
  type NamedFile,
  packageVersion,
  runMain,
  type StartOptions,
  writingCommand,
} from '@seqloom/tasks/node';

const NAMED: readonly NamedFile[] = [
  {
    word: 'bundled',
    name: 'moby-dick',
    about: 'the first chapters of Moby Dick, by Herman Melville (1851), in the public domain',
    path: fileURLToPath(new URL('../data/moby-dick.txt', import.meta.url)),
  },
];

/** `pnpm writing`. */
export const writingApp: CommandTask<WritingTypes> = writingCommand({
  task: writingTask({ name: 'writing', holds: 'a model that writes', named: NAMED }),
  description: 'How does a text go on?',
  version: packageVersion(new URL('../package.json', import.meta.url)),
  data: {
    hint: 'PATH|bundled',
    help: 'A text: the first chapters of Moby Dick (default), or a text file of your own',
  },
  named: NAMED,
});

/** The part in `npm start`. */
export const WRITING_START: StartOptions<WritingTypes> = {
  models: ['characters'],
  choices: { epochs: 4 },
  page: 'writing.html',
  beside: [{ file: 'index.html', text: 'is a film review positive or negative?' }],
  text([result]) {
    const { testPerplexity, baselinePerplexity, written } = result!;
    const [first] = written; // at the lowest temperature
    return [
      'Moby Dick, its first chapters: an LSTM goes on letter by letter after the bar',
      '',
      `${first!.beginning}|${first!.text}`,
      '',
      `perplexity of the held-out chapters ${testPerplexity.toFixed(2)}, a trigram model ${baselinePerplexity.toFixed(2)}`,
      '',
    ].join('\n');
  },
};

await runMain(writingApp, import.meta.url);
