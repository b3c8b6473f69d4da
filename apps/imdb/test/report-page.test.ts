import { describe, expect, it } from 'vitest';
import { reportPage } from '../src/report-page.ts';
import type { TrainingResult } from '../src/train-recipe.ts';

const result: TrainingResult = {
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

describe('reportPage', () => {
  it('shows the numbers beside the baseline, and the curves', () => {
    const page = reportPage([result]);
    for (const text of ['0.875', '0.500', '0.850', '160,017', 'written for this project'])
      expect(page).toContain(text);
    expect(page.match(/<svg /g)).toHaveLength(3); // comparison, accuracy, loss
  });

  it('needs nothing but itself', () => {
    const page = reportPage([result, { ...result, model: 'bag' }]);
    expect(page).not.toMatch(/<script|@import|url\(/);
    // namespaces are names, not addresses to fetch
    const addresses = page.match(/(?:href|src)="[^"]*"/g);
    expect(addresses).toEqual(['href="data:,"']);
  });

  it('leads to the page beside it when there is one', () => {
    const page = reportPage([result], { file: 'weather.html', text: 'weather' });
    expect(page).toContain('<a href="weather.html">weather</a>');
  });

  it('says how to repeat a run', () => {
    expect(reportPage([result])).toContain(
      '<pre>pnpm imdb train --model average --data bundled --words 10000 --maxlen 120 --epochs 2 --batch 32 --seed 1</pre>',
    );
    expect(reportPage([{ ...result, trainSamples: 200 }])).toContain('--train-samples 200');
    expect(
      reportPage([
        {
          ...result,
          trainSamples: 583,
          validationSamples: 583,
          settings: { ...result.settings, validationSplit: 0.5 },
        },
      ]),
    ).toContain('--batch 32 --validation-split 0.5 --seed 1');
  });

  it('quotes the path of the data as it was given', () => {
    const own = { ...result, dataset: 'my reviews.tsv', data: 'my own data/my reviews.tsv' };
    const page = reportPage([{ ...own, vectors: "a 'b'.txt" }]);
    expect(page).toContain(
      "<pre>pnpm imdb train --model average --data 'my own data/my reviews.tsv' --words 10000",
    );
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
