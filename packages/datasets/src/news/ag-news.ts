import { readLabelledTexts } from '../texts/read-labelled-texts.ts';
import type { TextDataset } from '../texts/text-dataset.ts';
import type { ReadLabelledTextsOptions } from '../texts/text-options.ts';
import type { TextSource } from '../texts/text-source.ts';

/** The topics of AG News, whose files number them from 1. */
export const AG_NEWS_CLASSES: readonly string[] = ['World', 'Sports', 'Business', 'Sci/Tech'];

/**
 * Reads a part of AG News from the bytes of `train.csv` or `test.csv`, with or without a line of names: the title and the
 * description, joined by a blank, as they are in the file (`\` in place of line ends, `#36;` in place of `$`).
 *
 * Labels: 0 World, 1 Sports, 2 Business, 3 Sci/Tech.
 *
 * @throws DatasetError as {@link readLabelledTexts}, and for labels other than 1 to 4
 *
 * **Source**: X. Zhang, J. Zhao, Y. LeCun, _Character-level convolutional networks for text classification_, 2015. The corpus of
 * A. Gulli is for non-commercial use.
 */
export async function agNewsTexts(
  source: TextSource,
  options: Pick<ReadLabelledTextsOptions, 'name' | 'maxBytes'> = {},
): Promise<TextDataset> {
  const numbered = await readLabelledTexts(source, {
    ...options,
    label: 1,
    text: [2, 3],
    classes: AG_NEWS_CLASSES.map((_, i) => String(i + 1)),
  });
  return { ...numbered, classes: AG_NEWS_CLASSES };
}
