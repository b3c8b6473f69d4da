import { describe, expect, it } from 'vitest';
import { readLabelledTexts } from '../../src/texts/read-labelled-texts.ts';
import { readTexts } from '../../src/texts/read-texts.ts';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf16 = (text: string): Uint8Array =>
  Uint8Array.from([0xff, 0xfe, ...Array.from(text, (c) => [c.charCodeAt(0), 0]).flat()]);

describe('readTexts', () => {
  it.each([
    [
      'a column among others',
      'id,text\n7,"a goal, late"\n8,the bank\n',
      'x.csv',
      ['a goal, late', 'the bank'],
    ],
    ['labels, which are not read', 'label\ttext\na\tone b\nc\ttwo d\n', 'x.tsv', ['one b', 'two d']],
    ['one column with a name', 'text\n"a, b"\nplain\n', 'x.csv', ['a, b', 'plain']],
    ['one column, commas outside quotes', 'text\na, b\nc, d\n', 'x.csv', ['a, b', 'c, d']],
    [
      'one column without a name',
      'a film of two hours\na book of two pages\n',
      'x.csv',
      ['a film of two hours', 'a book of two pages'],
    ],
    ['words that stand for no number', 'text\nNA\nnull\n-\n12\n""\n', 'x.csv', ['NA', 'null', '-', '12', '']],
    [
      'AG News, whose first line is a text',
      '"3","Wall St. bears are back","Short-sellers are seeing green again today."\n"4","Space is not far","A private team was founded by an engineer."\n"3","Oil is up again","Prices have gone up for the third day."\n"4","A probe goes silent","The probe has sent its last picture home."\n',
      'test.csv',
      [
        'Wall St. bears are back Short-sellers are seeing green again today.',
        'Space is not far A private team was founded by an engineer.',
        'Oil is up again Prices have gone up for the third day.',
        'A probe goes silent The probe has sent its last picture home.',
      ],
    ],
    ['JSON lines, one without a text', '{"n":1,"text":"a b"}\n{"n":2}\n', 'x.jsonl', ['a b', '']],
    ['a JSON array over lines', '[\n {"text": "a b"},\n {"text": "c d"}\n]', 'x.json', ['a b', 'c d']],
    ['fastText', '__label__a one b\n__label__c two d\n', 'x.txt', ['one b', 'two d']],
    ['a text a line', 'one, two\r\n\r\n[three\tfour]\r\n', 'x.txt', ['one, two', '', '[three\tfour]']],
  ])('reads %s', async (_, content, name, expected) => {
    expect((await readTexts(content, { name })).texts).toEqual(expected);
  });

  it('reads other encodings', async () => {
    expect((await readTexts(utf16('un café\n'))).texts).toEqual(['un café']);
    expect((await readTexts(latin1('un café\n'), { encoding: 'latin1' })).texts).toEqual(['un café']);
    await expect(readTexts(latin1('un thé\nun café\n'))).rejects.toThrow(
      'texts: line 1: the file is not UTF-8. Save it as UTF-8, or give the option encoding',
    );
  });

  it('says what it has seen, and where a text is missing', async () => {
    const { lines, form } = await readTexts('id;text\n1;a b\n2;\n3;""\n', { name: 'x.csv' });
    expect(form).toBe('delimited');
    expect(lines).toEqual([
      'columns between semicolons, named in the first line, utf-8; text: "text"',
      '2 without a text, the first in line 3',
    ]);
    const { lines: alone } = await readTexts('text\na b\n', { name: 'x.csv' });
    expect(alone).toEqual(['one column, utf-8; text: "text"']);
    expect((await readTexts('a\nb\n')).lines).toEqual(['a text a line, utf-8']);
  });

  it('refuses what it cannot mean', async () => {
    await expect(readTexts('', { name: 'x.txt' })).rejects.toThrow(
      'x.txt: the file is empty. Give a file with texts.',
    );
    await expect(readTexts('a b\n', { name: 'x.txt', text: 'review' })).rejects.toThrow(
      'x.txt: a text a line has no columns. Leave the option text out.',
    );
    await expect(readTexts('id,text\n1,a\n', { name: 'x.csv', text: 'txt' })).rejects.toThrow(
      'x.csv: there is no column "txt"; its columns: "id", "text".',
    );
    await expect(readTexts('text,label\na,1\nb c\n', { name: 'x.csv' })).rejects.toThrow(
      'x.csv: line 3: 1 field, expected 2.',
    );
    await expect(readTexts('a', { label: 'b' } as never)).rejects.toThrow('readTexts: ');
  });
});

describe('labelled texts', () => {
  it('lie in objects in the objects of JSON', async () => {
    const rows = ['a b', 'c d', 'e f', 'g h'].map((text, i) =>
      JSON.stringify({
        id: i,
        data: { body: `${text} of a story` },
        meta: { topic: i % 2 ? 'x' : 'y', tags: ['t'] },
      }),
    );
    const options = { text: 'data.body', label: 'meta.topic' };
    const { texts, classes } = await readLabelledTexts(rows.join('\n'), options);
    expect([texts[0], classes]).toEqual(['a b of a story', ['x', 'y']]);
    expect((await readLabelledTexts(`[${rows.join(',')}]`)).report.text).toEqual(['data.body']);
  });

  it('in two encodings are read as one that is asked for, with a notice', async () => {
    const encoder = new TextEncoder();
    const bytes = Uint8Array.from([
      ...encoder.encode('text,label\nun thé,1\ndu pain,0\ndu sel,1\n'),
      ...latin1('un café,0\n'),
    ]);
    const { report } = await readLabelledTexts(bytes, { encoding: 'windows-1252' });
    expect(report.notices).toContain(
      'the file is read as windows-1252, but some of its lines are valid UTF-8: it mixes encodings',
    );
  });
});
