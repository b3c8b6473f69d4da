import { argMax, cast, greater, reshape, scalar } from '@seqloom/backend';
import { Metric } from '@seqloom/train';

/** A metric that keeps the class a model gives to each text, so that one pass measures and answers. */
export interface CollectedAnswers {
  readonly metric: Metric<'answers'>;
  /** In the order of the texts; after the pass. */
  answers(): ArrayLike<number>;
}

/** @param classes how many there are; two have one probability a text, that of the second */
export function collectAnswers(classes: number): CollectedAnswers {
  let collected: ArrayLike<number> = [];
  const metric = new Metric({
    name: 'answers',
    combine: 'append',
    measure: (_targets, predictions, _counts) => {
      const chosen = classes === 2 ? greater(predictions, scalar(0.5)) : argMax(predictions, -1);
      return reshape(cast(chosen, 'float32'), [-1]);
    },
    summarize(gathered) {
      collected = gathered;
      return gathered.length;
    },
  });
  return { metric, answers: () => collected };
}
