#!/usr/bin/env node
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type TranslationTypes, translationTask } from '@seqloom/tasks';
import {
  type CommandTask,
  type NamedFile,
  packageVersion,
  runMain,
  translationCommand,
} from '@seqloom/tasks/node';

const NAMED: readonly NamedFile[] = [
  {
    word: 'bundled',
    name: 'bundled-pairs',
    about: 'short sentences of Tatoeba, English and French, of frequent words',
    path: fileURLToPath(new URL('../data/bundled-pairs.tsv', import.meta.url)),
  },
  {
    word: 'eng-fra',
    name: 'eng-fra',
    about: '18,065 pairs of short sentences of Tatoeba',
    path: join(process.env.SEQLOOM_DATA ?? '.', 'eng-fra_18065.txt.gz'),
  },
];

/** `pnpm translation`. */
export const translationApp: CommandTask<TranslationTypes> = translationCommand({
  task: translationTask({
    name: 'translation',
    holds: 'a model that translates',
    question: 'What is a sentence in the other language?',
    subject: 'English to French',
    named: NAMED,
  }),
  description: 'What is a sentence in the other language?',
  version: packageVersion(new URL('../package.json', import.meta.url)),
  data: {
    hint: 'PATH|bundled|eng-fra',
    help: 'Pairs: the bundled ones (default), eng-fra_18065.txt.gz in the folder SEQLOOM_DATA, or a file with SENTENCE, tab, TRANSLATION a line',
  },
  named: NAMED,
});

await runMain(translationApp, import.meta.url);
