import { DatasetError, type LabelledTexts } from '@seqloom/datasets';
import type { Reviews } from './reviews.ts';

const NEEDED = ['split', 'label', 'text'] as const;

/**
 * Reads reviews from tab-separated text without quoting: a first line with the column names `split` (`train` or
 * `test`), `label` (`0` or `1`) and `text` in any order, then a review a line. Other columns are ignored.
 *
 * @param file what messages call the text
 * @throws DatasetError when it has another form or a part has no reviews of one of the kinds
 */
export function parseReviewTable(tsv: string, name: string, file: string = name): Reviews {
  const [header = '', ...lines] = tsv.replace(/^\ufeff/, '').split(/\r?\n/);
  const names = header.split('\t');
  const [split, label, text] = NEEDED.map((column) => names.indexOf(column));
  if (split === -1 || label === -1 || text === -1) {
    throw new DatasetError(
      file,
      `expected the tab-separated columns ${NEEDED.join(', ')} in the first line, got ${JSON.stringify(header.slice(0, 80))}.`,
    );
  }
  const parts = { train: new Part(), test: new Part() };
  for (const [i, line] of lines.entries()) {
    if (line === '') continue;
    const cells = line.split('\t');
    const part = cells[split!];
    const value = cells[label!];
    const review = cells[text!];
    if ((part !== 'train' && part !== 'test') || (value !== '0' && value !== '1') || !review) {
      throw new DatasetError(
        file,
        `line ${i + 2} is no review: expected split train or test, label 0 or 1, and a text, got ${JSON.stringify(line.slice(0, 80))}.`,
      );
    }
    parts[part].add(review, Number(value));
  }
  return { name, train: parts.train.finish(file, 'train'), test: parts.test.finish(file, 'test') };
}

class Part {
  readonly #texts: string[] = [];
  readonly #labels: number[] = [];

  add(text: string, label: number): void {
    this.#texts.push(text);
    this.#labels.push(label);
  }

  finish(file: string, split: string): LabelledTexts {
    if (new Set(this.#labels).size < 2) {
      throw new DatasetError(file, `split ${split} needs reviews of both labels, 0 and 1.`);
    }
    return { texts: this.#texts, labels: Uint8Array.from(this.#labels), labelNames: ['neg', 'pos'] };
  }
}
