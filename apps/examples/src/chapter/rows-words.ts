import { findListing } from '../catalog.ts';
import type { Facts } from '../listing.ts';
import { type ChapterRow, exactly, numberOf, within } from './row.ts';

/** A row whose facts must be exactly these, on no data. */
function exact(item: string, expected: string, facts: Facts, rule = 'equal'): ChapterRow {
  const listing = findListing(item);
  return {
    item,
    title: listing.title,
    data: 'none',
    expected,
    rule,
    run: { listing },
    judge: exactly(facts),
  };
}

/** The slide's table of co-occurrences, row by row. */
const COOCCURRENCES = '0210000020010100100000100100100000010001010000010010000100001110';

/** Section 6.1, before and after the models on reviews: words, vectors, hashes. Numbers of the slides. */
export const WORD_ROWS: readonly ChapterRow[] = [
  exact('ngrams', '11 2-grams, 15 3-grams', { twoGrams: 11, threeGrams: 15 }),
  exact('6.1', '(2, 10, 11); mat. is 6', { shape: '(2, 10, 11)', mat: 6 }),
  exact('6.2', '(2, 50, 101); the last of 100 characters is \\x0c', { shape: '(2, 50, 101)', last: 100 }),
  exact('6.3', '[[1,2,3,4,1,5],[1,6,7,8,9]]; 9 tokens; (2, 1000)', {
    sequences: '[[1,2,3,4,1,5],[1,6,7,8,9]]',
    tokens: 9,
    shape: '(2, 1000)',
  }),
  exact('6.4', '(2, 10, 1000); with d = 20 (2, 10, 20)', { shape: '(2, 10, 1000)', narrow: '(2, 10, 20)' }),
  exact('figure 6.3', 'cat → tiger; wolf → tiger', { wild: 'tiger', feline: 'tiger' }),
  exact('animals', 'nearest: mouse and rat', { nearest: 'mouse and rat' }),
  {
    ...exact('king', 'queen; kings', { female: 'queen', plural: 'kings' }),
    data: 'bundled',
    rule: 'the nearest words of 10,000',
  },
  {
    ...exact('6.5', '(32, 10) -> (32, 10, 64); (64, 15) -> (64, 15, 64)', {
      shapes: '(32, 10) -> (32, 10, 64); (64, 15) -> (64, 15, 64)',
    }),
    rule: 'equal, and id 1000 of 1000 is refused by a message',
    judge: ([facts]) => ({
      obtained: `${facts!.shapes}; refused: ${facts!.refused}`,
      passed:
        facts!.shapes === '(32, 10) -> (32, 10, 64); (64, 15) -> (64, 15, 64)' &&
        /1000/.test(`${facts!.refused}`),
    }),
  },
  exact('co-occurrence', "the slide's 8 × 8 table", { table: COOCCURRENCES }, 'all 64 numbers equal'),
];

const small = {
  title: findListing('word2vec').title,
  item: 'word2vec',
  run: { listing: findListing('word2vec') },
};

/** Whether one of some words is among the neighbours that a fact lists. */
const hasOne = (facts: Facts, name: string, words: readonly string[]) =>
  `${facts[name]}`.split(', ').some((word) => words.includes(word));

/** Vectors of a corpus, trained. */
export const VECTOR_ROWS: readonly ChapterRow[] = [
  {
    ...small,
    data: 'bundled',
    expected: 'neighbours of the same kind',
    rule: 'movie is among the four nearest to film (both), actress among those to actor (skip-gram)',
    judge: ([facts]) => ({
      obtained: `film: ${facts!['glove film']} (GloVe); ${facts!['skipGram film']} (skip-gram). actor: ${facts!['skipGram actor']}`,
      passed:
        hasOne(facts!, 'glove film', ['movie']) &&
        hasOne(facts!, 'skipGram film', ['movie']) &&
        hasOne(facts!, 'skipGram actor', ['actress']),
    }),
    reason: 'The bundled reviews are 50,000 words; vectors want millions, as the row on IMDB has.',
  },
  {
    ...small,
    data: 'imdb',
    expected: 'neighbours of the same kind',
    rule: 'both: among the four nearest to good one of great, bad, decent, nice, fine; to actor one of actors, actress, role, performance',
    judge: ([facts]) => ({
      obtained: `good: ${facts!['glove good']} (GloVe); ${facts!['skipGram good']} (skip-gram). actor: ${facts!['skipGram actor']}`,
      passed: ['glove', 'skipGram'].every(
        (name) =>
          hasOne(facts!, `${name} good`, ['great', 'bad', 'decent', 'nice', 'fine']) &&
          hasOne(facts!, `${name} actor`, ['actors', 'actress', 'role', 'performance']),
      ),
    }),
  },
];

/** Section 6.2 without training: loops, layers, gates. */
export const RECURRENT_ROWS: readonly ChapterRow[] = [
  {
    ...exact('6.21', '(100, 64), as the SimpleRNN layer', {}),
    rule: 'largest difference ≤ 1e-5',
    judge: ([facts]) => ({
      obtained: `${facts!.shape}; difference ${numberOf(facts!, 'difference').toExponential(1)}`,
      passed: facts!.shape === '(100, 64)' && numberOf(facts!, 'difference') <= 1e-5,
    }),
  },
  exact('simple-rnn', '(None, 32); (None, None, 32); 320000, 2080, 2080, 2080, 2080', {
    last: '(None, 32)',
    every: '(None, None, 32)',
    parameters: '320000, 2080, 2080, 2080, 2080',
  }),
  {
    ...exact('6.26', 'candidate, forget, input, output gates at each of 9 steps', {}),
    data: 'bundled',
    rule: 'c = i·k + f·c and h = o·tanh(c) to 1e-5',
    judge: ([facts]) => ({
      obtained: `${facts!.gates}; ${facts!.steps} steps; difference ${numberOf(facts!, 'difference').toExponential(1)}`,
      passed:
        facts!.gates === 'candidate, forget, input, output' &&
        facts!.steps === 9 &&
        numberOf(facts!, 'difference') <= 1e-5,
    }),
  },
];

/** A row of a training run on bundled data: only that something is learned. */
export function bundledRow(item: string, fact: string, low: number): ChapterRow {
  const listing = findListing(item);
  return {
    item,
    title: listing.title,
    data: 'bundled',
    expected: 'learns (majority class: 0.5)',
    rule: `≥ ${low}`,
    run: { listing },
    judge: within(fact, low),
  };
}
