import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { DatasetError, type TextDataset } from '@seqloom/datasets';
import { readLabelledTextsFile } from '@seqloom/datasets/node';
import { printable } from '@seqloom/options';
import type { NamedData } from '../task.ts';
import type { TestPart } from '../texts/divide-texts.ts';
import type { TextSource } from '../texts/text-source.ts';
import type { TextModel } from '../texts/text-types.ts';
import { vectorsOpener } from './open-vectors.ts';
import type { Terminal } from './terminal/terminal.ts';
import { inOwnWords, readerOptions, type TextFileOptions } from './text-file-options.ts';
import { type FoundTexts, measuredTexts, nameTheirParts, textsInParts } from './texts-in-parts.ts';

/** What a user may say about a file of texts. */
export interface TextWhere extends TextFileOptions {
  readonly label?: string;
  readonly testSplit?: number;
  readonly fold?: string;
}

/** How texts are found. */
export interface FindContext {
  readonly terminal?: Terminal | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Texts that have a name. */
export interface NamedTexts extends NamedData {
  find(context: FindContext): Promise<FoundTexts>;
}

/** How texts are opened. */
export interface OpenTextsOptions extends FindContext {
  /** Texts that have a name. */
  readonly named?: readonly NamedTexts[];
  /** Reads a file or folder of the user's own in a form of the app; undefined leaves it to the reader of labelled texts. */
  read?(path: string): Promise<FoundTexts | undefined>;
  readonly where?: TextWhere;
  /** What the app calls the two classes of which the second is the better: `['negative', 'positive']`. */
  readonly poles?: readonly [string, string];
  /** The word vectors that come with the app. */
  readonly bundledVectors?: URL | undefined;
  /** A saved model that is measured on a file: its test part is taken where the model was trained on it, otherwise all of it. */
  readonly model?: Pick<TextModel, 'form'> | undefined;
}

/**
 * Reads texts with a class each: texts that have a name, or the path of a CSV, TSV or JSON lines file, of a folder per class, or of an
 * archive of one.
 *
 * @throws DatasetError when there is no such name or path, or it cannot be read
 */
export async function openTexts(nameOrPath: string, options: OpenTextsOptions = {}): Promise<TextSource> {
  const { named = [], read, where = {}, terminal, signal, poles, bundledVectors, model } = options;
  const entry = named.find(({ word }) => word === nameOrPath);
  if (!entry && !(await stat(nameOrPath).catch(() => undefined))) {
    const words = named.map(({ word }) => word);
    const names = words.length > 0 ? `, or one of: ${words.join(', ')}` : '';
    throw new DatasetError(nameOrPath, `no such file, folder or data set. Give a path${names}.`);
  }
  const part = testPart(where);
  if (part?.testSize === 1 && (!model || entry)) {
    throw new RangeError('--test-split: 1 leaves no text to train on. Give a number below 1.');
  }
  const found = entry
    ? await entry.find({ terminal, signal })
    : ((await read?.(nameOrPath)) ?? (await readOwn(nameOrPath, where)));
  const form = entry ? {} : where;
  const { notice, ...inParts } =
    model && !(entry && nameTheirParts(found))
      ? measuredTexts(entry?.name ?? nameOrPath, found, part, model.form.divided)
      : { ...textsInParts(entry?.name ?? nameOrPath, found, part), notice: undefined };
  const seen = !entry && 'report' in found && found.report ? found.report.lines : [];
  const notices = notice === undefined ? seen : [...seen, notice];
  return {
    name: entry?.name ?? printable(basename(nameOrPath)),
    ...(!entry && { data: nameOrPath }),
    ...(Object.keys(form).length > 0 && { form: form as NonNullable<TextSource['form']> }),
    ...inParts,
    ...('openUnlabelled' in found && found.openUnlabelled && { openUnlabelled: found.openUnlabelled }),
    ...(notices.length > 0 && { notices }),
    classes: poles ? found.classes.map((label) => poleOf(label, poles)) : found.classes,
    openVectors: vectorsOpener(bundledVectors),
  };
}

/**
 * The test part that the options name.
 *
 * @throws RangeError for a malformed fold, or both options
 */
function testPart({ testSplit, fold }: TextWhere): TestPart | undefined {
  if (fold === undefined) return testSplit === undefined ? undefined : { testSize: testSplit };
  if (testSplit !== undefined)
    throw new RangeError('--fold: says the test part, and so does --test-split. Leave one of them out.');
  const [, number, count] = /^([1-9]\d?)\/([1-9]\d?)$/.exec(fold)?.map(Number) ?? [];
  if (number === undefined || count === undefined || count < 2 || number > count) {
    throw new RangeError(`--fold: expected K/N, the K-th of N parts, for instance 1/5, got '${fold}'.`);
  }
  return { fold: number - 1, folds: count };
}

async function readOwn(path: string, { label, ...where }: TextWhere): Promise<TextDataset> {
  try {
    return await readLabelledTextsFile(path, {
      ...readerOptions(where),
      ...(label !== undefined && { label }),
    });
  } catch (error) {
    throw inOwnWords(error);
  }
}

/** Labels that mean the two poles are called so; others stay. */
function poleOf(label: string, [bad, good]: readonly [string, string]): string {
  if (/^(?:0|neg|negative)$/i.test(label)) return bad;
  return /^(?:1|pos|positive)$/i.test(label) ? good : label;
}
