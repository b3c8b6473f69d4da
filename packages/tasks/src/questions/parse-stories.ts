import { DatasetError } from '@seqloom/datasets';
import { textToWordSequence } from '@seqloom/text';
import type { Story } from './story.ts';

/** `12 Mary went to the kitchen.`, or with a question: `3 Where is Mary?<TAB>kitchen<TAB>1`. */
const LINE = /^(\d+) ([^\t]*)(?:\t([^\t]*)(?:\t.*)?)?$/;

/**
 * Reads stories in the form of the bAbI tasks: a number and a sentence a line; the number 1 begins a story; a line with a question has
 * its answer after a tab. A question is about the sentences of its story before it.
 *
 * @throws DatasetError that names the line: for one of another form, a question without an answer or before any sentence, an answer of
 * several words, and for a text without a question
 */
export function parseStories(name: string, text: string): Story[] {
  const stories: Story[] = [];
  let sentences: string[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const fail = (problem: string) => new DatasetError(name, `line ${i + 1}: ${problem}`);
    const [, number, words, answer] = LINE.exec(line) ?? [];
    if (number === undefined || words === undefined) {
      throw fail('expected a number, a blank and a sentence, for instance "1 Mary went to the kitchen."');
    }
    if (number === '1') sentences = [];
    const isQuestion = answer !== undefined || words.trim().endsWith('?');
    if (!isQuestion) {
      sentences = [...sentences, words.trim()];
      continue;
    }
    if (answer === undefined || answer.trim() === '') {
      throw fail(`the question "${words.trim()}" has no answer. Write it after a tab, or remove the line.`);
    }
    if (textToWordSequence(answer).length !== 1) {
      throw fail(`the answer must be one word, got "${answer}". Leave such questions out.`);
    }
    if (sentences.length === 0) throw fail('the question stands before any sentence of its story.');
    stories.push({ sentences, question: words.trim(), answer: textToWordSequence(answer)[0]! });
  }
  if (stories.length === 0) {
    throw new DatasetError(
      name,
      'there is no question in it. Write one as "3 Where is Mary?", a tab and its answer.',
    );
  }
  return stories;
}

/**
 * A story and its question in one text, the question last: `Mary went to the kitchen. Where is Mary?`
 *
 * @throws RangeError for a text without a story or without a question
 */
export function splitQuestion(text: string): Pick<Story, 'sentences' | 'question'> {
  const sentences = text
    .split(/(?<=[.?!])\s+|\n/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const question = sentences.pop();
  if (question === undefined || !question.endsWith('?') || sentences.length === 0) {
    throw new RangeError(
      `questions: expected sentences and a question after them, "Mary went to the kitchen. Where is Mary?", got "${text.slice(0, 80)}".`,
    );
  }
  return { sentences, question };
}
