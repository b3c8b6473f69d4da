import { DatasetError, type ReadTextsOptions } from '@seqloom/datasets';
import { positiveInteger } from '@seqloom/options';
import { numberOption, type OptionTable, switchOption, textOption } from '../options/command-option.ts';

/** What a user may say about the form of a file of texts, with labels or without. */
export interface TextFileOptions {
  readonly text?: string;
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly member?: string;
  readonly header?: boolean;
  readonly skipBadRows?: true;
  readonly maxBytes?: number;
}

export const TEXT_FILE_OPTIONS: OptionTable<TextFileOptions> = {
  text: textOption({
    hint: 'COLUMN',
    help: 'The column of texts, or several with + between them (found in the file)',
  }),
  delimiter: textOption({ hint: 'CHAR', help: 'What is between columns; tab for tabs (found in the file)' }),
  header: switchOption({
    help: 'The first line names the columns (found in the file)',
    negativeHelp: 'The first line is a row',
  }),
  encoding: textOption({ hint: 'NAME', help: 'Such as windows-1252 (UTF-8, or UTF-16 by its mark)' }),
  member: textOption({ hint: 'NAME', help: 'The file to read from an archive of several' }),
  skipBadRows: switchOption({
    help: 'Leave rows out that have no text or label, in place of stopping at the first',
  }),
  maxBytes: numberOption(positiveInteger(), { help: 'The most that may be read' }),
};

/** The form in the words of the reader. */
export function readerOptions(form: TextFileOptions): ReadTextsOptions {
  const { text, delimiter, encoding, member, header, skipBadRows, maxBytes } = form;
  const columns = text?.split('+');
  return {
    ...(columns && { text: columns.length === 1 ? columns[0]! : columns }),
    ...(delimiter !== undefined && { delimiter: delimiter === 'tab' ? '\t' : delimiter }),
    ...(encoding !== undefined && { encoding }),
    ...(member !== undefined && { member }),
    ...(header !== undefined && { header }),
    ...(maxBytes !== undefined && { maxBytes }),
    ...(skipBadRows && { badRows: 'skip' as const }),
  };
}

/** What options of the reader are called on a command line. */
const FLAGS: Readonly<Record<string, string>> = {
  badRows: 'leave such rows out with --skip-bad-rows',
  label: 'say which column is the label with --label COLUMN',
  text: 'say which column is the text with --text COLUMN',
  header: 'say with --header or --no-header whether the first line names the columns',
  delimiter: 'say what is between the columns with --delimiter, for instance ";" or tab',
  encoding: 'save it as UTF-8, or give --encoding, for instance windows-1252',
  member: 'name the file that is meant with --member',
  maxBytes: 'if it is meant to be that large, raise --max-bytes',
};

/** An error whose way out is an option of the reader says which option of the command it is. */
export function inOwnWords(error: unknown): unknown {
  if (error instanceof RangeError && !(error instanceof DatasetError)) {
    const message = error.message.replace(/^read(?:Labelled)?Texts(?:File)?: (\w+) /, '--$1: ');
    return message === error.message ? error : new RangeError(message, { cause: error });
  }
  const flag = error instanceof DatasetError && error.wayOut && FLAGS[error.wayOut.option];
  if (!flag) return error;
  const advice = `${flag.replace(/^./, (letter) => letter.toUpperCase())}.`;
  return new DatasetError(error.file, error.problem, { cause: error, wayOut: { ...error.wayOut, advice } });
}
