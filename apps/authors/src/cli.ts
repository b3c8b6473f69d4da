#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { type Book, type TextTypes, textsOfBooks, textTask } from '@seqloom/tasks';
import {
  type CommandTask,
  type NamedTexts,
  packageVersion,
  readBooks,
  runMain,
  type TextWhere,
  textsCommand,
} from '@seqloom/tasks/node';

const SPEECHES = new URL('../data/bundled-speeches.json', import.meta.url);

const NAMED: readonly NamedTexts[] = [
  {
    word: 'bundled',
    name: 'bundled-speeches',
    about:
      'pages of State of the Union addresses by eight presidents of the United States, public domain, divided by speech',
    find: async () =>
      textsOfBooks('bundled-speeches', JSON.parse(await readFile(SPEECHES, 'utf8')) as Book[]),
  },
];

/** `pnpm authors`. */
export const authorsCommand: CommandTask<TextTypes, TextWhere> = textsCommand({
  task: textTask({
    name: 'authors',
    holds: 'a model of authors',
    question: 'Who wrote this page?',
    subject: 'Authors',
    samples: 'pages',
    named: NAMED,
    sweep: { models: ['bag', 'character-ngrams', 'conv1d', 'gru'], choices: {}, seeds: [1, 2, 3] },
  }),
  description: 'Who wrote this page?',
  version: packageVersion(new URL('../package.json', import.meta.url)),
  data: {
    hint: 'PATH|bundled',
    help: 'Pages: speeches of presidents (default), or a folder of AUTHOR/BOOK.txt, of which whole books are measured on',
  },
  named: NAMED,
  read: readBooks,
});

await runMain(authorsCommand, import.meta.url);
