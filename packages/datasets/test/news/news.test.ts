import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { beforeAll, describe, expect, it } from 'vitest';
import { agNewsTexts } from '../../src/news/ag-news.ts';
import { parseReuters, type ReutersDocument, readReutersArchive } from '../../src/news/reuters.ts';
import { largestTopics, reutersTexts } from '../../src/news/reuters-texts.ts';
import { readAgNews, readReuters } from '../../src/node/read-news.ts';

const data = process.env.SEQLOOM_DATA;
const news = join(data ?? '', 'ag_news_test_7600.csv.gz');
const reuters = join(data ?? '', 'reuters21578.tar.gz');
const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('AG News', () => {
  const rows = '"3","Wall St.","Stocks rise, #36;5."\n"1","Talks","They talk."\n"2","Cup","They win."\n';

  it('joins title and text, and names the topics in the order of their numbers', async () => {
    for (const csv of [rows, `label,title,description\n${rows}`]) {
      const { texts, labels, classes } = await agNewsTexts(csv, { name: 'test.csv' });
      expect(texts).toEqual(['Wall St. Stocks rise, #36;5.', 'Talks They talk.', 'Cup They win.']);
      expect([[...labels], classes]).toEqual([
        [2, 0, 1],
        ['World', 'Sports', 'Business', 'Sci/Tech'],
      ]);
    }
  });

  it('refuses other labels', async () => {
    await expect(agNewsTexts(rows.replace('"2"', '"7"'), { name: 'x' })).rejects.toThrow(
      'x: line 3: label "7" in column "column 1" is not one of the classes "1", "2", "3", "4".',
    );
  });

  it.skipIf(!existsSync(news))('reads the test part (skipped without the file in SEQLOOM_DATA)', async () => {
    const { texts, report, classes } = await readAgNews(news);
    expect([texts.length, report.counts, classes[0]]).toEqual([7600, [1900, 1900, 1900, 1900], 'World']);
  });

  it('says what file it wants', async () => {
    await expect(readAgNews('none.csv')).rejects.toThrow(
      'none.csv: no such file. Give train.csv or test.csv of AG News.',
    );
  });
});

const DOCUMENTS = `<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="5" NEWID="2">
<DATE>26-FEB-1987 15:01:01.79</DATE>
<TOPICS><D>grain</D><D>wheat</D></TOPICS>
<PLACES><D>usa</D></PLACES>
<TEXT>&#2;
<TITLE>CARGILL &amp; CO &lt;CGL> SELLS WHEAT</TITLE>
<DATELINE>    CHICAGO, Feb 26 - </DATELINE><BODY>It sold
wheat for caf\xe9s.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
<REUTERS TOPICS="YES" LEWISSPLIT="TEST" CGISPLIT="TRAINING-SET" OLDID="6" NEWID="1">
<DATE>27-FEB-1987</DATE><TOPICS><D>earn</D></TOPICS>
<TEXT TYPE="BRIEF">&#2;
<TITLE>PROFITS UP</TITLE>
&#3;</TEXT>
</REUTERS>
<REUTERS TOPICS="NO" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="7" NEWID="3">
<DATE>28-FEB-1987</DATE><TOPICS></TOPICS>
<TEXT TYPE="UNPROC">&#2;
Reserves...1 vs 2
&#3;</TEXT>
</REUTERS>
`;

describe('Reuters-21578', () => {
  it('takes title, body, topics and part from the SGML', () => {
    expect(parseReuters(latin1(DOCUMENTS), 'x')).toEqual([
      {
        id: 2,
        part: 'train',
        date: '26-FEB-1987 15:01:01.79',
        title: 'CARGILL & CO <CGL> SELLS WHEAT',
        body: 'It sold\nwheat for cafés.',
        topics: ['grain', 'wheat'],
      },
      { id: 1, part: 'test', date: '27-FEB-1987', title: 'PROFITS UP', body: '', topics: ['earn'] },
      { id: 3, part: 'unused', date: '28-FEB-1987', title: '', body: 'Reserves...1 vs 2', topics: [] },
    ]);
  });

  it('refuses documents that do not end or have no id, with the line', () => {
    const parse = (text: string) => () => parseReuters(latin1(text), 'x');
    expect(parse(DOCUMENTS.slice(0, 300))).toThrow('x: line 2: document 2 does not end.');
    expect(parse(DOCUMENTS.replace('</REUTERS>', ''))).toThrow('x: line 2: document 2 does not end.');
    expect(parse(DOCUMENTS.replace('NEWID="1"', ''))).toThrow('x: line 13: a document without NEWID.');
  });

  it('refuses an archive that is cut off or lacks files', async () => {
    const body = latin1(DOCUMENTS);
    const tar = await packTar([{ header: { name: 'reut2-000.sgm', size: body.length, type: 'file' }, body }]);
    const read = (bytes: Uint8Array) =>
      readReutersArchive(new Blob([bytes as BlobPart]).stream(), { name: 'x' });
    await expect(read(gzipSync(tar))).rejects.toThrow(
      'x: expected the 22 files reut2-000.sgm … reut2-021.sgm in it, found 1.',
    );
    await expect(read(gzipSync(tar).subarray(0, 200))).rejects.toThrow(
      'x: the archive is truncated or damaged',
    );
    await expect(
      readReutersArchive(new Blob([gzipSync(tar) as BlobPart]).stream(), { maxBytes: 10 }),
    ).rejects.toThrow('raise maxBytes');
  });

  const document = (
    id: number,
    part: ReutersDocument['part'],
    topics: readonly string[],
  ): ReutersDocument => ({
    id,
    part,
    topics,
    date: '',
    title: `t${id}`,
    body: 'b',
  });

  it('is open about documents with several topics', () => {
    const documents = [
      document(1, 'train', ['grain', 'wheat']),
      document(2, 'train', ['grain']),
      document(3, 'train', ['wheat']),
      document(4, 'train', ['acq']),
      document(5, 'train', []),
      document(6, 'test', ['wheat', 'grain']),
      document(7, 'unused', ['grain']),
    ];
    expect(largestTopics(documents, 2)).toEqual(['grain', 'wheat']);
    const labels = (several: 'skip' | 'first' | 'repeat') => {
      const { train, test } = reutersTexts(documents, { largest: 2, several });
      expect([train.several, train.none, test.several, test.none]).toEqual([1, 2, 1, 0]);
      return [[...train.labels], [...test.labels]];
    };
    expect(labels('skip')).toEqual([[0, 1], []]);
    expect(labels('first')).toEqual([[0, 0, 1], [1]]);
    expect(labels('repeat')).toEqual([
      [0, 1, 0, 1],
      [1, 0],
    ]);
    expect(() => reutersTexts(documents, { topics: ['grain', 'gold'] })).toThrow(
      'reutersTexts: topics must be topics of training documents, got "gold".',
    );
    expect(() => reutersTexts(documents, { topics: ['grain'] })).toThrow('two or more different topics');
  });

  describe.skipIf(!existsSync(reuters))('the collection (skipped without the file in SEQLOOM_DATA)', () => {
    let documents: readonly ReutersDocument[];
    beforeAll(async () => {
      documents = await readReuters(reuters);
    });

    // the numbers of README.txt in the archive, section VIII.B
    it('has the documents of the split that Apté modified', () => {
      const size = (part: ReutersDocument['part']) => documents.filter((each) => each.part === part).length;
      expect([documents.length, size('train'), size('test'), size('unused')]).toEqual([
        21578, 9603, 3299, 8676,
      ]);
      expect(documents.every(({ id }, i) => id === i + 1)).toBe(true);
    });

    // Joachims 1998 gives these counts, but 182 for corn and 118 for trade: documents 5467 and 19918 name them twice
    it('has the ten largest topics with their documents', () => {
      const ten = ['earn', 'acq', 'money-fx', 'grain', 'crude', 'trade', 'interest', 'wheat', 'ship', 'corn'];
      expect(largestTopics(documents, 10)).toEqual(ten);
      const { train, test } = reutersTexts(documents, { several: 'repeat' });
      expect(train.counts).toEqual([2877, 1650, 538, 433, 389, 369, 347, 212, 197, 181]);
      expect(test.counts).toEqual([1087, 719, 179, 149, 189, 117, 131, 71, 89, 56]);
    });
  });
});
