import { describe, expect, it } from 'vitest';
import type { PageLink } from '../../src/report/html-page.ts';
import { reportPage as writePage } from '../../src/report/report-page.ts';
import { textTask } from '../../src/texts/text-task.ts';
import type { TextResult } from '../../src/texts/text-types.ts';

const result: TextResult = {
  model: 'average',
  dataset: 'bundled-reviews',
  backend: 'wasm',
  threads: 2,
  seed: 1,
  settings: {
    words: 10_000,
    maxlen: 120,
    epochs: 2,
    batchSize: 32,
    learningRate: 0.01,
    validationSplit: 0.2,
  },
  parameters: 160_017,
  trainSamples: 932,
  validationSamples: 234,
  testSamples: 394,
  epochs: 2,
  seconds: 1.5,
  valAccuracy: 0.8,
  bestValAccuracy: 0.85,
  testLoss: 0.4,
  testAccuracy: 0.875,
  baselineAccuracy: 0.5,
  history: { loss: [0.6, 0.5], accuracy: [0.7, 0.9], valLoss: [0.6, 0.55], valAccuracy: [0.85, 0.8] },
};

const reviews = textTask({
  name: 'imdb',
  holds: 'a model of film reviews',
  named: [{ word: 'bundled', name: 'bundled-reviews', about: 'written for this project' }],
  question: 'Is it positive?',
  subject: 'Film reviews',
  samples: 'reviews',
});
const chart = { svg: '<svg role="img"></svg>' };
const reportPage = (results: readonly TextResult[], beside?: readonly PageLink[]) =>
  writePage(
    reviews,
    results.map((each) => ({ result: each, about: '10,000 words', charts: () => [chart, chart] })),
    { beside },
  );

describe('reportPage', () => {
  it('shows the numbers beside the baseline, and the curves', () => {
    const page = reportPage([result]);
    for (const text of ['0.875', '0.500', '0.850', '160,017', 'written for this project'])
      expect(page).toContain(text);
    expect(page.match(/<svg /g)).toHaveLength(3); // comparison, accuracy, loss
    expect(reportPage([{ ...result, backend: 'node' }])).toContain(
      'Trained on the backend\nnode, threads: 2.',
    );
  });

  it('needs nothing but itself', () => {
    const page = reportPage([result, { ...result, model: 'bag' }]);
    expect(page).not.toMatch(/<script|@import|url\(/);
    // namespaces are names, not addresses to fetch
    const addresses = page.match(/(?:href|src)="[^"]*"/g);
    expect(addresses).toEqual(['href="data:,"']);
  });

  it('leads to the page beside it when there is one', () => {
    const page = reportPage([result], [{ file: 'weather.html', text: 'weather' }]);
    expect(page).toContain('<a href="weather.html">weather</a>');
  });

  it('says how a file was read', () => {
    const page = reportPage([
      { ...result, data: 'a b.csv', form: { header: false, skipBadRows: true, delimiter: ';' } },
    ]);
    expect(page).toContain(`--data 'a b.csv' --no-header --skip-bad-rows --delimiter ';'`);
  });

  it('says how to repeat a run', () => {
    expect(reportPage([result])).toContain(
      'pnpm imdb train --model average --data bundled --words 10000 --maxlen 120 --epochs 2 --batch 32 --learning-rate 0.01 --validation-split 0.2 --seed 1 --backend wasm --threads 2</pre>',
    );
    const settings = { ...result.settings, trainSamples: 200, validationSplit: 0.5 };
    expect(reportPage([{ ...result, settings }])).toContain(
      '--validation-split 0.5 --train-samples 200 --seed 1',
    );
    const form = { text: 'my text', skipBadRows: true };
    expect(reportPage([{ ...result, data: 'a.csv', form }])).toContain(
      "--data a.csv --text 'my text' --skip-bad-rows --words",
    );
  });

  it('quotes the path of the data as it was given', () => {
    const own = { ...result, dataset: 'my reviews.tsv', data: 'my own data/my reviews.tsv' };
    const page = reportPage([{ ...own, vectors: "a 'b'.txt" }]);
    expect(page).toContain("pnpm imdb train --model average --data 'my own data/my reviews.tsv' --vectors");
    expect(page).toContain("--vectors 'a '\\''b'\\''.txt' ");
    expect(page).toContain('average on my reviews.tsv');
    expect(reportPage([{ ...result, dataset: 'imdb' }])).toContain('--data imdb --words');
    expect(reportPage([{ ...own, data: 'a; touch pwned' }])).toContain("--data 'a; touch pwned' --words");
  });

  it('shows names as text', () => {
    const page = reportPage([{ ...result, dataset: '<img src=x onerror=alert(1)>.tsv' }]);
    expect(page).not.toContain('<img');
  });
});
