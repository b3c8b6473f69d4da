import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../src/node/run-command.ts';
import { fakeTerminal } from '../../src/node/testing/fake-terminal.ts';
import { textsCommand } from '../../src/node/texts-command.ts';
import { textTask } from '../../src/texts/text-task.ts';

const task = textTask({
  name: 'desk',
  holds: 'a model of news',
  named: [],
  question: 'Which desk?',
  subject: 'News',
  samples: 'texts',
});
const command = textsCommand({
  task,
  description: 'Which desk?',
  version: '1.2.3',
  data: { hint: 'PATH', help: 'Texts' },
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-own-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(argv: readonly string[], input: readonly string[] = []) {
  const terminal = fakeTerminal(input);
  const code = await runCommand(command, argv, terminal);
  return { code, ...terminal.written };
}

const lastLine = (text: string) => JSON.parse(text.trimEnd().split('\n').at(-1)!);
const WORDS = {
  sport: ['goal', 'team', 'match', 'striker', 'cup'],
  money: ['bank', 'shares', 'profit', 'market', 'price'],
  space: ['rocket', 'orbit', 'planet', 'probe', 'comet'],
};
/** Ten texts of three classes each, five words that only the class has and a number. */
const rows = Object.entries(WORDS).flatMap(([label, words]) =>
  Array.from({ length: 10 }, (_, i) => ({
    text: `the ${words[i % 5]} and the ${words[(i + 1) % 5]} and the ${words[(i + 2) % 5]}, story ${i}`,
    label,
  })),
);
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const csv = (delimiter: string, header: readonly [string, string] | undefined) =>
  [
    ...(header ? [header.join(delimiter)] : []),
    ...rows.map(({ text, label }) => [quoted(text), label].join(delimiter)),
  ].join('\n');

async function stored(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function folders(): Promise<string> {
  const root = join(folder, 'classes');
  for (const [i, { text, label }] of rows.entries()) {
    await mkdir(join(root, label), { recursive: true });
    await writeFile(join(root, label, `${i}.txt`), text);
  }
  return root;
}

describe('three classes of ten texts', () => {
  it.each<[string, () => Promise<string>, string[]]>([
    ['a CSV', () => stored('a.csv', csv(',', ['text', 'label'])), []],
    ['JSON lines', () => stored('a.jsonl', rows.map((row) => JSON.stringify(row)).join('\n')), []],
    ['a folder per class', folders, []],
    ['a TSV', () => stored('a.tsv', csv('\t', ['text', 'label'])), []],
    ['columns as Kaggle has them', () => stored('b.csv', csv(',', ['review', 'sentiment'])), []],
    [
      'semicolons and other names',
      () => stored('c.csv', csv(';', ['Meldung', 'Ressort'])),
      ['--text', 'Meldung', '--label', 'Ressort'],
    ],
    ['UTF-16', () => stored('d.csv', Buffer.from(`\ufeff${csv(',', ['text', 'label'])}`, 'utf16le')), []],
    ['no line of names', () => stored('e.csv', csv(',', undefined)), ['--no-header']],
    [
      "fastText's form",
      () => stored('f.txt', rows.map(({ text, label }) => `__label__${label} ${text}`).join('\n')),
      [],
    ],
    ['a JSON array', () => stored('g.json', JSON.stringify(rows)), []],
    [
      'its own parts',
      () =>
        stored(
          'h.csv',
          [
            'text,label,split',
            ...rows.map(({ text, label }, i) => `${quoted(text)},${label},${i % 5 === 0 ? 'test' : 'train'}`),
          ].join('\n'),
        ),
      [],
    ],
  ])('from %s train, evaluate and predict', async (name, make, more) => {
    const data = await make();
    const out = join(folder, `out of ${name.replaceAll(/\W/g, '')}`);
    const trained = await run([
      'train',
      '--model',
      'bag',
      '--data',
      data,
      ...more,
      '--threads',
      '1',
      '--out',
      out,
      '--json',
    ]);
    expect(trained.err).toBe('');
    const result = lastLine(trained.out);
    expect(result).toMatchObject({ testSamples: 6, trainSamples: 19, validationSamples: 5 });
    // words that only one class has: what was learned tells them apart
    expect(result.testAccuracy).toBe(1);
    expect(result.scores.perClass.map(({ label }: { label: string }) => label)).toEqual([
      'money',
      'space',
      'sport',
    ]);
    const file = join(out, 'model.safetensors');
    const measured = await run(['evaluate', '--model-file', file, '--data', data, ...more, '--json']);
    expect(lastLine(measured.out)).toMatchObject({
      testSamples: 6,
      testAccuracy: result.testAccuracy,
      testLoss: result.testLoss,
      baselineAccuracy: result.baselineAccuracy,
    });
    const said = await run(['predict', '--model-file', file, 'the rocket and the comet', 'a goal', 'xyzzy']);
    expect(
      said.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { line: 1, score: expect.any(Number), label: 'space', knownWords: 5 },
      { line: 2, score: expect.any(Number), label: 'sport', knownWords: 1 },
      { line: 3, score: expect.any(Number), label: 'unknown', knownWords: 0 },
    ]);
    const page = await readFile(join(out, 'index.html'), 'utf8');
    expect(page).toContain('pnpm desk train --model bag --data');
  });

  it('tells what was seen in a file of the user', async () => {
    const data = await stored('seen.csv', csv(';', ['review', 'sentiment']));
    const { err } = await run(['train', '--model', 'bag', '--data', data, '--epochs', '1']);
    expect(err).toContain('30 texts in 3 classes: money (10), space (10), sport (10)');
    expect(err).toContain('columns between semicolons, named in the first line');
    expect(err).toContain('label: "sentiment"');
  });

  it('measures other texts whole, and a fold where one is asked for', async () => {
    const data = await stored('fold.csv', csv(',', ['text', 'label']));
    const out = join(folder, 'fold');
    const train = ['train', '--model', 'bag', '--epochs', '1', '--data', data];
    expect(lastLine((await run([...train, '--fold', '1/2', '--out', out, '--json'])).out).testSamples).toBe(
      15,
    );
    expect(lastLine((await run([...train, '--test-split', '0.5', '--json'])).out).testSamples).toBe(15);
    const other = await stored('other.csv', csv(',', ['text', 'label']).replaceAll('story', 'report'));
    const evaluate = (file: string, ...more: string[]) =>
      run(['evaluate', '--model-file', join(out, 'model.safetensors'), '--data', file, ...more]);
    const samples = async (file: string, ...more: string[]) =>
      lastLine((await evaluate(file, ...more, '--json')).out).testSamples;
    expect(await samples(other)).toBe(30);
    expect((await evaluate(other)).err).toContain(
      'measured on all 30 texts, as the model was trained on others',
    );
    expect(await samples(other, '--test-split', '0.5')).toBe(15);
    expect(await samples(other, '--test-split', '1')).toBe(30);
    expect(await samples(data)).toBe(15);
    const said = async (...more: string[]) =>
      (await evaluate(data, ...more)).err.trimEnd().split('\n').at(-1);
    expect(await said()).toBe(
      'measured on 15 of 30 texts, the test part of the texts that the model was trained on',
    );
    expect(await said('--fold', '1/2')).toBe('measured on 15 of 30 texts');
    expect(await said('--fold', '2/2')).toBe(
      'measured on 15 of 30 texts, 15 of which the model has learned from: the figure is too good',
    );
    expect(await samples(data, '--test-split', '1')).toBe(30);
    expect(await said('--test-split', '1')).toBe(
      'measured on all 30 texts: --test-split 1, 15 of which the model has learned from: the figure is too good',
    );
    expect((await run([...train, '--test-split', '1'])).err).toContain(
      '--test-split: 1 leaves no text to train on',
    );
  });

  it('measures few other texts, too few to keep a part of them', async () => {
    const data = await stored('many.csv', csv(',', ['text', 'label']));
    const out = join(folder, 'many');
    await run(['train', '--model', 'bag', '--epochs', '1', '--data', data, '--out', out]);
    const few = await stored(
      'few.csv',
      'text,label\na goal,sport\nthe match,sport\nthe rocket,space\na bank,space\n',
    );
    const model = join(out, 'model.safetensors');
    const { out: measured, err } = await run(['evaluate', '--model-file', model, '--data', few, '--json']);
    expect(err).toBe('');
    expect(lastLine(measured).testSamples).toBe(4);
  });

  it('measures the test part that a file names, or all of it', async () => {
    const lines = rows.map(
      ({ text, label }, i) => `${quoted(text)},${label},${i % 5 === 0 ? 'test' : 'train'}`,
    );
    const data = await stored('parts.csv', ['text,label,split', ...lines].join('\n'));
    const out = join(folder, 'parts');
    await run(['train', '--model', 'bag', '--epochs', '1', '--data', data, '--out', out]);
    const evaluate = ['evaluate', '--model-file', join(out, 'model.safetensors'), '--data', data];
    expect((await run(evaluate)).err).toContain('measured on the 6 of 30 texts that are for the test');
    const whole = await run([...evaluate, '--test-split', '1', '--json']);
    expect(lastLine(whole.out).testSamples).toBe(30);
    expect((await run([...evaluate, '--test-split', '0.5'])).err).toContain('the data say themselves');
  });

  it('writes answers to a file, whole or not at all', async () => {
    const data = await stored('answers.csv', csv(',', ['text', 'label']));
    const out = join(folder, 'answers');
    await run(['train', '--model', 'bag', '--data', data, '--out', out]);
    const file = join(out, 'model.safetensors');
    const texts = await stored('in.csv', 'id,text\n7,"a goal, the match"\n8,the bank\n');
    const target = join(folder, 'answers.out.csv');
    const { code, out: printed } = await run([
      'predict',
      '--model-file',
      file,
      '--in',
      texts,
      '--out',
      target,
    ]);
    expect([code, printed]).toEqual([0, '']);
    const lines = (await readFile(target, 'utf8')).trimEnd().split('\r\n');
    expect(lines[0]).toBe('text,score,label,knownWords');
    expect(lines[1]).toMatch(/^"a goal, the match",[\d.]+,sport,\d$/);
    expect(lines[2]).toMatch(/^the bank,[\d.]+,money,\d$/);
    const jsonl = join(folder, 'answers.out.jsonl');
    await run(['predict', '--model-file', file, '--out', jsonl], ['a rocket\nshares\n']);
    expect(
      (await readFile(jsonl, 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).label),
    ).toEqual(['space', 'money']);
    const bad = join(folder, 'bad.jsonl');
    const none = await stored('none.jsonl', '{"text":"a goal"}\n{"text":\n');
    const refused = await run(['predict', '--model-file', file, '--in', none, '--out', bad]);
    expect(refused.err).toContain(
      'none.jsonl: line 2: this is not JSON. Leave such rows out with --skip-bad-rows.',
    );
    expect(await readdir(folder)).not.toContain('bad.jsonl');
    const formula = await stored('formula.csv', 'text\n"=HYPERLINK(""http://x"")"\n-5\n- a goal\n');
    const sheet = join(folder, 'sheet.csv');
    await run(['predict', '--model-file', file, '--in', formula, '--out', sheet]);
    expect(
      (await readFile(sheet, 'utf8')).split('\r\n').map((line) => line.replace(/,[\d.]+,\w+,\d$/, '')),
    ).toEqual(['text,score,label,knownWords', `"'=HYPERLINK(""http://x"")"`, '-5', "'- a goal", '']);
  });

  it('answers for texts of any form, and says what it has seen', async () => {
    const data = await stored('forms.csv', csv(',', ['text', 'label']));
    const out = join(folder, 'forms');
    await run(['train', '--model', 'bag', '--data', data, '--out', out]);
    const file = join(out, 'model.safetensors');
    const predict = (path: string, ...more: string[]) =>
      run(['predict', '--model-file', file, '--in', path, ...more]);
    const labels = (lines: string) =>
      lines
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).label);
    const texts = ['the rocket', 'a goal', 'the bank'];
    const latin = await stored('latin.txt', Buffer.from(`${texts.join('\n')}\ncaf\xe9\n`, 'latin1'));
    const refused = await predict(latin);
    expect([refused.code, refused.err]).toEqual([
      1,
      `${latin}: line 4: the file is not UTF-8. Save it as UTF-8, or give --encoding, for instance windows-1252.\n`,
    ]);
    const answered = await predict(latin, '--encoding', 'latin1');
    expect([labels(answered.out), answered.err]).toEqual([['space', 'sport', 'money', 'unknown'], '']);
    // without names: the first line is a text
    const rows = texts.map((text, i) => `${i % 2}\t${text} and what came of it\n`);
    const unnamed = await predict(await stored('unnamed.tsv', rows.join('')));
    expect([labels(unnamed.out), unnamed.err]).toEqual([
      ['space', 'sport', 'money'],
      'columns between tabs, without names, utf-8; text: "column 2"\n',
    ]);
    const json = await stored(
      'array.json',
      JSON.stringify(
        texts.map((text) => ({ text })),
        undefined,
        1,
      ),
    );
    expect(labels((await predict(json)).out)).toEqual(['space', 'sport', 'money']);
    expect((await run(['predict', '--model-file', file, '--encoding', 'latin1', 'a goal'])).err).toBe(
      '--encoding: is about the file of --in. Give --in FILE.\n',
    );
  });

  it('shows no control characters of a label', async () => {
    const words = { '\u001b[31mred': 'a goal of the match', '\u0007bell': 'the bank has a loss' };
    const rows = Array.from({ length: 20 }, (_, i) =>
      Object.entries(words)
        .map(([label, text]) => `${text} ${i},${label}\n`)
        .join(''),
    );
    const data = await stored('hostile.csv', `text,label\n${rows.join('')}`);
    const { code, out, err } = await run(['train', '--model', 'bag', '--epochs', '1', '--data', data]);
    expect(code).toBe(0);
    expect(err).toContain('\ufffd[31mred (20)');
    for (const control of ['\u0007', '\u001b']) expect(out + err).not.toContain(control);
  });

  it('sweeps over numbers of a network, each model with those that it has', async () => {
    const data = await stored('sweep.csv', csv(',', ['text', 'label']));
    const { out, err, code } = await run([
      ...'sweep --models bag,average,lstm --embedding-size 4,8 --units 4 --layers 1,2 --dropout 0.1 --learning-rate 0.01 --maxlen 8 --words 50 --seeds 1,2 --epochs 1 --json'.split(
        ' ',
      ),
      '--data',
      data,
    ]);
    expect([code, err]).toEqual([0, '']);
    const { groups } = lastLine(out);
    // bag: layers; average: embedding size; lstm: both
    expect(groups.map(({ series }: { series: string }) => series)).toEqual([
      'bag, 1 layers',
      'bag, 2 layers',
      'average, 4 embedding size',
      'average, 8 embedding size',
      'lstm, 4 embedding size, 1 layers',
      'lstm, 4 embedding size, 2 layers',
      'lstm, 8 embedding size, 1 layers',
      'lstm, 8 embedding size, 2 layers',
    ]);
    expect(groups.every(({ runs }: { runs: number }) => runs === 2)).toBe(true);
  });
});

describe('bad input', () => {
  it.each<[string, string, string | Uint8Array, string[], RegExp]>([
    [
      'one class',
      'one.csv',
      `text,label\n${'some text,a\n'.repeat(3)}other,a\n`,
      [],
      /one\.csv: .*label.*(?:one|a single)/i,
    ],
    [
      'an empty text',
      'empty.csv',
      'text,label\na b,x\n"",y\nc d,y\n',
      [],
      /empty\.csv: line 3: column "text" is empty\..*--skip-bad-rows/,
    ],
    [
      'an empty label',
      'nolabel.csv',
      'text,label\na b,x\nc d,\ne f,y\n',
      [],
      /nolabel\.csv: line 3: column "label" is empty/,
    ],
    [
      'no column of labels',
      'column.csv',
      'text,label\na b,x\nc d,y\n',
      ['--label', 'stars'],
      /column\.csv: .*"stars"/,
    ],
    ['more classes than texts', 'many.csv', 'text,label\na b,x\nc d,y\ne f,z\n', [], /many\.csv: /],
    [
      'mixed encodings',
      'mixed.csv',
      Buffer.concat([Buffer.from('text,label\ncafé,x\n'), Buffer.from('caf\xe9,y\n', 'latin1')]),
      [],
      /mixed\.csv: line 3 is not UTF-8/,
    ],
    ['no file', 'none', '', [], /no such file/],
    [
      'a malformed fold',
      'fold2.csv',
      csv(',', ['text', 'label']),
      ['--fold', '6/5'],
      /--fold: expected K\/N/,
    ],
    [
      'an unknown option',
      'x.csv',
      csv(',', ['text', 'label']),
      ['--lable', 'x'],
      /--lable: no such option\. Did you mean '--label'\?/,
    ],
  ])(
    '%s ends in one line with exit code 1, and nothing is written',
    async (_, name, content, more, message) => {
      const data = name === 'none' ? join(folder, 'none') : await stored(name, content);
      const out = join(folder, 'never');
      const {
        code,
        out: printed,
        err,
      } = await run(['train', '--model', 'bag', '--data', data, '--out', out, ...more]);
      expect(err).toMatch(message);
      expect(err.trimEnd().split('\n')).toHaveLength(1);
      expect([code, printed]).toEqual([1, '']);
      expect(await readdir(folder)).not.toContain('never');
    },
  );

  it('a label that the model does not know is refused when it is measured', async () => {
    const data = await stored('known.csv', csv(',', ['text', 'label']));
    const out = join(folder, 'known');
    await run(['train', '--model', 'bag', '--epochs', '1', '--data', data, '--out', out]);
    const other = await stored('unknown.csv', csv(',', ['text', 'label']).replaceAll('space', 'art'));
    const { code, err } = await run([
      'evaluate',
      '--model-file',
      join(out, 'model.safetensors'),
      '--data',
      other,
      '--json',
    ]);
    expect(code).toBe(1);
    expect(JSON.parse(err).message).toBe(
      'unknown.csv: has the label "art", which the model does not know. Its labels: money, space, sport.',
    );
  });
});
