import { expect, test } from 'vitest';
import { curvesTable } from '../src/report/curves-table.ts';
import { factsOf, factsSection, secondsText } from '../src/report/facts.ts';
import { historyCsv } from '../src/report/history-csv.ts';
import { layersTable, type NetworkDetails, networkFacts } from '../src/report/network-details.ts';
import { runSection } from '../src/report/run-section.ts';
import { classScores } from '../src/texts/class-scores.ts';
import { classesTable } from '../src/texts/classes-table.ts';
import { textDataCard } from '../src/texts/data-card.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';

test('facts are names in words with values, as text', () => {
  const facts = factsOf({
    learningRate: 0.001,
    words: 10_000,
    calendar: false,
    maxlen: undefined,
    vectors: HOSTILE,
  });
  expect(facts).toEqual([
    ['learning rate', '0.001'],
    ['words', '10,000'],
    ['calendar', 'no'],
    ['vectors', HOSTILE],
  ]);
  const html = factsSection(HOSTILE, facts);
  expect(html).not.toContain('<img');
  expect(html).toContain('<dt>learning rate</dt><dd>0.001</dd>');
  expect(factsSection('None', [])).toBe('');
});

test.each([
  [0.123, '0.12 s'],
  [12.34, '12.3 s'],
  [99.96, '100.0 s'],
  [3599.6, '60 min 0 s'],
])('%f seconds are %s', (seconds, text) => {
  expect(secondsText(seconds)).toBe(text);
});

test('the history as CSV has a line for each epoch, with all digits and gaps', () => {
  const history = { loss: [1 / 3, 0.25], valLoss: [Number.NaN, 0.5] };
  expect(historyCsv(history)).toBe('epoch,loss,valLoss\n1,0.3333333333333333,\n2,0.25,0.5\n');
  expect(historyCsv({})).toBe('epoch\n');
});

const network: NetworkDetails = {
  costs: {
    parameters: 1000,
    trainableParameters: 900,
    multiplyAdds: Number.NaN,
    activations: 2500,
    layers: [
      {
        name: HOSTILE,
        className: 'LSTM',
        outputShape: [null, 32],
        parameters: 1000,
        activations: 2500,
        multiplyAdds: Number.NaN,
      },
    ],
  },
  nodes: [{ id: '1', title: HOSTILE, details: ['LSTM'], inputs: [] }],
};

test('layers and network are described in numbers', () => {
  expect(layersTable(network).rows).toEqual([
    [HOSTILE, '(None, 32)', '1,000', '2,500', 'depends on the length', 'LSTM'],
  ]);
  expect(networkFacts(network)).toEqual([
    ['parameters', '1,000, 100 frozen'],
    ['memory of the parameters', '4 kB'],
    ['memory of the outputs of all layers, a sample', '10 kB'],
    ['multiply-adds forward, a sample', 'depends on the length'],
  ]);
});

const result = {
  model: HOSTILE,
  dataset: 'd',
  backend: 'wasm',
  threads: 2,
  seed: 1,
  parameters: 1000,
  trainSamples: 300,
  validationSamples: 1,
  testSamples: 1,
  epochs: 4,
  seconds: 2,
  history: {},
};

test('a section has all parts, names as text; details fold away on a page with several runs', () => {
  const run = {
    result,
    about: HOSTILE,
    charts: () => [],
    network,
    timings: { prepare: 1, train: 2, measure: 0.5 },
    details: () => ({
      settings: [['epochs', '4']] as const,
      data: [['name', HOSTILE]] as const,
      tables: [{ title: HOSTILE, note: HOSTILE, heads: ['a'], rows: [[HOSTILE]] }],
    }),
  };
  const options = { title: HOSTILE, samples: 'texts', environment: [['Node', 'v20']] as const };
  const section = runSection(run, { ...options, folded: false });
  expect(section).not.toContain('<img');
  for (const text of [
    '<dt>texts a second</dt><dd>600</dd>',
    '<dt>Node</dt><dd>v20</dd>',
    '<dt>an epoch</dt><dd>0.50 s</dd>',
  ])
    expect(section).toContain(text);
  expect(section).not.toContain('<details>');
  expect(runSection(run, { ...options, folded: true })).toContain('<details><summary>');
});

test('the table of classes says what each was taken for', () => {
  const confusion = [
    [1, 0, 0],
    [1, 1, 0],
    [0, 1, 1],
  ];
  const scores = classScores([0, 0, 1, 2, 1], [0, 1, 1, 2, 2], ['a', HOSTILE, 'c']);
  const { rows, note } = classesTable(scores, confusion);
  expect(rows).toEqual([
    ['a', '1', '0.500', '1.000', '0.667', 'no other'],
    [HOSTILE, '2', '0.500', '0.500', '0.500', 'a, once'],
    ['c', '2', '1.000', '0.500', '0.667', `${HOSTILE}, once`],
  ]);
  expect(classesTable(scores, undefined).heads).toHaveLength(5);
  expect(note).toContain('0.611 as their mean, 0.600 over their counts');
});

test('the data card counts classes, parts and lengths', () => {
  const source = {
    name: 'd',
    classes: ['neg', 'pos'],
    train: { texts: ['abc', 'a', 'ab'], labels: Uint8Array.of(0, 1, 1) },
    test: { texts: ['x'], labels: Uint8Array.of(1) },
    notices: ['a notice'],
    form: { header: false },
  };
  const counts = { trainSamples: 2, validationSamples: 1, testSamples: 1 };
  expect(textDataCard(source, counts)).toEqual([
    ['name', 'd'],
    ['classes', '2: neg, pos'],
    ['texts to learn from', '3: neg 1, pos 2'],
    ['texts to measure on', '1: neg 0, pos 1'],
    ['test part', 'comes with the data'],
    ['divided into', '2 train, 1 validate, 1 test'],
    ['characters a text', 'from 1 to 3, half of them below 2'],
    ['header', 'no'],
    ['notice', 'a notice'],
  ]);
});

test('the numbers of curves are a row for each epoch, with a dash where something was not measured', () => {
  const curves = [
    { name: 'loss', training: [0.5, -0.25], validation: [0.75] },
    { name: 'accuracy', training: [0.5, Number.NaN] },
  ];
  expect(curvesTable(curves)).toEqual({
    heads: ['epoch', 'loss', 'validation loss', 'accuracy'],
    rows: [
      ['1', '0.5000', '0.7500', '0.5000'],
      ['2', '−0.2500', '–', '–'],
    ],
  });
  expect(curvesTable([])).toEqual({ heads: ['epoch'], rows: [] });
});

test('a chart has its numbers below it, as text; one that is not shown has neither', () => {
  const table = { heads: [HOSTILE, 'F1'], rows: [[HOSTILE, '0.5']] };
  const charts = [
    { svg: '<svg id="a"></svg>', table },
    { svg: '<svg id="b"></svg>', table, place: 'none' as const },
  ];
  const section = runSection(
    { result, about: '', charts: () => charts },
    { title: '', samples: 'texts', environment: [], folded: false },
  );
  expect(section).toContain('<figure><svg id="a"></svg><details><summary>Numbers</summary>');
  expect(section).toContain('<td class="number">0.5</td>');
  expect(section).not.toContain('<img');
  expect(section).not.toContain('id="b"');
});
