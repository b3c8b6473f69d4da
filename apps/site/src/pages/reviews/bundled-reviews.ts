/** The address of the bundled reviews: a table with the columns film, split, label, text. */
export const bundledReviewsAddress: URL = new URL(
  '../../../../imdb/data/bundled-reviews.tsv',
  import.meta.url,
);
