import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  type ReadWordVectorsOptions,
  readWordVectors,
  type SkippedRow,
  VectorFormatError,
} from '../src/index.ts';
import { word2vecBinary } from './binary.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string, options?: ReadWordVectorsOptions) => readWordVectors(bytes(text), options);

const GLOVE = 'the 0.5 -1 2\n, 1e-3 0.25 -0.125\nnaïve 7 8 9\n';

describe('text', () => {
  test('of GloVe has no header and gives words and numbers in order', async () => {
    const vectors = await read(GLOVE);
    expect(vectors.words).toEqual(['the', ',', 'naïve']);
    expect(vectors.dimensions).toBe(3);
    expect([...vectors.data]).toEqual([0.5, -1, 2, Math.fround(1e-3), 0.25, -0.125, 7, 8, 9]);
  });

  test('of word2vec and fastText has a header, and perhaps blanks at the ends of lines', async () => {
    const vectors = await read('2 2\nи 0.5 1 \r\nв 2 3\t\n');
    expect(vectors.words).toEqual(['и', 'в']);
    expect([...vectors.data]).toEqual([0.5, 1, 2, 3]);
  });

  test('may lack its last line feed and have empty lines', async () => {
    expect((await read('a 1 2\n\nb 3 4')).words).toEqual(['a', 'b']);
  });

  test('may have words with blanks: the last numbers are the vector', async () => {
    const text = 'a 1 2\n. . 3 4\nat 5 p.m. 6 7\nb 8 9\n';
    const vectors = await read(text);
    expect(vectors.words).toEqual(['a', '. .', 'at 5 p.m.', 'b']);
    expect([...vectors.data]).toEqual([1, 2, 3, 4, 6, 7, 8, 9]);
    const wanted = await read(text, { words: ['. .', 'at 5 p.m.'] });
    expect(wanted.words).toEqual(['. .', 'at 5 p.m.']);
  });

  test('is the same however the bytes are cut, also inside a character', async () => {
    const whole = await read(GLOVE);
    for (let size = 1; size < 20; size++) {
      const pieces = [];
      const all = bytes(GLOVE);
      for (let at = 0; at < all.length; at += size) pieces.push(all.slice(at, at + size));
      const cut = await readWordVectors(pieces);
      expect(cut.words).toEqual(whole.words);
      expect(cut.data).toEqual(whole.data);
    }
  });
});

describe('a byte order mark', () => {
  test('in front is no part of the header or of the first word', async () => {
    const withHeader = await read('\ufeff2 3\na 1 2 3\nb 4 5 6\n');
    expect([withHeader.words, withHeader.dimensions]).toEqual([['a', 'b'], 3]);
    const pieces = Array.from(bytes(`\ufeff${GLOVE}`), (byte) => Uint8Array.of(byte));
    expect((await readWordVectors(pieces)).words).toEqual(['the', ',', 'naïve']);
  });

  test('with numbers behind it is a word', async () => {
    expect((await read('\ufeff 1 2\na 3 4\n')).words).toEqual(['\ufeff', 'a']);
  });
});

describe('what is no source or option', () => {
  const readAny = (source: unknown) => readWordVectors(source as Uint8Array);

  test.each([
    ['glove.txt', 'got "glove.txt". Open a file with createReadStream of node:fs'],
    [undefined, 'got undefined.'],
    [new ArrayBuffer(8), 'got ArrayBuffer(8).'],
    [
      ['the 1 2\n'],
      'a chunk of source must be a Uint8Array, got "the 1 2\\n". Give bytes: open a stream without',
    ],
  ])('is refused: %j', async (source, message) => {
    await expect(readAny(source)).rejects.toThrow(TypeError);
    await expect(readAny(source)).rejects.toThrow(message);
  });

  test.each([
    [{ storage: 'int4' }, 'readWordVectors: storage must be one of float32, int8, got "int4".'],
    [{ format: 'word2vec' }, 'format must be one of text, word2vec-binary, got "word2vec".'],
    [{ badRows: 'ignore' }, 'badRows must be one of refuse, skip, got "ignore".'],
    [{ onSkip: true }, 'onSkip must be a function, got true.'],
    [{ maxWords: 3 }, 'readWordVectors: has no setting "maxWords". Its settings: name, limit, words,'],
  ])('is refused: %j', async (options, message) => {
    await expect(read(GLOVE, options as ReadWordVectorsOptions)).rejects.toThrow(message);
  });
});

describe('binary', () => {
  const rows: [string, number[]][] = [
    ['the', [1.5, -2]],
    ['größe', [0, 1e-30]],
    ['x', [3, 4]],
  ];

  test('of word2vec is told from text, with and without line feeds between entries', async () => {
    for (const lineFeeds of [true, false]) {
      const vectors = await readWordVectors(word2vecBinary(rows, undefined, lineFeeds));
      expect(vectors.words).toEqual(['the', 'größe', 'x']);
      expect(vectors.data).toEqual(Float32Array.from([1.5, -2, 0, 1e-30, 3, 4]));
    }
  });

  test('is the same however the bytes are cut', async () => {
    const all = word2vecBinary(rows);
    for (let size = 1; size < 15; size++) {
      const pieces = [];
      for (let at = 0; at < all.length; at += size) pieces.push(all.slice(at, at + size));
      expect((await readWordVectors(pieces)).words).toEqual(['the', 'größe', 'x']);
    }
  });

  test('can be insisted on where the first vector looks like text', async () => {
    const digits = word2vecBinary([['a', [Buffer.from('1.23').readFloatLE(0)]]]);
    expect((await readWordVectors(digits)).data[0]).toBe(Math.fround(1.23));
    const insisted = await readWordVectors(digits, { format: 'word2vec-binary' });
    expect(insisted.data[0]).toBe(Buffer.from('1.23').readFloatLE(0));
  });
});

describe('sources', () => {
  test('may be one array, chunks, a stream or an asynchronous iterable', async () => {
    async function* chunks() {
      yield bytes(GLOVE.slice(0, 9));
      yield bytes(GLOVE.slice(9));
    }
    const stream = new Response(GLOVE).body!;
    for (const source of [bytes(GLOVE), [bytes(GLOVE)], chunks(), stream]) {
      expect((await readWordVectors(source)).size).toBe(3);
    }
  });

  test('may be gzipped', async () => {
    expect((await readWordVectors(gzipSync(GLOVE))).words).toEqual(['the', ',', 'naïve']);
  });

  test('that are gzipped and damaged or cut off are refused', async () => {
    const packed = gzipSync(GLOVE.repeat(3).replaceAll(/^\S+/gm, () => `w${Math.sqrt(counter++)}`));
    const damaged = packed.map((byte, i) => (i === packed.length - 6 ? byte ^ 1 : byte));
    for (const bad of [damaged, packed.subarray(0, packed.length - 10), packed.subarray(0, 5)]) {
      await expect(readWordVectors(bad)).rejects.toThrow('the gzip data are damaged or cut off');
      await expect(readWordVectors(bad)).rejects.toBeInstanceOf(VectorFormatError);
    }
  });
  let counter = 2;

  test('are closed when reading ends early, and their own errors pass through', async () => {
    for (const pack of [bytes, (text: string) => gzipSync(text)]) {
      let closed = false;
      async function* endless() {
        try {
          yield pack(GLOVE);
          for (;;) yield new Uint8Array(1000);
        } finally {
          closed = true;
        }
      }
      expect((await readWordVectors(endless(), { limit: 1 })).words).toEqual(['the']);
      await vi.waitFor(() => expect(closed).toBe(true));
      async function* broken() {
        yield pack(GLOVE).subarray(0, 20);
        throw new Error('the disk is gone');
      }
      await expect(readWordVectors(broken())).rejects.toThrow('the disk is gone');
    }
  });
});

describe('options', () => {
  test('limit counts rows of the file, before the filter', async () => {
    expect((await read(GLOVE, { limit: 2 })).words).toEqual(['the', ',']);
    expect((await read(GLOVE, { limit: 2, words: ['the', 'naïve'] })).words).toEqual(['the']);
    const binary = word2vecBinary([
      ['a', [1]],
      ['b', [2]],
      ['c', [3]],
    ]);
    expect((await readWordVectors(binary, { limit: 2 })).words).toEqual(['a', 'b']);
    for (const limit of [0, -1, 1.5, Number.NaN]) {
      await expect(read(GLOVE, { limit })).rejects.toThrow(`limit must be a positive integer, got ${limit}`);
    }
  });

  test('words keeps only these, in the order of the file', async () => {
    const vectors = await read(GLOVE, { words: ['naïve', 'missing', 'the'] });
    expect(vectors.words).toEqual(['the', 'naïve']);
    expect([...vectors.vector('naïve')!]).toEqual([7, 8, 9]);
    await expect(read(GLOVE, { words: [] })).rejects.toThrow('words must not be empty');
    await expect(read(GLOVE, { words: 'the' })).rejects.toThrow('words must be a list of words, got "the".');
  });

  test('words ends the reading once all are found', async () => {
    const vectors = await read(`${GLOVE}this line is broken\n`, { words: ['the', ','] });
    expect(vectors.size).toBe(2);
  });

  test('int8 storage keeps each number to half a step of its row', async () => {
    const value = fc.float({ min: -10, max: 10, noNaN: true });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 20 }),
        async (rows) => {
          const text = rows.map((row, i) => `w${i} ${row.join(' ')}\n`).join('');
          const vectors = await read(text, { storage: 'int8' });
          expect(vectors.data).toBeInstanceOf(Int8Array);
          for (const [i, row] of rows.entries()) {
            const largest = Math.max(...row.map(Math.abs));
            const stored = vectors.vectorAt(i);
            // Half a step, and the rounding of the step itself to float32.
            for (let d = 0; d < 3; d++)
              expect(Math.abs(stored[d]! - row[d]!)).toBeLessThanOrEqual(largest * 0.00394 + 1e-40);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('any word', () => {
  test('is possible, names of the prototype too', async () => {
    const words = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '\ufeffbom', '🎲'];
    const vectors = await read(words.map((word, i) => `${word} ${i} 1\n`).join(''));
    expect(vectors.words).toEqual(words);
    for (const [i, word] of words.entries()) expect(vectors.vector(word)![0]).toBe(i);
    expect(vectors.has('isPrototypeOf')).toBe(false);
  });
});

describe('bad rows', () => {
  const skipped = async (source: Uint8Array, options: ReadWordVectorsOptions = {}) => {
    const rows: SkippedRow[] = [];
    const vectors = await readWordVectors(source, {
      badRows: 'skip',
      onSkip: (row) => rows.push(row),
      ...options,
    });
    return { words: vectors.words, rows };
  };

  const TEXT: [what: string, text: string, row: number, reason: string, words: string[]][] = [
    ['too few numbers', 'a 1 2\nb 3\nc 4 5\n', 2, 'there are 1 numbers, expected 2', ['a', 'c']],
    ['no numbers', 'a 1 2\nb\nc 4 5\n', 2, 'there are 0 numbers, expected 2', ['a', 'c']],
    ['NaN', 'a 1 2\nb 3 nan\nc 4 5\n', 2, 'number 2 must be a finite float32, got "nan"', ['a', 'c']],
    ['an infinity', 'a 1 2\nb -inf 3\n', 2, 'number 1 must be a finite float32, got "-inf"', ['a']],
    [
      'a number too large for float32',
      'a 1 2\nb 1e39 3\n',
      2,
      'number 1 must be a finite float32, got "1e39"',
      ['a'],
    ],
    ['text among the numbers', 'a 1 2\nb 3 x 4 y\n', 2, 'number 2 must be a finite float32, got "x"', ['a']],
    [
      'fewer rows than the header says',
      '3 2\na 1 2\nb 3 4\n',
      3,
      'the header promises 3 words, the file ends after 2',
      ['a', 'b'],
    ],
    [
      'more rows than the header says',
      '1 2\na 1 2\nb 3 4\n',
      3,
      'the header promises 1 words, but there are more',
      ['a'],
    ],
    [
      'rows longer than the header says',
      '2 2\na 1 2 3\nb 3 4\n',
      2,
      'there are 3 numbers, expected 2',
      ['b'],
    ],
  ];
  test.each(TEXT)(
    'with %s are refused by row and reason, or skipped',
    async (_what, text, row, reason, words) => {
      const refused = await read(text).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(VectorFormatError);
      expect(refused).toMatchObject({
        row,
        message: expect.stringContaining(`Word vectors, row ${row}: ${reason}`),
      });
      const result = await skipped(bytes(text));
      expect(result.words).toEqual(words);
      expect(result.rows).toEqual([
        expect.objectContaining({ row, reason: expect.stringContaining(reason) }),
      ]);
    },
  );

  describe('in front of a file without a header', () => {
    const GOOD = 'the 0.1 0.2\nof 0.3 0.4\nand 0.1 0.3\nto 0.5 0.6\n';
    test.each([
      ['a word of blanks', '. . . 0.4 0.5\n', ['. . .']],
      ['numbers too few', 'a 1\n', []],
      ['numbers too many', 'a 1 2 3\n', []],
      ['a comment', '# vectors of 2 dimensions\n', []],
      ['a line without numbers', 'word\n', []],
    ])('%s does not decide for the rest', async (_what, first, kept) => {
      for (const source of [
        bytes(first + GOOD),
        Array.from(bytes(first + GOOD), (byte) => Uint8Array.of(byte)),
      ]) {
        const rows: SkippedRow[] = [];
        const onSkip = (row: SkippedRow) => rows.push(row);
        const vectors = await readWordVectors(source, { badRows: 'skip', onSkip });
        expect(vectors.dimensions).toBe(2);
        expect(vectors.words).toEqual([...kept, 'the', 'of', 'and', 'to']);
        expect(rows.map(({ row }) => row)).toEqual(kept.length > 0 ? [] : [1]);
      }
    });

    test('two lines that disagree are read by the one that explains both', async () => {
      const vectors = await read('. . . 0.4 0.5\nthe 0.1 0.2\n');
      expect([vectors.words, vectors.dimensions]).toEqual([['. . .', 'the'], 2]);
    });

    test('a row of the file is counted from 1 when it is refused', async () => {
      await expect(read(`a 1 2 3\n${GOOD}`)).rejects.toThrow('row 1: there are 3 numbers, expected 2.');
    });

    test('the number of dimensions can be given', async () => {
      const text = `a b 1 2\nc d 3 4\n`;
      expect((await read(text, { dimensions: 2 })).words).toEqual(['a b', 'c d']);
      await expect(read('1 3\na 1 2 3\n', { dimensions: 2 })).rejects.toThrow(
        'row 1: the header names 3 dimensions, the option dimensions is 2.',
      );
      await expect(read(text, { dimensions: 0 })).rejects.toThrow('dimensions must be a positive integer');
    });
  });

  test('alone are refused, because nothing would be left', async () => {
    await expect(skipped(bytes('1 3\na 1 2\n'))).rejects.toThrow(
      'row 2: there are 2 numbers, expected 3. No row of the file could be read.',
    );
  });

  test('are refused with the name of the file and the way out', async () => {
    const text = 'a 1 2 3\nb 3 4\n';
    const error = await read(text, { name: 'glove.txt' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: `glove.txt, row 2: there are 2 numbers, expected 3. Set badRows: 'skip' to read the good rows alone.`,
      problem: 'there are 2 numbers, expected 3.',
      row: 2,
    });
    await expect(read('', { name: 'empty.txt' })).rejects.toThrow('empty.txt: the file holds no vectors.');
    const cut = gzipSync(bytes(GLOVE)).subarray(0, 30);
    const damaged = await readWordVectors(cut, { name: 'cut.gz' }).catch((thrown: unknown) => thrown);
    expect(damaged).toMatchObject({
      message: 'cut.gz: the gzip data are damaged or cut off.',
      cause: expect.any(Error),
    });
  });

  test('of binary files are refused by entry and reason, or skipped', async () => {
    const nan = word2vecBinary([
      ['a', [1, 2]],
      ['b', [3, Number.NaN]],
      ['c', [4, 5]],
    ]);
    await expect(readWordVectors(nan)).rejects.toThrow('row 2: number 2 must be finite, got NaN');
    expect(await skipped(nan)).toMatchObject({ words: ['a', 'c'], rows: [{ row: 2, word: 'b' }] });
    const more = word2vecBinary(
      [
        ['a', [1, 2]],
        ['b', [3, 4]],
      ],
      '1 2',
    );
    await expect(readWordVectors(more)).rejects.toThrow(
      'row 2: the header promises 1 words, but there is more',
    );
    expect((await skipped(more)).words).toEqual(['a']);
    const fewer = word2vecBinary(
      [
        ['a', [1, 2]],
        ['b', [3, 4]],
      ],
      '3 2',
    );
    await expect(readWordVectors(fewer)).rejects.toThrow(
      'row 3: the header promises 3 words, the file ends after 2.',
    );
    expect((await skipped(fewer)).words).toEqual(['a', 'b']);
  });

  test('with a word that came before are always skipped: the first one wins', async () => {
    const rows: SkippedRow[] = [];
    const vectors = await read('a 1 2\nb 3 4\na 5 6\n', { onSkip: (row) => rows.push(row) });
    expect(rows).toEqual([{ row: 3, word: 'a', reason: 'the word came before' }]);
    expect([...vectors.data]).toEqual([1, 2, 3, 4]);
  });

  test('of a truncated binary file are noticed at every length', async () => {
    const whole = word2vecBinary(
      [
        ['aa', [1, 2]],
        ['b', [3, 4]],
      ],
      undefined,
      false,
    );
    for (let length = 0; length < whole.length; length++) {
      await expect(readWordVectors(whole.subarray(0, length))).rejects.toThrow(VectorFormatError);
    }
  });
});

describe('files that are no word vectors', () => {
  const HOSTILE: [what: string, source: Uint8Array, reason: string][] = [
    ['nothing', bytes(''), 'the file holds no vectors'],
    [
      'prose',
      bytes('It was the best of times\nit was the worst of times\n'),
      'row 1: number 1 must be a finite float32, got "was"',
    ],
    ['one word a line', bytes('apple\npear\n'), 'row 1: vectors must have 1 … 65536 numbers, got 0'],
    [
      'a count of 2^31',
      bytes('2147483648 100\na 1'),
      'row 1: the header promises 2147483648 words, at most 16777215 fit',
    ],
    [
      '10^9 dimensions',
      bytes('10 1000000000\na 1'),
      'row 1: the header must name 1 … 65536 dimensions, got 1000000000',
    ],
    ['no dimensions', bytes('10 0\na'), 'row 1: the header must name 1 … 65536 dimensions, got 0'],
    [
      'a word without end',
      Buffer.concat([Buffer.from('5 2\n'), Buffer.alloc(10_000, 'x')]),
      'row 2: there are 0 numbers',
    ],
    [
      'a binary word without end',
      Buffer.concat([word2vecBinary([['a', [1, 2]]], '5 2'), Buffer.alloc(10_000, 'x')]),
      'row 2: the word is longer than 4096 bytes',
    ],
    ['a line without end', Buffer.alloc(3_000_000, '1 '), 'row 1: the line is longer than 1048576 bytes'],
    [
      '70,000 numbers a line',
      bytes(`a${' 1'.repeat(70_000)}\n`),
      'row 1: vectors must have 1 … 65536 numbers, got 70000',
    ],
    [
      'a fastText model',
      Uint8Array.of(0xba, 0x16, 0x4f, 0x2f, 12, 0, 0, 0),
      'this is a binary model of fastText',
    ],
    [
      'an old fastText model',
      new Uint8Array(100).fill(5, 0, 1),
      'Old binary models of fastText look like this',
    ],
    ['a header without rows', bytes('5 2\n'), 'the header promises 5 words, the file ends after 0'],
    ['a header alone', bytes('5 2'), 'the header promises 5 words, the file ends after 0'],
  ];
  test.each(HOSTILE)(
    'such as %s are refused with the reason, at once',
    async (_what, source, reason) => {
      const error = await readWordVectors(source).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(VectorFormatError);
      expect((error as Error).message).toContain(reason);
    },
    5000,
  ); // milliseconds: each takes a few, and a loaded machine many times that

  test('2,000 mutated files each end in vectors or a VectorFormatError', async () => {
    const good = [
      bytes(GLOVE),
      bytes('2 3\nab 1 2 3\ncd 4 5 6\n'),
      word2vecBinary([
        ['ab', [1, 2]],
        ['cd', [3, 4]],
        ['__proto__', [5, 6]],
      ]),
      new Uint8Array(gzipSync(GLOVE)),
    ];
    const change = fc.tuple(fc.nat(200), fc.nat(255));
    const mutated = fc
      .tuple(fc.constantFrom(...good), fc.array(change, { maxLength: 3 }), fc.nat(200), fc.boolean())
      .map(([file, changes, length, cut]) => {
        const copy = file.slice(0, cut ? length : file.length);
        for (const [at, byte] of changes) if (at < copy.length) copy[at] = byte;
        return copy;
      });
    await fc.assert(
      fc.asyncProperty(mutated, fc.constantFrom('refuse', 'skip'), async (file, badRows) => {
        const result = await readWordVectors(file, { badRows }).catch((error: unknown) => error);
        if (result instanceof Error) expect(result).toBeInstanceOf(VectorFormatError);
      }),
      { numRuns: 2000 },
    );
  });
});
