import { type WritingModel, type WritingSource, writeText } from '@seqloom/tasks';
import { beginningOf } from './beginning.ts';
import { knownWords, vocabularyOf } from './vocabulary.ts';
import type { Sample, WriteQuestion } from './writing-training.ts';

/** Writes with a model and counts the words that its text has. The vocabulary of the text is made once. */
export class WritingAnswers {
  readonly #text: string;
  #vocabulary: ReadonlySet<string> | undefined;

  /** @param source the text that is learned; undefined for a model from a file */
  constructor(source: WritingSource | undefined) {
    this.#text = source ? source.train + source.validation + source.test : '';
  }

  /** @throws RangeError when the model knows no character of the beginning */
  async write(model: WritingModel, question: WriteQuestion, signal?: AbortSignal): Promise<Sample> {
    const { length, temperature, seed } = question;
    const beginning = question.beginning === '' ? this.#ownBeginning(model) : question.beginning;
    let text = '';
    for await (const piece of writeText(model, { beginning, length, temperature, seed, signal }))
      text += piece;
    if (this.#text === '') return { beginning, text, temperature, words: 0, known: 0 };
    this.#vocabulary ??= vocabularyOf(this.#text);
    return { beginning, text, temperature, ...knownWords({ beginning, text }, this.#vocabulary) };
  }

  #ownBeginning({ table }: WritingModel): string {
    // the first numbers of a table stand for no token of the text
    return beginningOf(this.#text) || table.token(5);
  }
}
