import { buildDataset } from './build-dataset.ts';
import { openTable } from './open-table.ts';
import type { TextDataset } from './text-dataset.ts';
import { type ReadLabelledTextsOptions, textOptions } from './text-options.ts';
import type { TextSource } from './text-source.ts';

const OWNER = 'readLabelledTexts';

/**
 * Reads texts with a class each from CSV, TSV or another delimited file, JSON lines, a JSON array, fastText's `__label__x text`, or
 * an archive of one of these or of a folder per class (`.zip`, `.tar`, each also `.gz`). What is not said in the options is seen:
 * encoding, delimiter, whether the first line is names, which column is the text and which the label. The report says it in two
 * lines; what can be seen in two ways is refused with the option that settles it.
 *
 * Labels stay texts. Labels that are all numbers are ordered by number, others by code points, regardless of the order of the rows.
 *
 * @param source A page's `File`, `response.body`, bytes, or the text of the file itself.
 * @throws DatasetError that names file, line and column and the way out; RangeError or TypeError when an option does not fit.
 * @example
 * const { texts, labels, classes, report } = await readLabelledTexts(file);
 * for (const line of report.lines) console.log(line);
 * // reviews.csv: 3,000 texts in 2 classes: negative (1,500), positive (1,500)
 * // columns between commas, named in the first line, utf-8; text: "review"; label: "sentiment"
 */
export async function readLabelledTexts(
  source: TextSource,
  options: ReadLabelledTextsOptions = {},
): Promise<TextDataset> {
  const settings = textOptions(OWNER, options);
  const opened = await openTable(OWNER, source, { ...settings, labelled: true });
  return buildDataset(opened.table, settings, opened.source);
}
