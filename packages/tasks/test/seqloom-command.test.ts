import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSeqloom } from '../src/node/index.ts';
import { fakeTerminal } from '../src/node/testing/fake-terminal.ts';
import { smallCsv } from './series/small-weather.ts';
import { smallSource } from './texts/small-texts.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-command-'));
  const { classes, train } = smallSource(3);
  const rows = train.texts.map((text, i) => `${text},${classes[train.labels[i]!]}`);
  await writeFile(join(folder, 'texts.csv'), `message,desk\n${rows.join('\n')}\n`);
  await writeFile(join(folder, 'series.csv'), smallCsv({ rows: 300 }));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const terminal = fakeTerminal();
  const words = argv.map((word) => word.replace('@', `${folder}/`));
  const code = await runSeqloom(words, terminal, { version: '1.2.3' });
  return { code, out: terminal.written.out, err: terminal.written.err };
}

const last = (out: string) => JSON.parse(out.trimEnd().split('\n').at(-1)!) as Record<string, unknown>;

test('classifies a table, and uses the model', async () => {
  const trained = await run(
    'classify',
    '@texts.csv',
    '--epochs',
    '6',
    '--words',
    '100',
    '--out',
    '@texts',
    '--json',
  );
  expect(trained.err).toBe('');
  expect(last(trained.out)).toMatchObject({
    event: 'result',
    model: 'bag',
    testAccuracy: 1,
    testSamples: 24,
  });
  const measured = await run('evaluate', '@texts.csv', '--model-file', '@texts/model.safetensors', '--json');
  expect(last(measured.out)).toMatchObject({ testAccuracy: 1, testSamples: 24 }); // the texts that were kept
  const answered = await run('predict', '--model-file', '@texts/model.safetensors', 'the striker scored');
  expect(last(answered.out)).toMatchObject({ label: 'sport' });
  const explained = await run(
    'predict',
    '--model-file',
    '@texts/model.safetensors',
    '--explain',
    'the striker, xyz',
  );
  const { words } = last(explained.out) as { words: { word: string; influence: number }[] };
  expect(words.map(({ word }) => word)).toEqual(['the', 'striker', 'xyz']);
  expect(words[1]!.influence).toBeGreaterThan(0);
  expect(words[2]!.influence).toBe(0);
  expect((await run('predict', 'a text')).err).toContain('--model-file: is missing.');
});

test('forecasts a series, and uses the model', async () => {
  const options = ['--target', 'temp', '--horizon', '6', '--lookback', '24', '--step', '1'];
  const trained = await run('forecast', '@series.csv', ...options, '--out', '@series', '--json');
  expect(last(trained.out)).toMatchObject({ event: 'result', model: 'ridge', target: 'temp' });
  const said = await run(
    'predict',
    '@series.csv',
    '--model-file',
    '@series/model.safetensors',
    '--out',
    '@next.csv',
  );
  expect(said.out).toContain('"temp" on 2020-01-13 17:00 UTC');
  expect(await readFile(join(folder, 'series', 'index.html'), 'utf8')).toContain('--horizon 6');
  expect((await readFile(join(folder, 'next.csv'), 'utf8')).trimEnd().split('\r\n')).toHaveLength(7);
  const swept = await run(
    'sweep',
    'forecast',
    '@series.csv',
    ...options,
    '--models',
    'ridge',
    '--seeds',
    '1',
    '--json',
  );
  expect(last(swept.out)).toMatchObject({ event: 'result' });
});

test('help says what stands beside the options, and what is taken without them', async () => {
  for (const command of ['classify', 'forecast', 'evaluate']) {
    expect((await run(command, '--help')).out).toContain(`seqloom ${command} FILE [OPTIONS]`);
  }
  expect((await run('sweep', 'forecast', '--help')).out).toContain('seqloom sweep forecast FILE [OPTIONS]');
  expect((await run('predict', '--help')).out).toContain('seqloom predict [TEXT …] [OPTIONS]');
  const { out } = await run('forecast', '--help');
  expect(out).toContain(
    '(ridge or gru, the one with the smaller error on the validation part; also dlinear for several rows; dlinear or gru for quantiles)',
  );
  expect(out).toContain(
    'The column of times; date+time of day; or year+month+day+hour+minute (found in the file)',
  );
});

test('a standard input without a line is said to be empty', async () => {
  await run('classify', '@texts.csv', '--model', 'bag', '--epochs', '1', '--out', '@empty');
  const { code, out, err } = await run('predict', '--model-file', '@empty/model.safetensors');
  expect([code, out]).toEqual([0, '']);
  expect(err).toBe(
    'No texts: the standard input was empty. Give texts as words, a line each on the standard input, or by --in FILE.\n',
  );
});

test.skipIf(process.platform !== 'linux')('a folder that cannot be made is refused at once', async () => {
  const begin = performance.now();
  const { code, err } = await run('classify', '@texts.csv', '--out', '/proc/seqloom/out');
  expect(performance.now() - begin).toBeLessThan(1000);
  expect(code).toBe(1);
  expect(err).toBe(
    "--out: /proc/seqloom/out cannot be written to (ENOENT: no such file or directory, mkdir '/proc/seqloom'). Give another folder.\n",
  );
});

test('the digest is the same on the backends of Node', async () => {
  const digests = [];
  for (const threads of ['1', '2'])
    digests.push((await run('digest', '--backend', 'wasm', '--threads', threads)).out);
  expect(digests[0]).toMatch(/^[0-9a-f]{64}\n$/);
  expect(digests[1]).toBe(digests[0]);
});

test('bad input ends in one line', async () => {
  for (const [argv, message] of [
    [['classify'], '--data: is missing. Give it, for instance --data data.csv.'],
    [['classify', '@nothing.csv'], 'no such file, folder or data set.'],
    [['forecast', '@series.csv', '--horizon', '0'], '--horizon must be a positive integer, got 0.'],
    [['forecast', '@series.csv', '--delay', '6'], '--delay: no such option.'],
    [['forecast', '@series.csv', '--target', 'wind'], 'there is no column "wind"'],
    [
      ['evaluate', '@texts.csv', '--model-file', '@texts.csv'],
      'no safetensors file; expected a model of classes of texts. Give the model.safetensors that seqloom classify --out wrote',
    ],
    [['train'], "no command 'train'."],
    [['sweep', '@texts.csv'], 'Commands: classify, forecast, forecast-many.'],
  ] as const) {
    const { code, err } = await run(...argv);
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  }
  expect(await run('--version')).toMatchObject({ code: 0, out: 'seqloom 1.2.3\n' });
});
