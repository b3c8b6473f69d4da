#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { reutersTexts } from '@seqloom/datasets';
import { readAgNews, readLabelledTextsFile, readReuters, resolveDataset } from '@seqloom/datasets/node';
import { type TextTypes, textTask } from '@seqloom/tasks';
import {
  type CommandTask,
  downloadReporter,
  type FindContext,
  type NamedTexts,
  packageVersion,
  runMain,
  type StartOptions,
  type TextWhere,
  textsCommand,
} from '@seqloom/tasks/node';

/** A download says how far it is after so many bytes more. */
const REPORT_BYTES = 2_000_000;

function find(name: string, { terminal, signal }: FindContext): Promise<string> {
  return resolveDataset(name, {
    ...(terminal && downloadReporter(terminal, name, REPORT_BYTES)),
    ...(signal && { signal }),
  });
}

const NAMED: readonly NamedTexts[] = [
  {
    word: 'bundled',
    name: 'bundled-topics',
    about: 'short texts on six topics, written for this project',
    find: () => readLabelledTextsFile(fileURLToPath(new URL('../data/bundled-topics.tsv', import.meta.url))),
  },
  {
    word: 'ag-news',
    name: 'ag-news',
    about: '120,000 news of four topics, and 7,600 to be measured on',
    async find(context) {
      const train = await readAgNews(await find('ag-news-train', context));
      return { classes: train.classes, train, test: await readAgNews(await find('ag-news-test', context)) };
    },
  },
  {
    word: 'ag-news-test',
    name: 'ag-news-test',
    about: 'the 7,600 news of the test part alone, in parts of their own',
    find: async (context) => readAgNews(await find('ag-news-test', context)),
  },
  {
    word: 'reuters',
    name: 'reuters',
    about:
      'news of 1987 in the split ModApte: the ten largest topics; of a document with several of them the first',
    async find(context) {
      const { train, test } = reutersTexts(await readReuters(await find('reuters', context)), {
        several: 'first',
      });
      return { classes: train.classes, train, test };
    },
  },
];

/** `pnpm topics`. */
export const topicsCommand: CommandTask<TextTypes, TextWhere> = textsCommand({
  task: textTask({
    name: 'topics',
    holds: 'a model of topics',
    question: 'What is a text about?',
    subject: 'Topics',
    samples: 'texts',
    named: NAMED,
  }),
  description: 'What is a text about?',
  version: packageVersion(new URL('../package.json', import.meta.url)),
  data: {
    hint: 'PATH|bundled|ag-news|ag-news-test|reuters',
    help: 'Texts: the bundled ones (default), AG News, Reuters-21578, or a table, folder or archive of your own',
  },
  named: NAMED,
});

/** The part in `npm start`. */
export const TOPICS_START: StartOptions<TextTypes> = {
  models: ['bag'],
  page: 'topics.html',
  beside: [{ file: 'index.html', text: 'is a film review positive or negative?' }],
  text([result]) {
    const { testSamples, testAccuracy, baselineAccuracy, scores } = result!;
    return [
      `Bundled texts on ${scores!.perClass.length} topics (written for this project): accuracy on ${testSamples} texts not seen in training`,
      '',
      `bag of words ${testAccuracy.toFixed(3)}, the most frequent topic always ${baselineAccuracy.toFixed(3)}`,
      '',
    ].join('\n');
  },
};

await runMain(topicsCommand, import.meta.url);
