import { type NamedData, settingsFor, type Task, type TextTypes, textTask } from '@seqloom/tasks';

/** The reviews that come with the app. */
export const BUNDLED: NamedData = {
  word: 'bundled',
  name: 'bundled-reviews',
  about:
    'short reviews of films that do not exist, written for this project; their labels were decided before they were written',
};

/** The real reviews. */
export const IMDB: NamedData = { word: 'imdb', name: 'imdb' };

/** What reviews are. */
export const POLES: readonly [string, string] = ['negative', 'positive'];

/** Is a film review positive or negative? */
export const imdb: Task<TextTypes> = textTask({
  name: 'imdb',
  holds: 'a model of film reviews',
  question: 'Is a film review positive or negative?',
  subject: 'Film reviews',
  samples: 'reviews',
  named: [BUNDLED, IMDB],
  // the bundled reviews are few and short; others are taken for reviews as in the book
  settings: (recipe, { name }, chosen) => settingsFor(recipe, name === BUNDLED.name, chosen),
  sweep: {
    models: ['glove', 'learned'],
    choices: { vectors: ['bundled'], trainSamples: [100, 200, 400, 800] },
    seeds: [1, 2, 3],
  },
});
