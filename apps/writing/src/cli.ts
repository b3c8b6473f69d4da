#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type WritingTypes, writingTask } from '@seqloom/tasks';
import { type CommandTask, type NamedFile, runMain, writingCommand } from '@seqloom/tasks/node';

const NAMED: readonly NamedFile[] = [
  {
    word: 'bundled',
    name: 'moby-dick',
    about: 'the first chapters of Moby Dick, by Herman Melville (1851), in the public domain',
    path: fileURLToPath(new URL('../data/moby-dick.txt', import.meta.url)),
  },
];

const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');

/** `pnpm writing`. */
export const writingApp: CommandTask<WritingTypes> = writingCommand({
  task: writingTask({ name: 'writing', holds: 'a model that writes', named: NAMED }),
  description: 'How does a text go on?',
  version: (JSON.parse(manifest) as { version: string }).version, // it is our own file
  data: {
    hint: 'PATH|bundled',
    help: 'A text: the first chapters of Moby Dick (default), or a text file of your own',
  },
  named: NAMED,
});

await runMain(writingApp, import.meta.url);
