import { embeddingMatrix } from '@seqloom/embeddings';
import { Tokenizer } from '@seqloom/text';
import { type Listing, shapeText } from './listing.ts';

/** GloVe's vectors for the words of the reviews: a row for each id, zeros where GloVe has no vector. */
export const gloveMatrix: Listing = {
  item: '6.11',
  title: 'GloVe parsed, the matrix of a vocabulary',
  source: 'listings 6.10–6.11',
  async run({ reviews, vectors, print }) {
    const glove = await vectors();
    const cat = [...glove.vector('cat')!];
    print(`Found ${glove.size} word vectors.`);
    print(
      `cat: ${cat.length} numbers, ${cat
        .slice(0, 2)
        .map((value) => value.toFixed(5))
        .join(' ')} …`,
    );
    const tokenizer = new Tokenizer({ numWords: 10_000 });
    tokenizer.fitOnTexts((await reviews()).train.texts);
    const { weights, inputDim, outputDim, coverage } = embeddingMatrix(tokenizer.wordIndex, glove, {
      inputDim: 10_000,
    });
    print(`embedding_matrix.shape = ${shapeText([inputDim, outputDim])}`);
    print(`${coverage.found} of ${coverage.words} words have a vector`);
    const zero = weights.subarray(0, outputDim).every((value) => value === 0);
    return {
      vectors: glove.size,
      shape: shapeText([inputDim, outputDim]),
      cat: cat
        .slice(0, 2)
        .map((value) => value.toFixed(5))
        .join(' '),
      zero: zero ? 'row 0 is zero' : 'row 0 is not zero',
    };
  },
};
