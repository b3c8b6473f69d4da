import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Tokenizer } from '../src/index.ts';

const TEXTS = ['10 cats, 2 dogs', '2 cats "quoted" back\\slash', '1 __proto__ İ \ud800 映画'];

function fitted(options = {}): Tokenizer {
  const tokenizer = new Tokenizer({ numWords: 6, oovToken: '<UNK>', filters: ',', ...options });
  tokenizer.fitOnTexts(TEXTS);
  tokenizer.fitOnSequences([[2, 3]]);
  return tokenizer;
}

const python = process.env.SEQLOOM_PYTHON;

describe("Keras' JSON", () => {
  test.skipIf(python === undefined)(
    `is accepted by tokenizer_from_json and comes back equal${python ? '' : ' (skipped: SEQLOOM_PYTHON is not set)'}`,
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'seqloom-text-'));
      const oracle = new URL('../../../tooling/oracles/text.py', import.meta.url).pathname;
      try {
        const ours = fitted().toKerasJSON();
        writeFileSync(join(folder, 'ours.json'), ours);
        execFileSync(python!, [
          '-B',
          oracle,
          'reread',
          join(folder, 'ours.json'),
          join(folder, 'theirs.json'),
        ]);
        const theirs = readFileSync(join(folder, 'theirs.json'), 'utf8');
        expect(Tokenizer.fromKerasJSON(theirs).toKerasJSON()).toBe(ours);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  test('as keras_preprocessing writes it is read with the order of words kept', () => {
    // Written by tooling/oracles/text.py reread from a Tokenizer(num_words=3) fitted on ['b 10 b', '2 10'].
    const keras =
      '{"class_name": "Tokenizer", "config": {"num_words": 3, "filters": ",", "lower": true, "split": " ", ' +
      '"char_level": false, "oov_token": null, "document_count": 2, ' +
      '"word_counts": "{\\"b\\": 2, \\"10\\": 2, \\"2\\": 1}", "word_docs": "{\\"b\\": 1, \\"10\\": 2, \\"2\\": 1}", ' +
      '"index_docs": "{\\"1\\": 1, \\"2\\": 2, \\"3\\": 1}", "index_word": "{\\"1\\": \\"b\\", \\"2\\": \\"10\\", \\"3\\": \\"2\\"}", ' +
      '"word_index": "{\\"b\\": 1, \\"10\\": 2, \\"2\\": 3}"}}';
    const tokenizer = Tokenizer.fromKerasJSON(keras);
    expect(Array.from(tokenizer.wordCounts)).toEqual([
      ['b', 2],
      ['10', 2],
      ['2', 1],
    ]);
    expect(tokenizer.textsToSequences(['2 10 b'])).toEqual([[2, 1]]);
    expect(JSON.parse(tokenizer.toKerasJSON())).toEqual(JSON.parse(keras));
  });

  test('keeps a padding word that was added by hand', () => {
    const root = JSON.parse(fitted().toKerasJSON());
    root.config.word_index = root.config.word_index.replace('{', '{"<pad>": 0, ');
    const tokenizer = Tokenizer.fromKerasJSON(JSON.stringify(root));
    expect(tokenizer.sequencesToTexts([[0, 2]])).toEqual(['<pad> cats']);
    expect(Tokenizer.fromJSON(tokenizer.toJSON()).wordIndex.get('<pad>')).toBe(0);
  });

  test('that is broken is refused with the name of the field', () => {
    const change = (field: string, value: unknown): string => {
      const root = JSON.parse(fitted().toKerasJSON());
      root.config[field] = value;
      return JSON.stringify(root);
    };
    expect(() => Tokenizer.fromKerasJSON('{')).toThrow(
      new TypeError('Tokenizer: the text in the saved data must be a JSON text, got "{".'),
    );
    for (const dictionary of ['', '{"a": 1},', "{'a': 1}"]) {
      expect(() => Tokenizer.fromKerasJSON(change('word_counts', dictionary))).toThrow(
        'Tokenizer: word_counts in the saved data must be a JSON text, got',
      );
    }
    expect(() => Tokenizer.fromKerasJSON('{"class_name": "Sequential"}')).toThrow('class_name');
    expect(() => Tokenizer.fromKerasJSON(change('word_counts', 7))).toThrow('word_counts');
    expect(() => Tokenizer.fromKerasJSON(change('word_counts', '{"a": "b"}'))).toThrow('a count');
    expect(() => Tokenizer.fromKerasJSON(change('word_counts', '{"a": {"b": 1}}'))).toThrow('a count');
    expect(() => Tokenizer.fromKerasJSON(change('word_index', '{"a": -1}'))).toThrow('a count');
    expect(() => Tokenizer.fromKerasJSON(change('filters', 7))).toThrow('filters');
    expect(() => Tokenizer.fromKerasJSON(change('word_index', '{"cats": 2, "dogs": 2}'))).toThrow(
      new TypeError('Tokenizer: indices in the saved data must differ, got 2 for "cats" and "dogs".'),
    );
    expect(() => Tokenizer.fromKerasJSON(change('num_words', 'x'))).toThrow('num_words');
    const nested = `"filters":${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const deep = fitted()
      .toKerasJSON()
      .replace(/"filters":"(?:[^"\\]|\\.)*"/, () => nested);
    expect(() => Tokenizer.fromKerasJSON(deep)).toThrow(TypeError);
    expect(() => Tokenizer.fromKerasJSON(deep)).toThrow(
      'filters in the saved data must be a string, got [[[[',
    );
  });

  test('with names that objects have themselves is read, and of equal keys the last counts', () => {
    const root = JSON.parse(fitted().toKerasJSON());
    root.config.word_counts = '{"__proto__": 3, "10": 2, "to\\"String": 1, "10": 4}';
    expect([...Tokenizer.fromKerasJSON(JSON.stringify(root)).wordCounts]).toEqual([
      ['__proto__', 3],
      ['10', 4],
      ['to"String', 1],
    ]);
  });

  test('takes time in proportion to its length', () => {
    const root = JSON.parse(fitted().toKerasJSON());
    root.config.word_counts = `{"a":${' '.repeat(2_000_000)}1,${' '.repeat(2_000_000)}"b": 1}`;
    const from = performance.now();
    expect(Tokenizer.fromKerasJSON(JSON.stringify(root)).wordCounts.get('b')).toBe(1);
    // Some 20 ms; 50,000 blanks took 7 s where the time grew with the square.
    expect(performance.now() - from).toBeLessThan(2000);
  });

  test('with num_words 0 means no limit, as in Keras', () => {
    const root = JSON.parse(fitted().toKerasJSON());
    root.config.num_words = 0;
    expect(Tokenizer.fromKerasJSON(JSON.stringify(root)).options.numWords).toBeUndefined();
  });
});

describe('our JSON', () => {
  test('holds options, counts and numbering', () => {
    const tokenizer = fitted({ lower: false, split: '-', charLevel: true });
    const copy = Tokenizer.fromJSON(JSON.parse(JSON.stringify(tokenizer)));
    expect(copy.options).toEqual(tokenizer.options);
    expect(copy.toJSON()).toEqual(tokenizer.toJSON());
    expect(Array.from(copy.indexDocs)).toEqual(Array.from(tokenizer.indexDocs));
    expect([Tokenizer.className, tokenizer.className, tokenizer.toJSON().className]).toEqual(
      Array(3).fill('Tokenizer'),
    );
  });

  test('of a Tokenizer that was never fitted is read too', () => {
    const copy = Tokenizer.fromJSON(new Tokenizer({ oovToken: '?' }).toJSON());
    expect(copy.wordIndex.size).toBe(0);
    expect(() => copy.textsToSequences(['a'])).toThrow('Call fitOnTexts first');
  });

  test('asks for the analyzer again', () => {
    const analyzer = (text: string): string[] => text.split('|');
    const tokenizer = new Tokenizer({ analyzer });
    tokenizer.fitOnTexts(['a|b c']);
    const json = tokenizer.toJSON();
    expect(() => Tokenizer.fromJSON(json)).toThrow('Pass it to fromJSON');
    expect(Tokenizer.fromJSON(json, analyzer).textsToSequences(['b c'])).toEqual([[2]]);
  });

  test('that is broken is refused with the name of the field', () => {
    const { config } = fitted().toJSON();
    const broken: [string, unknown][] = [
      ['numWords', -1],
      ['filters', null],
      ['lower', 'yes'],
      ['words', [1]],
      ['counts', [1]],
      ['docs', {}],
      ['indices', config.indices.map(() => -2)],
      ['oovIndex', 'x'],
      ['indexDocs', [[1]]],
      ['words', config.words.map(() => 'same')],
    ];
    for (const [field, value] of broken) {
      const read = (): unknown =>
        Tokenizer.fromJSON({ className: 'Tokenizer', config: { ...config, [field]: value } });
      expect(read).toThrow(TypeError);
      expect(read).toThrow(field);
    }
    for (const json of [null, 7, [], { className: 'LSTM' }, { className: 'Tokenizer' }]) {
      expect(() => Tokenizer.fromJSON(json)).toThrow(TypeError);
    }
  });
});
