import { explainText, TextClassifier, type TextModel } from '@seqloom/tasks';
import { ProblemError } from '../../training/problem.ts';
import type { Asked } from '../../training/serve-training.ts';
import type { ReviewsTraining, TextReasons } from './reviews-training.ts';
import { wordGates } from './word-gates.ts';

type Answer<Name extends keyof ReviewsTraining['questions']> = ReviewsTraining['questions'][Name]['answer'];

export async function scoreReview(text: string, asked: Asked<ReviewsTraining>): Promise<Answer<'score'>> {
  const [answer] = await new TextClassifier(modelOf(asked)).predict([text]);
  return answer!;
}

export function classesOf(_: undefined, asked: Asked<ReviewsTraining>): Answer<'classes'> {
  return modelOf(asked).form.classes;
}

let explaining: AbortController | undefined;

/** Scores a text without each of its words; a newer question ends an older one. */
export async function explainReview(text: string, asked: Asked<ReviewsTraining>): Promise<TextReasons> {
  explaining?.abort();
  explaining = new AbortController();
  const { signal } = explaining;
  const model = modelOf(asked);
  if (model.form.input === 'grams') {
    const { label } = await scoreReview(text, asked);
    return { label, words: undefined, method: undefined, gates: undefined };
  }
  const { label, words, method } = await explainText(model, text, { signal });
  return { label, words, method, gates: await wordGates(model, text) };
}

function modelOf({ model }: Asked<ReviewsTraining>): TextModel {
  if (model) return model;
  throw new ProblemError({
    place: 'question',
    message: 'There is no model yet.',
    advice: 'Train one below.',
  });
}
