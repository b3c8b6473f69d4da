import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { tableText } from '@seqloom/charts';
import { DatasetError, type LabelledTexts, type ReviewSplit } from '@seqloom/datasets';
import { DATASETS, readLabelledTextsFile, readReviews, resolveDataset } from '@seqloom/datasets/node';
import type { TextTypes } from '@seqloom/tasks';
import {
  type CommandTask,
  downloadReporter,
  type FoundTexts,
  type NamedTexts,
  packageVersion,
  type StartOptions,
  type TextWhere,
  textsCommand,
} from '@seqloom/tasks/node';
import { BUNDLED, IMDB, imdb, POLES } from './imdb.ts';

/** A download says how far it is after so many bytes more. */
const REPORT_BYTES = 8_000_000;

const NAMED: readonly NamedTexts[] = [
  {
    ...BUNDLED,
    find: () => readLabelledTextsFile(fileURLToPath(new URL('../data/bundled-reviews.tsv', import.meta.url))),
  },
  {
    ...IMDB,
    async find({ terminal, signal }) {
      const path = await resolveDataset('imdb', {
        catalog: DATASETS.filter(({ name }) => name === 'imdb'),
        ...(terminal && downloadReporter(terminal, 'imdb', REPORT_BYTES)),
        ...(signal && { signal }),
      });
      return inParts(path, await readReviews(path));
    },
  },
];

/** `pnpm imdb`. */
export const imdbCommand: CommandTask<TextTypes, TextWhere> = textsCommand({
  task: imdb,
  description: 'Is a film review positive or negative?',
  version: packageVersion(new URL('../package.json', import.meta.url)),
  data: {
    hint: 'PATH|bundled|imdb',
    help: 'Reviews: the bundled ones (default), IMDB, or a table, folder or archive of your own',
  },
  named: NAMED,
  read: readImdbLayout,
  poles: POLES,
  bundledVectors: new URL('../data/bundled-vectors.safetensors', import.meta.url),
});

/** Reads an archive `.tar.gz` or a folder in IMDB's layout, as IMDB itself is read: class by class. */
async function readImdbLayout(path: string): Promise<FoundTexts | undefined> {
  const isFolder = (await stat(path)).isDirectory();
  if (!isFolder && !/\.(?:tar\.gz|tgz)$/i.test(path)) return undefined;
  try {
    return inParts(path, await readReviews(path));
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    // a folder per class is read like own texts, unless it has IMDB's layout
    if (isFolder && error.problem.startsWith('no texts in ')) return undefined;
    if (error.wayOut?.option !== 'maxBytes') throw error;
    // the reader's option for large data is none of the command's
    const wayOut = { ...error.wayOut, advice: 'Give an archive or folder of fewer texts.' };
    throw new DatasetError(error.file, error.problem, { cause: error, wayOut });
  }
}

function inParts(path: string, { train, test }: Record<ReviewSplit, LabelledTexts>): FoundTexts {
  return { classes: train.labelNames, train, test, openUnlabelled: () => readUnlabelled(path) };
}

/** The reviews of `train/unsup`, which IMDB's own archive has; a second pass, because few models want them. */
async function readUnlabelled(path: string): Promise<readonly string[]> {
  try {
    const { train } = await readReviews(path, { splits: ['train'], labels: ['unsup'] });
    return train.texts;
  } catch (error) {
    if (error instanceof DatasetError && error.problem.startsWith('no texts in ')) return [];
    throw error;
  }
}

/** The part in `npm start`. */
export const IMDB_START: StartOptions<TextTypes> = {
  models: ['bag', 'average', 'pooled-glove', 'lstm'],
  page: 'index.html',
  beside: [
    { file: 'topics.html', text: 'what is a text about?' },
    { file: 'weather.html', text: 'what will the weather be?' },
    { file: 'writing.html', text: 'how does a text go on?' },
  ],
  text(results) {
    const { testSamples, baselineAccuracy } = results[0]!;
    const columns = [
      { name: 'model' },
      { name: 'what it is' },
      { name: 'test accuracy', decimals: 3 },
      { name: 'seconds' },
    ];
    const rows = [
      ...results.map(({ model, testAccuracy, seconds }) => [
        model,
        imdb.recipes.find(({ name }) => name === model)!.title,
        testAccuracy,
        seconds.toFixed(1),
      ]),
      ['majority', 'the more frequent answer, always', baselineAccuracy, '–'],
    ];
    return [
      `Bundled reviews (written for this project): accuracy on ${testSamples} reviews of films not seen in training`,
      '',
      tableText(columns, rows, { baselineRow: results.length }),
    ].join('\n');
  },
};
