import { gzipSync } from 'node:zlib';
import { zipMember, zipOf } from '@seqloom/vitest/zip-archive';
import { packTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { readLabelledTexts } from '../../src/texts/read-labelled-texts.ts';
import type { ReadLabelledTextsOptions } from '../../src/texts/text-options.ts';

const encoder = new TextEncoder();
const read = (content: string | Uint8Array, options: ReadLabelledTextsOptions = {}) =>
  readLabelledTexts(content, { name: 'x', ...options });
const packZip = (files: Record<string, string>) =>
  new Uint8Array(zipOf(Object.entries(files).map(([name, content]) => zipMember(name, content))));
const lines = (...rows: string[]) => `${rows.join('\n')}\n`;

/** What every form of these four texts must give. */
const TEXTS = ['a fine film', 'a dull, long film', 'what a joy this was', 'it "bored" us all'];
const SENTIMENT = { texts: TEXTS, labels: Int32Array.of(1, 0, 1, 0), classes: ['neg', 'pos'] };
const QUOTED = [
  'a fine film,pos',
  '"a dull, long film",neg',
  'what a joy this was,pos',
  '"it ""bored"" us all",neg',
];
const NUMBERED = { texts: TEXTS, labels: Int32Array.of(1, 0, 1, 0), classes: ['0', '1'] };
const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf16 = (text: string, { big = false, mark = true } = {}) => {
  const units = [...(mark ? '\ufeff' : ''), ...text].join('');
  const bytes = new Uint8Array(2 * units.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < units.length; i++) view.setUint16(2 * i, units.charCodeAt(i), !big);
  return bytes;
};

describe('the forms of labelled texts', () => {
  const tabbed = TEXTS.map((text, i) => `${text}\t${i % 2 === 0 ? 'pos' : 'neg'}`);
  const numbered = TEXTS.map((text, i) => [text, i % 2 === 0 ? 1 : 0] as const);
  const comma = lines('text,label', ...QUOTED);

  it.each<[string, string | Uint8Array, ReadLabelledTextsOptions?]>([
    ['a comma file with names', comma],
    ["Kaggle's review,sentiment", lines('review,sentiment', ...QUOTED)],
    [
      'label first',
      lines(
        'sentiment,review',
        'pos,a fine film',
        'neg,"a dull, long film"',
        'pos,what a joy this was',
        'neg,"it ""bored"" us all"',
      ),
    ],
    ['no names', lines(...QUOTED)],
    ['a byte order mark', `\ufeff${comma}`],
    ['lines that end with CR LF', comma.replaceAll('\n', '\r\n')],
    ['lines that end with CR', comma.replaceAll('\n', '\r')],
    ['no end of the last line', comma.trimEnd()],
    ['tabs', lines('text\tlabel', ...tabbed)],
    ['tabs without names', lines(...tabbed)],
    [
      'semicolons',
      lines('text;label', ...TEXTS.map((text, i) => `${text.replaceAll('"', "'")};${i % 2 ? 'neg' : 'pos'}`))
        .replace("it 'bored' us", '"it ""bored"" us')
        .replace('all;', 'all";'),
    ],
    ['bars', lines('text|label', ...TEXTS.map((text, i) => `${text}|${i % 2 ? 'neg' : 'pos'}`))],
    ['a line that tells the delimiter', `sep=,\r\n${comma}`],
    [
      'names that the user chooses',
      comma.replace('text,label', 'said,kind'),
      { text: 'said', label: 'kind' },
    ],
    ['columns by number', lines(...QUOTED), { text: 1, label: 2, header: false }],
    ['an index of pandas', lines(',text,label', ...QUOTED.map((row, i) => `${i},${row}`))],
    ['row names of R', lines('"text","label"', ...QUOTED.map((row, i) => `"${i + 1}",${row}`))],
    [
      'empty columns of a spreadsheet',
      lines(
        'v1,v2,,,',
        'pos,a fine film,,,',
        'neg,"a dull, long film",,,',
        'pos,what a joy this was,,,',
        'neg,"it ""bored"" us all",,,',
      ),
    ],
    ['UTF-16 with a mark', utf16(comma)],
    ['UTF-16, big end first', utf16(comma, { big: true })],
    ['UTF-16 without a mark', utf16(comma, { mark: false })],
    ['packed by gzip', gzipSync(comma)],
    ['JSON lines', lines(...TEXTS.map((text, i) => JSON.stringify({ text, label: i % 2 ? 'neg' : 'pos' })))],
    [
      'a JSON array',
      JSON.stringify(
        TEXTS.map((text, i) => ({ id: i, text, label: i % 2 ? 'neg' : 'pos' })),
        null,
        2,
      ),
    ],
    [
      'JSON of one array a column',
      JSON.stringify({ text: TEXTS, label: ['pos', 'neg', 'pos', 'neg'] }, null, 1),
    ],
    [
      'JSON with the rows inside',
      JSON.stringify({ version: 1, data: TEXTS.map((text, i) => ({ text, label: i % 2 ? 'neg' : 'pos' })) }),
    ],
    ['JSON lines of pairs', lines(...TEXTS.map((text, i) => JSON.stringify([text, i % 2 ? 'neg' : 'pos'])))],
    [
      "fastText's training file",
      lines(...TEXTS.map((text, i) => `__label__${i % 2 ? 'neg' : 'pos'} ${text}`)),
    ],
    [
      'a zip of one table',
      packZip({ 'readme.txt': 'about', 'data/x.csv': comma, '__MACOSX/._x.csv': 'fork' }),
    ],
    [
      'a zip with several tables',
      packZip({ 'train.csv': comma, 'other.csv': 'a,b\n' }),
      { member: 'train.csv' },
    ],
  ])('%s', async (_, content, options = {}) => {
    const { texts, labels, classes } = await read(content, options);
    expect({ texts, labels, classes }).toEqual(SENTIMENT);
  });

  it.each([
    ['text, tab, number, as UCI publishes', lines(...numbered.map(([text, label]) => `${text} \t${label}`))],
    ['number, tab, text', lines(...numbered.map(([text, label]) => `${label}\t${text}`))],
    ['JSON lines with numbers', lines(...numbered.map(([text, label]) => JSON.stringify({ text, label })))],
    [
      'numbers as 1.0',
      lines('text,label', ...QUOTED)
        .replaceAll(',pos', ',1.0')
        .replaceAll(',neg', ',0'),
    ],
  ])('%s', async (_, content) => {
    const { texts, labels, classes } = await read(content);
    expect({ texts: texts.map((text) => text.trimEnd()), labels, classes }).toEqual(NUMBERED);
  });

  it("joins title and description of AG News' headerless files", async () => {
    const rows = [
      '"3","Wall St. Bears Claw Back","Short-sellers are, again, seeing green."',
      '"1","Talks end in the capital","The two sides agreed on very little."',
      '"3","Oil and economy cloud outlook","Soaring prices worry those who buy stocks."',
      '"1","A minister resigns over letters","Nobody in the cabinet had read them."',
    ];
    const { texts, classes, labels, report } = await read(lines(...rows));
    expect(texts[0]).toBe('Wall St. Bears Claw Back Short-sellers are, again, seeing green.');
    expect([classes, [...labels]]).toEqual([
      ['1', '3'],
      [1, 0, 1, 0],
    ]);
    expect(report).toMatchObject({ text: ['column 2', 'column 3'], label: 'column 1', header: false });
  });

  it('keeps line ends inside quotes', async () => {
    const { texts } = await read('text,label\n"one\ntwo, ""three""",a\n"four\r\nfive",a\nsix,b\nseven,b\n');
    expect(texts).toEqual(['one\ntwo, "three"', 'four\r\nfive', 'six', 'seven']);
  });

  it('keeps quotes of files of tabs that enclose nothing', async () => {
    const { texts } = await read('"Wow" is all I say\t1\nan inch: 1"\t0\n"never closed\t1\nfine by me\t0\n');
    expect(texts).toEqual(['"Wow" is all I say', 'an inch: 1"', '"never closed', 'fine by me']);
  });

  it('reads Latin-1 where it is asked for', async () => {
    const bytes = latin1('text,label\nun café très bon,1\nun thé froid,0\ndu pain,1\ndu sel,0\n');
    const { texts, report } = await read(bytes, { encoding: 'iso-8859-1' });
    expect(texts[0]).toBe('un café très bon');
    expect(report.encoding).toBe('windows-1252');
  });

  it('says when UTF-8 is read as something else', async () => {
    const bytes = encoder.encode('text,label\nun café,1\nun thé,0\ndu pain,1\ndu sel,0\n');
    const { report } = await read(bytes, { encoding: 'windows-1252' });
    expect(report.notices).toEqual(['the file is read as windows-1252, but its bytes are valid UTF-8 too']);
  });

  it.each([
    ['a zip', async (files: Record<string, string>) => packZip(files)],
    [
      'a packed tar',
      async (files: Record<string, string>) =>
        gzipSync(
          await packTar(
            Object.entries(files).map(([name, body]) => ({
              header: { name, size: encoder.encode(body).length, type: 'file' as const },
              body,
            })),
          ),
        ),
    ],
  ])('reads a folder per class in %s, by path', async (_, pack) => {
    const bytes = await pack({
      'set/README': 'about',
      'set/test/pos/1.txt': 'good test',
      'set/train/pos/2.txt': 'good two',
      'set/train/pos/10.txt': 'good ten',
      'set/train/neg/1.txt': 'bad, “oddly” quoted',
      'set/test/neg/1.txt': 'bad test',
    });
    const { texts, labels, classes, parts, report } = await read(bytes);
    expect(texts).toEqual(['bad test', 'good test', 'bad, “oddly” quoted', 'good ten', 'good two']);
    expect([[...labels], classes]).toEqual([
      [0, 1, 0, 1, 1],
      ['neg', 'pos'],
    ]);
    expect(parts).toEqual(['test', 'test', 'train', 'train', 'train']);
    expect(report.lines).toEqual([
      'x: 5 texts in 2 classes: neg (2), pos (3)',
      'a folder per class, utf-8; parts: test 2, train 3',
    ]);
  });

  it('reads a File of a page under its name', async () => {
    const file = new File([comma], 'reviews.csv');
    const { report, ...rest } = await readLabelledTexts(file);
    expect(rest).toEqual(SENTIMENT);
    expect(report.name).toBe('reviews.csv');
  });

  it('reads a stream, regardless of the borders of its pieces', async () => {
    const bytes = gzipSync(lines('text,label', ...QUOTED));
    for (const size of [1, 7, 1000]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      const { texts } = await readLabelledTexts(pieces);
      expect(texts).toEqual(TEXTS);
    }
  });
});

describe('what is seen', () => {
  it('orders number labels by number and others by code points, regardless of the order of the rows', async () => {
    const numbers = await read(lines('text,label', 'a b,10', 'c d,9', 'e f,10', 'g h,-1', 'i j,9', 'k l,-1'));
    expect([numbers.classes, [...numbers.labels], numbers.report.order]).toEqual([
      ['-1', '9', '10'],
      [2, 1, 2, 0, 1, 0],
      'number',
    ]);
    const words = await read(lines('text,label', 'a b,b', 'c d,Z', 'e f,b', 'g h,Z', 'i j,é', 'k l,é'));
    expect(words.classes).toEqual(['Z', 'b', 'é']);
    const codes = await read(lines('text,label', 'a b,010', 'c d,9', 'e f,010', 'g h,9'));
    expect(codes.classes).toEqual(['010', '9']);
  });

  it('numbers the classes as they are given', async () => {
    const { labels, report } = await read(lines('text,label', 'a b,pos', 'c d,pos'), {
      classes: ['pos', 'neg', 'none'],
    });
    expect([...labels]).toEqual([0, 0]);
    expect(report).toMatchObject({ order: 'given', counts: [2, 0, 0] });
  });

  it('passes over columns of numbers, dates and names, and says so', async () => {
    const { report } = await read(
      lines(
        'id,date,label,user,text',
        '1,Mon Apr 06 22:19:45 PDT 2009,0,anna,what a week this has been',
        '2,Mon Apr 06 22:19:49 PDT 2009,4,bert,sun at last and no rain in sight',
        '3,Mon Apr 06 22:19:53 PDT 2009,0,carl,the bus never came again',
        '4,Mon Apr 06 22:19:57 PDT 2009,4,dora,cake for breakfast and nobody to see it',
      ),
    );
    expect(report).toMatchObject({ text: ['text'], label: 'label', unused: ['id', 'date', 'user'] });
  });

  it('knows a number and its name as one label', async () => {
    const { report } = await read(
      lines('text,label,label_text', 'a b c,0,neg', 'c d e,1,pos', 'e f g,0,neg', 'g h i,1,pos'),
    );
    expect(report).toMatchObject({ label: 'label_text', unused: ['label'] });
  });

  it('names the columns of words that could be the label too, where none was asked for', async () => {
    const file = lines(
      'no;message;team;stars;country',
      '1;where is my parcel;delivery;1;at',
      '2;it broke on the first day;product;5;at',
      '3;the parcel came too late;delivery;5;de',
      '4;the screen has a scratch;product;1;de',
    );
    const { report } = await read(file);
    expect(report).toMatchObject({ label: 'stars', unused: ['no', 'team', 'country'] });
    expect(report.notices).toContain(
      'the label could also be "team", "country": say which with the option label',
    );
    expect((await read(file, { label: 'team' })).report.notices).toEqual([]);
  });

  it('finds the first line to be names by its words alone', async () => {
    const rows = [
      'the match was over before it began,sport',
      'stir until the sugar has dissolved,food',
      'they lost the cup in extra time,sport',
      'bake for an hour in a slow oven,food',
    ];
    const { report, texts } = await read(lines('what,kind', ...rows));
    expect([texts.length, report.header]).toEqual([4, true]);
  });

  it('tells the parts of a column split', async () => {
    const { parts, report } = await read(
      lines('split,label,text', 'train,1,a b', 'test,0,c d', 'train,0,e f', 'test,1,g h'),
    );
    expect(parts).toEqual(['train', 'test', 'train', 'test']);
    expect(report.unused).toEqual([]);
  });

  it('reports copies, contradictions and labels that differ in capitals', async () => {
    const { report } = await read(lines('text,label', 'a b,x', 'a b,x', 'a b,y', 'c d,X', 'e f,y', 'g h,X'));
    expect(report).toMatchObject({ duplicates: 1, contradictions: 1 });
    expect(report.notices).toEqual([
      '1 text is a copy of an earlier one',
      '1 text came before with another label; one of the two is wrong',
      'classes "X" and "x" differ in capitals only',
    ]);
  });

  it('leaves bad rows out where it may, and reports them', async () => {
    const { texts, report } = await read(
      lines('text,label', 'a b,x', ',x', 'c d,', 'e f,y', 'g,h,i,y', 'j k,x', 'l m,y'),
      { badRows: 'skip' },
    );
    expect(texts).toEqual(['a b', 'e f', 'j k', 'l m']);
    expect(report.droppedRows).toBe(3);
    expect(report.dropped.map(({ place, problem }) => `${place}: ${problem}`)).toEqual([
      'line 6: 4 fields, expected 2; a text with the delimiter in it must be in quotes',
      'line 3: column "text" is empty',
      'line 4: column "label" is empty',
    ]);
    expect(report.lines[1]).toContain('; 3 rows left out');
  });
});

describe('what is refused', () => {
  const good = ['a b c,x', 'd e f,y', 'g h i,x', 'j k l,y'];

  it.each<[string, string | Uint8Array, string, ReadLabelledTextsOptions?]>([
    ['nothing', '', 'x: the file is empty. Give a file with texts and labels.'],
    ['names alone', 'text,label\n', 'x: the file has no texts. Give a file with texts and labels.'],
    [
      'one class',
      lines('text,label', 'a b,x', 'c d,x'),
      'x: column "label" has one class, "x"; a classifier needs two or more. Add texts of another class.',
    ],
    [
      'labels that are all different',
      lines('text,label', 'a b,1', 'c d,2', 'e f,3'),
      'x: column "label" has 3 different labels for 3 texts, such as "1", "2", "3": it is hardly a class. Say which column is the label with the option label.',
    ],
    [
      'an empty text',
      lines('text,label', ...good, '" ",x'),
      'x: line 6: column "text" is empty. Correct it, or leave such rows out with badRows: "skip".',
    ],
    [
      'an empty label',
      lines('text,label', 'a b,', ...good),
      'x: line 2: column "label" is empty. Correct it, or leave such rows out with badRows: "skip".',
    ],
    [
      'no label at all',
      lines('text,label', 'a b,', 'c d,'),
      'x: column "label" is empty in all 2 rows, expected labels. Fill it, or choose another with the option label.',
    ],
    [
      'a ragged row',
      lines('text,label', ...good, 'no, not this,x'),
      'x: line 6: 3 fields, expected 2; a text with the delimiter in it must be in quotes. Correct it, or leave such rows out with badRows: "skip".',
    ],
    ['a short row', lines('text,label', ...good, 'no label'), 'x: line 6: 1 field, expected 2. Correct it'],
    [
      'a quote that is not closed',
      lines('text,label', ...good, '"never,x'),
      'x: line 6: a quote is not closed. Close the quote, or double the quotes inside a quoted text.',
    ],
    [
      'text after a closing quote',
      lines('text,label', ...good, '"so" they say,x'),
      'x: line 6: field 1 goes on after its closing quote; a quote inside a quoted text must be doubled ("").',
    ],
    [
      'bytes that are not UTF-8',
      latin1(lines('text,label', ...good, 'un café,x')),
      'x: line 6: the file is not UTF-8. Save it as UTF-8, or give the option encoding, for example "windows-1252".',
    ],
    [
      'mixed encodings',
      Uint8Array.from([
        ...encoder.encode(lines('text,label', ...good, 'un thé,x')),
        ...latin1('un café,y\n'),
      ]),
      'x: line 7 is not UTF-8, other lines are: the file mixes encodings. Save all of it as UTF-8.',
    ],
    [
      'zero bytes',
      Uint8Array.from([...encoder.encode(lines('text,label', ...good)), 0, 1]),
      'x: line 6 has a zero byte, so this is not a text file.',
    ],
    [
      'bytes of a program',
      Uint8Array.from({ length: 600 }, (_, i) => 1 + ((i * 37) % 255)),
      'x: line 1 has control characters, so this is not a text file.',
    ],
    [
      'JSON lines with ever new names',
      lines(...Array.from({ length: 10_001 }, (_, i) => `{"k${i}":1}`)),
      'x: line 10001: there are more than 10000 different names in the file.',
    ],
    ['a Parquet file', 'PAR1\n\n', 'x: this is a Parquet file. Write it as CSV or JSON lines.'],
    [
      'one column',
      lines('text', 'a b', 'c d'),
      'x: the lines are not cut into columns by tabs, semicolons, bars or commas; expected a text and a label in each.',
    ],
    [
      'two texts',
      lines(
        'question1,question2,kind',
        'who is there,who goes there,1',
        'what is it,where is it,0',
        'is it far,is it near,1',
        'why not now,why not then,0',
      ),
      'x: several columns may be the text: "question1", "question2". Say which column is the text with the option text.',
    ],
    [
      'two labels',
      lines('text,topic,sentiment', 'a b c,s,1', 'd e f,s,0', 'g h i,t,1', 'j k l,t,0'),
      'x: several columns may be the label: "topic", "sentiment". Say which column is the label with the option label.',
    ],
    [
      'a first line that may be either',
      lines('what film,kind', 'fine show,no', 'odd act,yes', 'bad song,no', 'old play,yes'),
      'x: line 1 may name the columns or be the first text: "what film", "kind". Say with header: true or header: false whether the first line names the columns.',
      { delimiter: ',' },
    ],
    [
      'a column that is not there',
      lines('text,label', ...good),
      'x: there is no column "Label"; its columns: "text", "label". Did you mean "label"?',
      { label: 'Label' },
    ],
    [
      'a number beyond the columns',
      lines('text,label', ...good),
      'x: there is no column 3; its columns: "text", "label".',
      { text: 3 },
    ],
    [
      'one column as both',
      lines('text,label', ...good),
      'x: column "label" cannot be both the text and the label.',
      { text: 'label', label: 2 },
    ],
    [
      'a label that is not given',
      lines('text,label', ...good),
      'x: line 2: label "x" in column "label" is not one of the classes "y", "z". Correct the label, or add it to the option classes.',
      { classes: ['y', 'z'] },
    ],
    [
      'a line that is not JSON',
      lines('{"text":"a b","label":1}', '{"text":"c'),
      'x: line 2: this is not JSON. Correct it',
    ],
    ['JSON that ends too early', '[{"text":"a b","label":1},\n{"text":\n', 'x: the file is not JSON ('],
    [
      'JSON of another form',
      '{"a": 1,\n"b": 2}\n',
      'x: expected an array of objects such as [{"text": "…", "label": "…"}], or one such object a line.',
    ],
    [
      'an option of another form',
      lines('{"text":"a b","label":1}', '{"text":"c d","label":1}'),
      'x: this is JSON, for which the option header means nothing. Leave it out.',
      { header: true },
    ],
    [
      'two labels of fastText',
      lines('__label__a one', '__label__a __label__b two'),
      'x: line 2: there are 2 labels, __label__a __label__b; a text has one class.',
    ],
    [
      'a line of fastText without label',
      lines('__label__a one', 'two three'),
      'x: line 2: there is no label such as __label__name at its beginning.',
    ],
    [
      'a path',
      'data/reviews.csv',
      'x: expected the text of a file, got "data/reviews.csv". A path is for readLabelledTextsFile.',
    ],
    [
      'several tables',
      packZip({ 'a.csv': 'x', 'b.csv': 'y' }),
      'x: there are several tables in it: "a.csv", "b.csv". Name the one you want with the option member.',
    ],
    [
      'a member that is not there',
      packZip({ 'a.csv': 'x' }),
      'x: there is no file "c.csv" in it; it holds "a.csv".',
      { member: 'c.csv' },
    ],
    [
      'a workbook',
      packZip({ 'xl/workbook.xml': '<x/>' }),
      'x: this is an Excel workbook. Save the sheet as CSV.',
    ],
    [
      'one folder of texts',
      packZip(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`pos/${i}.txt`, 'good']))),
      'x: all 20 texts are in one folder; expected a folder for each class.',
    ],
    [
      'an empty text in a folder',
      packZip({ 'pos/1.txt': 'good', 'neg/1.txt': '' }),
      'x: neg/1.txt: column "text" is empty.',
    ],
    [
      'damaged gzip',
      gzipSync(lines('text,label', ...good)).subarray(0, 30),
      'x: the gzip data are damaged or cut off. Fetch it again.',
    ],
    [
      'a damaged zip',
      packZip({ 'a.csv': lines('text,label', ...good) }).subarray(0, 60),
      'x: the zip archive is truncated or damaged (it has no directory). Fetch it again.',
    ],
  ])('%s', async (_, content, message, options = {}) => {
    const error = await read(content, options).then(
      () => undefined,
      (thrown: unknown) => thrown as Error,
    );
    expect(error?.name).toBe('DatasetError');
    expect(error?.message.slice(0, message.length)).toBe(message);
  });

  it('what fills the memory: packed zeros, fields without end, more than maxBytes', async () => {
    const bomb = gzipSync(new Uint8Array(40 << 20).fill(0x61));
    await expect(read(bomb)).rejects.toThrow('bytes in it. If it is meant to be that large, raise maxBytes.');
    const zip = packZip({ 'a.csv': 'a'.repeat(40 << 20) });
    await expect(read(zip)).rejects.toThrow('the texts take more than 33554432 bytes');
    await expect(read(lines('text,label', ...good), { maxBytes: 300 })).rejects.toThrow('raise maxBytes');
    await expect(read(`${','.repeat(20_000)}\n`.repeat(3))).rejects.toThrow('the rows have 20001 fields');
  });

  it('options that do not exist or do not fit', async () => {
    const given = (options: object) => read('a,b\n', options as ReadLabelledTextsOptions);
    await expect(given({ labels: 'x' })).rejects.toThrow('readLabelledTexts: has no setting "labels".');
    await expect(given({ text: 0 })).rejects.toThrow('text must be the number of a column, from 1, got 0.');
    await expect(given({ text: [] })).rejects.toThrow('text must name at least one column, got [].');
    await expect(given({ delimiter: 'ab' })).rejects.toThrow('delimiter must be one ASCII character');
    await expect(given({ encoding: 'utf-9' })).rejects.toThrow('encoding must be an encoding such as');
    await expect(given({ classes: ['a', 'a'] })).rejects.toThrow(
      'classes must be two or more different labels',
    );
    await expect(given({ badRows: 'drop' })).rejects.toThrow('badRows must be one of stop, skip');
    await expect(given({ header: 1 })).rejects.toThrow('header must be true or false, got 1.');
    await expect(given({ encoding: 'utf-8' })).rejects.toThrow(
      'encoding is for bytes, and a string was given.',
    );
  });
});
