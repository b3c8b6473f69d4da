import { animalListing } from './animal-table.ts';
import { bagOfWords } from './bag-of-words.ts';
import { bidirectionalLSTMReviews } from './bidirectional-lstm-reviews.ts';
import { conv1dReviews } from './conv1d-reviews.ts';
import { cooccurrenceListing } from './cooccurrence-table.ts';
import { embeddingLayer } from './embedding-layer.ts';
import { planeListing } from './embedding-plane.ts';
import { embeddingReviews } from './embedding-reviews.ts';
import { frozenGlove, learnedVectors } from './few-reviews.ts';
import { gloveMatrix } from './glove-matrix.ts';
import { hashedWords } from './hashing-trick.ts';
import { kingListing } from './king-and-queen.ts';
import type { Listing } from './listing.ts';
import { loadData } from './load-imdb.ts';
import { lstmGates } from './lstm-gates.ts';
import { lstmReviews } from './lstm-reviews.ts';
import { naiveForecast } from './naive-forecast.ts';
import { ngramBags } from './ngrams.ts';
import { characterVectorsOfOnes } from './one-hot-characters.ts';
import { wordVectorsOfOnes } from './one-hot-words.ts';
import { rawReviews } from './raw-reviews.ts';
import { reversedLSTMReviews } from './reversed-lstm-reviews.ts';
import { loopListing } from './simple-rnn-loop.ts';
import { simpleRNNReviews } from './simple-rnn-reviews.ts';
import { stackedSimpleRNNs } from './stacked-simple-rnns.ts';
import { trainedVectors } from './train-word-vectors.ts';
import { weatherBidirectionalGRU } from './weather-bidirectional-gru.ts';
import { weatherConv1D } from './weather-conv1d.ts';
import { weatherConv1DGRU } from './weather-conv1d-gru.ts';
import { weatherDense } from './weather-dense.ts';
import { weatherFile } from './weather-file.ts';
import { weatherGRU } from './weather-gru.ts';
import { weatherGRUDropout } from './weather-gru-dropout.ts';
import { weatherReversedGRU } from './weather-reversed-gru.ts';
import { weatherStackedGRU } from './weather-stacked-gru.ts';
import { weatherWindows } from './weather-windows.ts';
import { wordIndexes } from './word-index.ts';

/** All listings, in the order of the chapter. */
export const LISTINGS: readonly Listing[] = [
  ngramBags,
  wordVectorsOfOnes,
  characterVectorsOfOnes,
  wordIndexes,
  hashedWords,
  planeListing,
  animalListing,
  kingListing,
  embeddingLayer,
  bagOfWords,
  loadData,
  embeddingReviews,
  cooccurrenceListing,
  trainedVectors,
  rawReviews,
  gloveMatrix,
  frozenGlove,
  learnedVectors,
  loopListing,
  stackedSimpleRNNs,
  simpleRNNReviews,
  lstmGates,
  lstmReviews,
  weatherFile,
  weatherWindows,
  naiveForecast,
  weatherDense,
  weatherGRU,
  weatherGRUDropout,
  weatherStackedGRU,
  weatherReversedGRU,
  reversedLSTMReviews,
  bidirectionalLSTMReviews,
  weatherBidirectionalGRU,
  conv1dReviews,
  weatherConv1D,
  weatherConv1DGRU,
];

/**
 * The listing of an item.
 *
 * @throws RangeError that lists the items
 */
export function findListing(item: string): Listing {
  const listing = LISTINGS.find((each) => each.item === item);
  if (listing) return listing;
  throw new RangeError(`${item}: no such item. Items: ${LISTINGS.map((each) => each.item).join(', ')}.`);
}
