import { batches, ndArray, validationSplit } from '@seqloom/arrays';
import { Dense } from '@seqloom/nn';
import { multiHot, type Sequence, Tokenizer } from '@seqloom/text';
import { evaluate, fit, rmsprop, Sequential } from '@seqloom/train';
import type { Listing } from './listing.ts';
import { epochLines } from './review-training.ts';

/** Which of 10,000 words occur, without their order: what every sequence model is compared with. */
export const bagOfWords: Listing = {
  item: 'baseline',
  title: 'bag of 10,000 words, two hidden layers',
  source: 'chapter 3',
  trains: true,
  async run({ reviews, print, seed }) {
    const { train, test, long } = await reviews();
    const tokenizer = new Tokenizer({ numWords: 10_000 });
    tokenizer.fitOnTexts(train.texts);
    const ids = ({ texts, labels }: typeof train) => ({
      inputs: tokenizer.textsToSequences(texts).map((sequence) => Int32Array.from(sequence)),
      targets: ndArray(Uint8Array.from(labels)),
    });
    // a bag of all reviews would take a gigabyte, so bags are made batch by batch
    const transform = (rows: readonly Sequence[]) => {
      const { data, shape } = multiHot(rows, 10_000);
      return ndArray(data, shape);
    };
    const parts = validationSplit(ids(train), { fraction: 0.2, seed });
    const batchSize = long ? 128 : 32;
    const model = new Sequential([
      new Dense({ units: 16, activation: 'relu' }),
      new Dense({ units: 16, activation: 'relu' }),
      new Dense({ units: 1, activation: 'sigmoid' }),
    ]);
    const measured = { loss: 'binaryCrossentropy', metrics: ['accuracy'] } as const;
    const optimizer = rmsprop({ learningRate: long ? 0.0001 : 0.001 });
    const history = await fit(model, batches(parts.train, { batchSize, shuffle: true, seed, transform }), {
      ...measured,
      optimizer,
      epochs: 6,
      validation: batches(parts.validation, { batchSize: 256, transform }),
      seed,
      callbacks: [epochLines(print, 6)],
    });
    const { accuracy } = await evaluate(model, batches(ids(test), { batchSize: 256, transform }), measured);
    print(`test accuracy ${accuracy.toFixed(4)}`);
    optimizer.dispose();
    model.dispose();
    return { test: accuracy, best: Math.max(...history.series.valAccuracy!) };
  },
};
