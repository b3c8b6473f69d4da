import type { DataName } from './chapter-data.ts';
import { type ChapterRow, median, numberOf, within } from './row.ts';
import { medianOf } from './rows-reviews.ts';

/** A row of an app's `train`, by a number of its result. */
function trained(
  item: string,
  {
    app,
    words,
    data,
    fact,
    low,
    ...about
  }: {
    readonly title: string;
    readonly app: string;
    readonly words: string;
    readonly data: DataName;
    readonly expected: string;
    readonly rule: string;
    readonly fact: string;
    readonly low: number;
  },
): ChapterRow {
  return {
    item,
    data,
    ...about,
    run: {
      app,
      words: ['train', ...words.split(' ')],
      facts: (result) => ({ [fact]: Number(result[fact]) }),
    },
    judge: within(fact, low),
  };
}

/** The applications that the chapter names. */
export const APPLICATION_ROWS: readonly ChapterRow[] = [
  trained('sentiment', {
    title: 'film reviews, mean of learned vectors',
    app: 'imdb',
    words: '--model average',
    data: 'bundled',
    expected: 'majority class: 0.5',
    rule: 'test accuracy ≥ 0.85',
    fact: 'testAccuracy',
    low: 0.85,
  }),
  trained('topic', {
    title: 'six topics of short texts',
    app: 'topics',
    words: '--model bag --epochs 8',
    data: 'bundled',
    expected: 'majority class: 0.17',
    rule: 'test accuracy ≥ 0.8',
    fact: 'testAccuracy',
    low: 0.8,
  }),
  trained('topic', {
    title: 'four topics of news',
    app: 'topics',
    words: '--model bag --data ag-news-test --fold 1/5 --words 20000 --epochs 3 --dropout 0.3',
    data: 'AG News',
    expected: 'majority class: 0.25',
    rule: 'test accuracy ≥ 0.86',
    fact: 'testAccuracy',
    low: 0.86,
  }),
  author('author, words', 'bag', within('macroF1', 0.5), 'macro F1 ≥ 0.5'),
  author(
    'author',
    'character-ngrams',
    (runs, results) => {
      const { obtained } = within('macroF1', 0)(runs, results);
      const bag = medianOf(results, 'author, words (bundled)', 'macroF1');
      const own = median(runs.map((facts) => numberOf(facts, 'macroF1')));
      return { obtained, passed: bag !== undefined && own > bag };
    },
    'median macro F1 above that of words',
  ),
  question('one', 'bundled', 0.98, ['--epochs', '10']),
  {
    ...question('two', 'two-facts', 0.95, ['--epochs', '15']),
    quick: {
      ...question('two', 'two-facts', 0.3, ['--train-samples', '4000', '--epochs', '3']),
      title: 'a question about a short story, a model of two inputs, on 4,000 of 27,000 stories for 3 epochs',
      rule: 'test accuracy ≥ 0.3, the most frequent answer has less than 0.2; the whole form is to reach 0.95',
    },
  },
  translation(
    'bundled',
    {
      title: 'English to French, LSTMs and attention, three epochs',
      reason:
        'Three epochs are to show that it learns. After 12 epochs it has greedy 16.6 and with five beams 18.6: see apps/translation/README.md.',
    },
    ['--epochs', '3'],
  ),
  translation('Tatoeba', { title: 'English to French, LSTMs and attention' }, ['--data', 'eng-fra']),
  {
    item: 'writing',
    title: 'an LSTM that writes letter by letter, four epochs',
    data: 'bundled',
    expected: 'below a trigram model',
    rule: 'perplexity of the held-out chapters below that of trigrams',
    run: {
      app: 'writing',
      words: ['train', '--model', 'characters', '--epochs', '4'],
      facts: ({ testPerplexity, baselinePerplexity, written }) => ({
        test: Number(testPerplexity),
        trigrams: Number(baselinePerplexity),
        written: (written as readonly { readonly text: string }[])[0]!.text.slice(0, 80),
      }),
    },
    judge: ([facts]) => ({
      obtained: `${numberOf(facts!, 'test').toFixed(2)}, trigrams ${numberOf(facts!, 'trigrams').toFixed(2)}; it writes: ${facts!.written}`,
      passed: numberOf(facts!, 'test') < numberOf(facts!, 'trigrams'),
    }),
    reason: 'Four epochs; after 12 the perplexity is 5.2: see apps/writing/README.md.',
  },
  {
    item: 'forecast',
    title: 'temperature of Seattle three days ahead, GRU',
    data: 'bundled',
    expected: 'below the naive baseline',
    rule: 'skill ≥ 0.1: test MAE ≤ 0.9 of naive',
    run: {
      app: 'weather',
      words: ['train', '--model', 'gru'],
      facts: (result) => ({ skill: Number(result.skill) }),
    },
    judge: within('skill', 0.1),
  },
  {
    item: 'exercise',
    title: 'settings, amounts of data and models compared in one command',
    data: 'bundled',
    expected: 'a table and a chart',
    rule: 'a mean for each of four settings',
    run: {
      app: 'imdb',
      words: ['sweep', '--models', 'bag,average', '--train-samples', '200,800', '--seeds', '1,2'],
      seeded: false,
      facts: ({ groups }) => sweepFacts(groups as readonly SweepGroup[]),
    },
    judge: ([facts]) => ({
      obtained: Object.entries(facts!)
        .map(([name, value]) => `${name}: ${Number(value).toFixed(3)}`)
        .join('; '),
      passed: Object.keys(facts!).length === 4,
    }),
  },
];

/** A row of a translator: BLEU of its greedy and its searched translations beside those of the most similar training sentence. */
function translation(
  data: DataName,
  about: Pick<ChapterRow, 'title' | 'reason'>,
  words: readonly string[],
): ChapterRow {
  return {
    item: 'translation',
    data,
    ...about,
    expected: 'attention, BLEU of PyTorch after 12 epochs on the bundled pairs: greedy 16.6, five beams 18.6',
    rule: 'five beams not below greedy',
    run: {
      app: 'translation',
      words: ['train', '--model', 'attention', ...words],
      facts: ({ greedyBleu, beamBleu, baselineBleu }) => ({
        greedy: Number(greedyBleu),
        beams: Number(beamBleu),
        similar: Number(baselineBleu),
      }),
    },
    judge: ([facts]) => ({
      obtained: `greedy ${numberOf(facts!, 'greedy').toFixed(2)}, five beams ${numberOf(facts!, 'beams').toFixed(2)}; the translation of the most similar sentence ${numberOf(facts!, 'similar').toFixed(2)}`,
      passed: numberOf(facts!, 'beams') >= numberOf(facts!, 'greedy'),
    }),
  };
}

/** A row of macro F1 over speeches that were not seen in training. */
function author(item: string, model: string, judge: ChapterRow['judge'], rule: string): ChapterRow {
  const title = `who wrote a page of a speech, eight presidents: ${model}`;
  return {
    item,
    title,
    data: 'bundled',
    expected: 'always the same: 0.03',
    rule,
    seeds: [1, 2, 3],
    run: {
      app: 'authors',
      words: ['train', '--model', model],
      facts: ({ scores }) => ({ macroF1: Number((scores as { readonly macroF1: number }).macroF1) }),
    },
    judge,
    quick: { title: `${title}, seed 1 alone`, seeds: [1] },
  };
}

/** A row of the reader of stories beside a bag of words. */
function question(facts: string, name: string, low: number, words: readonly string[]): ChapterRow {
  return {
    item: `questions, ${facts} ${facts === 'one' ? 'fact' : 'facts'}`,
    title: 'a question about a short story, a model of two inputs',
    data: 'bundled',
    expected: `≥ ${low} on unseen stories`,
    rule: `test accuracy ≥ ${low}`,
    run: {
      app: 'questions',
      words: ['train', '--model', 'asked-reader', '--data', name, ...words],
      facts: ({ testAccuracy, longestTrained, longer }) => ({
        test: Number(testAccuracy),
        longer: (longer as readonly { sentences: number; accuracy: number }[])
          .map(({ sentences, accuracy }) => `${sentences}: ${accuracy.toFixed(3)}`)
          .join(', '),
        trained: Number(longestTrained),
      }),
    },
    judge: ([facts]) => {
      const test = Number(facts!.test);
      return {
        obtained: `${test.toFixed(4)}; trained on at most ${facts!.trained} sentences, by sentences ${facts!.longer}`,
        passed: test >= low,
      };
    },
  };
}

interface SweepGroup {
  readonly model: string;
  readonly trainSamples: number;
  readonly testAccuracy?: number;
  readonly [name: string]: unknown;
}

function sweepFacts(groups: readonly SweepGroup[]): Record<string, number> {
  return Object.fromEntries(
    groups.map(({ model, trainSamples, testAccuracy }) => [
      `${model}, ${trainSamples} texts`,
      Number(testAccuracy),
    ]),
  );
}
