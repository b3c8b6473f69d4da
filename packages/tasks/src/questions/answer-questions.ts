import { predict } from '@seqloom/train';
import { mostProbable } from '../texts/class-scores.ts';
import type { QuestionModel } from './question-types.ts';
import type { AskedStory } from './story-form.ts';

/** Stories a step. */
const BATCH = 256;

/** What a model says to a question. */
export interface StoryAnswer {
  /** The most probable answer. */
  readonly answer: string;
  /** Its probability. */
  readonly score: number;
  /** How many words of the story and the question the model knows; with none the answer says nothing about it. */
  readonly knownWords: number;
}

/**
 * Answers questions about stories.
 *
 * @throws RangeError for a story without a sentence or a question without a word; the signal's reason when it is aborted
 *
 * @example
 * const [said] = await answerQuestions(model, [{ sentences: ['ben went to the office'], question: 'where is ben' }]);
 */
export async function answerQuestions(
  { model, form }: QuestionModel,
  stories: readonly AskedStory[],
  signal?: AbortSignal,
): Promise<StoryAnswer[]> {
  for (const { sentences, question } of stories) {
    if (sentences.length > 0 && question.trim() !== '') continue;
    throw new RangeError(
      `answerQuestions: expected sentences and a question, got ${sentences.length} sentences and "${question}".`,
    );
  }
  const said: StoryAnswer[] = [];
  for (let start = 0; start < stories.length; start += BATCH) {
    const part = stories.slice(start, start + BATCH);
    const { data } = await predict(
      model,
      { ...form.inputs(part) },
      { batchSize: BATCH, ...(signal && { signal }) },
    );
    for (const [i, story] of part.entries()) {
      const first = i * form.answers.length;
      const best = mostProbable(data, first, form.answers.length);
      said.push({
        answer: form.answers[best]!,
        score: data[first + best]!,
        knownWords: form.knownWords(story),
      });
    }
  }
  return said;
}
