import { describe, expect, it } from 'vitest';
import { readLabelledTexts } from '../../src/texts/read-labelled-texts.ts';
import { type LabelledRows, textParts } from '../../src/texts/select-texts.ts';
import { sharedTexts } from '../../src/texts/shared-texts.ts';
import { kFold, trainTestSplit } from '../../src/texts/split-texts.ts';

/** So many texts of each class, in turns. */
function dataset(...sizes: number[]): LabelledRows {
  const labels = sizes.flatMap((size, label) => new Array<number>(size).fill(label));
  labels.sort((a, b) => ((a * 7) % 3) - ((b * 7) % 3));
  return {
    texts: labels.map((label, i) => `text ${i} of ${label}`),
    labels: Int32Array.from(labels),
    classes: sizes.map((_, i) => `class ${i}`),
  };
}

const counts = ({ labels, classes }: LabelledRows): number[] =>
  classes.map((_, label) => labels.filter((each) => each === label).length);

describe('trainTestSplit', () => {
  it('gives every class its share, each text to one part, in the order of the data set', () => {
    const all = dataset(60, 30, 10);
    const { train, test } = trainTestSplit(all, { testSize: 0.2, seed: 3 });
    expect([counts(train), counts(test)]).toEqual([
      [48, 24, 8],
      [12, 6, 2],
    ]);
    expect([...train.rows, ...test.rows].toSorted((a, b) => a - b)).toEqual([...all.texts.keys()]);
    expect([...test.rows]).toEqual([...test.rows].toSorted((a, b) => a - b));
    expect(test.texts).toEqual(Array.from(test.rows, (row) => all.texts[row]));
  });

  it('rounds so that the test part has its size: the largest remainders win', () => {
    // shares of 7 texts in 20: 3.85, 2.1, 1.05
    expect(counts(trainTestSplit(dataset(11, 6, 3), { testSize: 0.35 }).test)).toEqual([4, 2, 1]);
  });

  it('depends on the seed and on nothing else', () => {
    const all = dataset(40, 40);
    const rows = (seed: number) => [...trainTestSplit(all, { seed }).test.rows];
    expect(rows(1)).toEqual(rows(1));
    expect(rows(1)).not.toEqual(rows(2));
    expect([...trainTestSplit(all).test.rows]).toEqual(rows(0));
  });

  it('keeps copies together and a lone text of a class in training', () => {
    const texts = ['One', 'two', 'three', 'four', ' one ', 'five', 'ONE', 'six', 'seven', 'lone'];
    const labels = Int32Array.of(0, 0, 0, 0, 0, 1, 0, 1, 1, 2);
    for (let seed = 0; seed < 20; seed++) {
      const parts = trainTestSplit({ texts, labels, classes: ['a', 'b', 'c'] }, { testSize: 0.5, seed });
      expect(sharedTexts({ ...parts })).toEqual([]);
      expect(parts.train.texts).toContain('lone');
      expect(new Set(parts.train.labels)).toEqual(new Set([0, 1, 2]));
    }
  });

  it('can leave the classes to chance', () => {
    const { test } = trainTestSplit(dataset(50, 50), { testSize: 0.5, stratify: false, seed: 5 });
    expect(test.texts).toHaveLength(50);
    expect(counts(test)).not.toEqual([25, 25]);
  });

  it('refuses an empty part and what is not a share', () => {
    expect(() => trainTestSplit(dataset(1, 1), { testSize: 0.5 })).toThrow('leaves one part empty');
    expect(() => trainTestSplit(dataset(4, 4), { testSize: 1 })).toThrow('trainTestSplit: testSize must be');
    expect(() => trainTestSplit(dataset(4, 4), { seed: 0.5 })).toThrow('seed must be an integer, got 0.5.');
  });
});

describe('kFold', () => {
  it('tests every text once, each class in proportion', () => {
    const all = dataset(23, 12, 5);
    const splits = kFold(all, { folds: 5, seed: 2 });
    expect(splits.flatMap(({ test }) => [...test.rows]).toSorted((a, b) => a - b)).toEqual([
      ...all.texts.keys(),
    ]);
    for (const { train, test } of splits) {
      expect(test.texts).toHaveLength(8);
      const [a, b, c] = counts(test);
      expect([4, 5]).toContain(a);
      expect([2, 3]).toContain(b);
      expect(c).toBe(1);
      expect(train.texts.length + test.texts.length).toBe(40);
      expect(sharedTexts({ train, test })).toEqual([]);
    }
  });

  it('refuses more folds than different texts', () => {
    const same = { texts: ['a', 'A', 'b', 'b '], labels: Int32Array.of(0, 0, 1, 1), classes: ['x', 'y'] };
    expect(() => kFold(same, { folds: 3 })).toThrow(
      'folds must be at most the number of different texts, 2, got 3.',
    );
    expect(kFold(same, { folds: 2 }).map(({ test }) => test.texts)).toEqual([
      ['a', 'A'],
      ['b', 'b '],
    ]);
  });
});

describe('sharedTexts', () => {
  it('finds texts in two parts, regardless of their capitals and blanks', () => {
    const found = sharedTexts({
      train: { texts: ['A  fine film', 'dull', 'dull'] },
      validation: { texts: ['new'] },
      test: { texts: ['other', 'a fine\nfilm ', 'Dull'] },
    });
    expect(found).toEqual([
      { parts: ['train', 'test'], rows: [0, 1], text: 'A  fine film' },
      { parts: ['train', 'test'], rows: [1, 2], text: 'dull' },
    ]);
  });
});

describe('textParts', () => {
  it('gives the parts of the file', async () => {
    const csv = 'split,label,text\ntrain,a,one two\ntest,b,three\ntrain,b,four\ndev,a,five\n';
    const { train, validation, test } = textParts(await readLabelledTexts(csv));
    expect([train?.texts, [...train!.labels], [...train!.rows]]).toEqual([
      ['one two', 'four'],
      [0, 1],
      [0, 2],
    ]);
    expect([validation?.texts, test?.texts]).toEqual([['five'], ['three']]);
  });

  it('says what to do where the file has none', async () => {
    const all = await readLabelledTexts('text,label\na b,x\nc d,y\ne f,x\ng h,y\n', { name: 'x.csv' });
    expect(() => textParts(all)).toThrow('x.csv: it has no parts');
  });
});

describe('groups', () => {
  const dataset = {
    texts: Array.from({ length: 40 }, (_, i) => `text ${i}`),
    labels: Int32Array.from({ length: 40 }, (_, i) => i % 2),
    classes: ['no', 'yes'],
  };
  const groups = Array.from({ length: 40 }, (_, i) => `author ${Math.floor(i / 4)}`);

  it('texts of a group are in one part', () => {
    const { train, test: measured } = trainTestSplit(dataset, { testSize: 0.25, seed: 3, groups });
    const of = (rows: Int32Array) => new Set(Array.from(rows, (row) => groups[row]!));
    expect([...of(train.rows)].filter((group) => of(measured.rows).has(group))).toEqual([]);
    expect(train.texts.length + measured.texts.length).toBe(40);
  });

  it('copies of a text join the groups that they are in', () => {
    const texts = dataset.texts.with(39, 'TEXT  0');
    for (const { train } of kFold({ ...dataset, texts }, { folds: 3, groups })) {
      const rows = new Set(train.rows);
      expect([36, 37, 38, 39].every((row) => rows.has(row) === rows.has(0))).toBe(true);
    }
  });

  it('a group is needed for each text, and enough of them for the folds', () => {
    expect(() => trainTestSplit(dataset, { groups: ['a'] })).toThrow(
      'trainTestSplit: expected a group for each of the 40 texts, got 1.',
    );
    expect(() => kFold(dataset, { folds: 11, groups })).toThrow(
      'kFold: folds must be at most the number of different groups, 10, got 11.',
    );
  });
});
