/** A model that the page trains. A test compares it with the recipe of `@seqloom/tasks`, which only the worker loads. */
export interface PageRecipe {
  readonly name: string;
  readonly title: string;
  /** Passes over few texts. */
  readonly epochs: number;
}

/** Recipes that learn from texts alone, the one that is chosen first in front. */
export const PAGE_RECIPES: readonly PageRecipe[] = [
  { name: 'lstm', title: 'long short-term memory (LSTM)', epochs: 10 },
  { name: 'gru', title: 'gated recurrent units (GRU)', epochs: 10 },
  { name: 'bi-lstm', title: 'LSTM in both directions', epochs: 10 },
  { name: 'reversed-lstm', title: 'LSTM from the last word to the first', epochs: 10 },
  { name: 'simple-rnn', title: 'simple recurrent network', epochs: 10 },
  { name: 'conv1d', title: 'one-dimensional convolutions, 32 × 7 twice', epochs: 8 },
  { name: 'conv1d-gru', title: 'convolutions before a GRU', epochs: 8 },
  { name: 'average', title: 'mean of learned word vectors', epochs: 20 },
  { name: 'embedding', title: 'learned word vectors, flattened', epochs: 20 },
  { name: 'bag', title: 'bag of words, two hidden layers', epochs: 6 },
  { name: 'character-ngrams', title: 'frequencies of 3 and 4 characters, linear', epochs: 20 },
];

/** @throws RangeError for a name that no recipe has */
export function recipeOf(name: string): PageRecipe {
  const recipe = PAGE_RECIPES.find((each) => each.name === name);
  if (recipe) return recipe;
  throw new RangeError(`reviews: there is no model ${JSON.stringify(name)}.`);
}
