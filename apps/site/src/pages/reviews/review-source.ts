import { DatasetError, readLabelledTexts, readReviewArchive, textParts } from '@seqloom/datasets';
import { labelledSource, type TextTypes } from '@seqloom/tasks';
import { ProblemError, problemOf } from '../../training/problem.ts';
import { bundledReviewsAddress } from './bundled-reviews.ts';
import type { ReviewsData, SeenFile } from './reviews-training.ts';

type TextSource = TextTypes['source'];

/** What messages begin with. */
const OWNER = 'reviews';
/** What the labels 0 and 1 of the bundled reviews and of archives mean. */
const POLES = ['negative', 'positive'] as const;
/** The largest file that is taken; `aclImdb_v1.tar.gz` has 84 MB. */
const MOST_FILE_BYTES = 512 * 2 ** 20;
/** The most text that is kept in memory. */
const MOST_TEXT_BYTES = 256 * 2 ** 20;

/** Reviews that were read. */
export interface OpenedReviews {
  readonly source: TextSource;
  readonly seen: SeenFile;
}

/**
 * Reads reviews.
 *
 * @throws ProblemError with the place `data` for a file that holds none
 */
export async function openReviews(data: ReviewsData): Promise<OpenedReviews> {
  if (data.from === 'bundled') return openBundled();
  const { file } = data;
  if (file.size > MOST_FILE_BYTES) {
    throw new ProblemError({
      place: 'data',
      message: `${file.name} has ${file.size} bytes, expected at most ${MOST_FILE_BYTES}.`,
      advice: 'Give a smaller file, for instance with a part of the rows.',
    });
  }
  try {
    return await ((await openArchive(file)) ?? openTable(data));
  } catch (error) {
    throw new ProblemError({ ...problemOf(error, 'data'), ...adviceOf(error) }, { cause: error });
  }
}

async function openBundled(): Promise<OpenedReviews> {
  const response = await fetch(bundledReviewsAddress);
  if (!response.ok || !response.body) {
    throw new ProblemError({
      place: 'data',
      message: `The bundled reviews could not be fetched: status ${response.status}.`,
      advice: 'Reload the page while the site can be reached.',
    });
  }
  const { train, test } = textParts(await readLabelledTexts(response.body, { name: 'the bundled reviews' }));
  const source = labelledSource(OWNER, {
    texts: train!.texts, // the file has both parts
    labels: train!.labels,
    classes: POLES,
    test: test!,
  });
  return { source: { ...source, name: 'bundled reviews' }, seen: seenIn(source, []) };
}

/** Reads an archive in IMDB's layout; undefined for a file of another form. */
async function openArchive(file: File): Promise<OpenedReviews | undefined> {
  if (!/\.(?:tar|tar\.gz|tgz)$/i.test(file.name)) return undefined;
  try {
    const { train, test } = await readReviewArchive(file.stream(), {
      name: file.name,
      maxBytes: MOST_TEXT_BYTES,
    });
    const { texts, labels } = train;
    const source = labelledSource(OWNER, { texts, labels, classes: POLES, test });
    return { source: { ...source, name: file.name, data: file.name }, seen: seenIn(source, []) };
  } catch (error) {
    // an archive of a table, or of a folder per class, is read like other files
    if (error instanceof DatasetError && error.problem.startsWith('no texts in ')) return undefined;
    throw error;
  }
}

async function openTable({
  file,
  textColumn,
  labelColumn,
}: Extract<ReviewsData, { readonly from: 'file' }>): Promise<OpenedReviews> {
  const dataset = await readLabelledTexts(file, {
    name: file.name,
    maxBytes: MOST_TEXT_BYTES,
    ...(textColumn !== undefined && { text: textColumn }),
    ...(labelColumn !== undefined && { label: labelColumn }),
  });
  const { texts, labels, classes, parts, report } = dataset;
  const { train, test } = parts?.includes('test') ? textParts(dataset) : {};
  const source = labelledSource(OWNER, { ...(train ?? { texts, labels }), classes, test });
  return { source: { ...source, name: file.name, data: file.name }, seen: seenIn(source, report.lines) };
}

function seenIn({ classes, train, test }: TextSource, lines: readonly string[]): SeenFile {
  return { classes, texts: train.texts.length + test.texts.length, lines };
}

/** What to do, in the words of this page, where the reader's are those of a program. */
const ADVICE: Readonly<Record<string, string>> = {
  label: 'Name the column of labels above.',
  text: 'Name the column of texts above.',
  header: 'Give the file a first line with the names of its columns.',
  delimiter: 'Save it as CSV with commas between the columns.',
  encoding: 'Save it as UTF-8.',
  member: 'Give the file that is meant alone.',
  maxBytes: 'Give a smaller file.',
  badRows: 'Correct or remove this row.',
};

function adviceOf(error: unknown): { readonly message?: string; readonly advice?: string } {
  if (!(error instanceof DatasetError) || !error.wayOut) return {};
  const advice = ADVICE[error.wayOut.option];
  return advice === undefined ? {} : { message: `${error.file}: ${error.problem}`, advice };
}
