import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '@seqloom/tasks/node';
import { fakeTerminal } from '@seqloom/tasks/testing';
import { saveWordVectors, WordVectors } from '@seqloom/vectors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imdbCommand } from '../src/imdb-command.ts';
import { smallTable } from './small-reviews.ts';

let folder: string;
let data: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-imdb-'));
  data = join(folder, 'small.tsv');
  await writeFile(data, smallTable(40, 10));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(argv: readonly string[], input: readonly string[] = []) {
  const terminal = fakeTerminal(input);
  const code = await runCommand(imdbCommand, argv, terminal);
  return { code, ...terminal.written };
}

const quick = () => [
  'train',
  '--model',
  'bag',
  '--data',
  data,
  '--words',
  '200',
  '--epochs',
  '2',
  '--threads',
  '1',
];
const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('imdb', () => {
  it.each([
    [['dance'], "imdb: no command 'dance'. Commands: train, sweep, evaluate, predict."],
    [['__proto__'], "imdb: no command '__proto__'."],
    [['train'], '--model: is missing.'],
    [['train', '--model', 'ltsm'], "--model: there is no model 'ltsm'. Did you mean 'lstm'? Models: bag, "],
    [
      ['train', '--model', 'transformer'],
      "--model: there is no model 'transformer'. Models: bag, character-ngrams, embedding, ",
    ],
    [
      ['train', '--model', 'bag', '--data', 'mnist'],
      'mnist: no such file, folder or data set. Give a path, or one of: bundled, imdb.',
    ],
    [['train', '--model', 'bag', '--backend', 'cuda'], "no backend is named 'cuda'. Registered: wasm, node."],
    [
      ['train', '--model', 'bag', '--speed', '9'],
      "--speed: no such option. Did you mean '--seed'? Options: --model, --data, ",
    ],
    [['train', 'bag'], "'bag' belongs to no option. Options: --model, "],
    [['train', '--model'], '--model: needs a value.'],
    [['train', '--model', 'bag', '--epochs', '0'], 'imdb train: --epochs must be a positive integer, got 0.'],
    [
      ['train', '--model', 'bag', '--words', '1e4'],
      'imdb train: --words must be an integer from 2 on, got "1e4".',
    ],
    [
      ['train', '--model', 'bag', '--batch', '1.5'],
      'imdb train: --batch must be a positive integer, got 1.5.',
    ],
    [['train', '--model', 'bag', '--seed', '-1'], 'imdb train: --seed must be an integer from 0 on, got -1.'],
    [
      ['train', '--model', 'bag', '--threads', '0'],
      'imdb train: --threads must be a positive integer, got 0.',
    ],
    [
      ['train', '--model', 'bag', '--validation-split', '1'],
      'imdb train: --validation-split must be a finite number above 0 and below 1, got 1.',
    ],
    [
      ['train', '--model', 'bag', '--train-samples', '5000'],
      '--train-samples: 5000 asked for, but 932 are left',
    ],
    [['train', '--model', 'bag', '--maxlen', '20'], "--maxlen: the model 'bag' reads whole texts."],
    [['train', '--model', 'conv1d', '--units', '8'], "--units: the model 'conv1d' has no layer to widen."],
    [['train', '--model', 'bag', '--vectors', 'v.txt'], "--vectors: the model 'bag' learns its own."],
    [
      ['train', '--model', 'glove', '--vectors', 'v.txt'],
      '--vectors: there is no file v.txt. Give its path, or bundled for the ones that come with this app.',
    ],
    [['evaluate'], '--model-file: is missing.'],
    [['evaluate', '--model-file', 'none.safetensors'], '--model-file: none.safetensors is no file.'],
    [['predict', '--model-file', 'none.safetensors'], '--model-file: none.safetensors is no file.'],
    [['predict', '--data', 'bundled'], '--data: no such option. Options: --model-file, '],
  ])('answers %j with one readable line and exit code 1', async (argv, message) => {
    const { code, out, err } = await run(argv);
    expect(err).toContain(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(1);
  });

  it('explains its commands and their options', async () => {
    expect(await run([])).toMatchObject({ code: 0, out: expect.stringContaining('evaluate') });
    expect(await run(['train', '--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('--validation-split'),
      err: '',
    });
  });
});

describe('imdb train', () => {
  it('writes JSON lines and nothing else with --json; the last one is the result', async () => {
    const { code, out, err } = await run([...quick(), '--seed', '7', '--json']);
    expect(code).toBe(0);
    expect(err).toBe('');
    const lines = jsonLines(out);
    expect(lines.map(({ event }) => event)).toEqual(['start', 'epoch', 'epoch', 'result']);
    expect(lines.at(-1)).toMatchObject({
      event: 'result',
      model: 'bag',
      dataset: 'small.tsv',
      // What runs here: without a native build wasm.
      backend: expect.stringMatching(/^(node|wasm)$/),
      threads: 1,
      seed: 7,
      trainSamples: 64,
      testSamples: 20,
      epochs: 2,
      seconds: expect.any(Number),
      valAccuracy: lines[2]!.valAccuracy,
      testAccuracy: expect.any(Number),
      baselineAccuracy: 0.5,
    });
  });

  it('repeats itself: the same seed gives the same numbers', async () => {
    const numbers = async () => {
      const { out } = await run([...quick(), '--json']);
      return jsonLines(out).map(({ seconds: _, ...line }) => line);
    };
    expect(await numbers()).toEqual(await numbers());
  });

  it('shows a person the curve and the baseline, and a line an epoch where nobody watches', async () => {
    const { out, err } = await run([...quick(), '--train-samples', '20', '--validation-split', '0.5']);
    expect(err).toContain('20 reviews train, 40 validate, 20 test');
    expect(err).toMatch(/epoch 2\/2 {2}loss \d\.\d{4} {2}accuracy/);
    expect(out).toContain('majority class: 0.5000');
    expect(out).toContain('validation');
  });

  describe('with --vectors', () => {
    const glove = async (name: string, text: string) => {
      const file = join(folder, name);
      await writeFile(file, text);
      const few = ['--train-samples', '20', '--validation-split', '0.5', '--maxlen', '10'];
      const command = [...quick(), ...few, '--vectors', file];
      return { file, ...(await run(command.map((word) => (word === 'bag' ? 'glove' : word)))) };
    };

    it('says how many words have a vector', async () => {
      const text = 'the 1 2\nand 3 4\nzzzz 5 6\n';
      const { code, err } = await glove('two.txt', text);
      expect(err).toContain('\n2 of 199 words have a vector\n');
      expect(code).toBe(0);
    });

    it.each([
      [
        'a row of another length',
        'the 1 2\nand 3\n',
        ', row 2: there are 1 numbers, expected 2. Correct the file, or give',
      ],
      ['no vectors', '', ': the file holds no vectors.'],
      ['none of the words', 'le 1 2\net 3 4\n', ' has none of the 199 words of these texts. Give vectors of'],
    ])('refuses a file with %s, by name and in one line', async (_what, text, message) => {
      const { file, code, out, err } = await glove('bad.txt', text);
      expect(err).toContain(`--vectors: ${file}${message}`);
      expect(err.trimEnd().split('\n')).toHaveLength(1);
      expect([code, out]).toEqual([1, '']);
    });

    it('names a damaged .safetensors too', async () => {
      const { file, err } = await glove('bad.safetensors', 'nothing of the kind');
      expect(err).toContain(`--vectors: ${file}: Safetensors: `);
    });
  });

  it('stops at Ctrl-C with exit code 130 and keeps the run for --resume', async () => {
    const out = join(folder, 'interrupted');
    const terminal = fakeTerminal([], (text) => {
      if (/^epoch +1\//.test(text)) process.emit('SIGINT');
    });
    const code = await runCommand(imdbCommand, [...quick(), '--epochs', '1000', '--out', out], terminal);
    expect(code).toBe(130);
    expect(terminal.written.err).toContain('Stopped by Ctrl-C');
    expect((await readdir(out)).sort()).toEqual(['backup', 'best.safetensors']);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  it('refuses a folder that is a file before it trains', async () => {
    const { code, out, err } = await run([...quick(), '--out', data]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(`--out: ${data} is a file. Give a folder.\n`);
  });
});

describe('imdb train --out', () => {
  let out: string;
  let result: Record<string, unknown>;
  const modelFile = () => join(out, 'model.safetensors');
  beforeAll(async () => {
    out = join(folder, 'run');
    result = jsonLines((await run([...quick(), '--out', out, '--json'])).out).at(-1)!;
  });

  it('writes the model, the history, the curves and a report, and leaves nothing else', async () => {
    expect((await readdir(out)).sort()).toEqual([
      'confusion.svg',
      'curves.svg',
      'history.csv',
      'history.json',
      'index.html',
      'model.safetensors',
      'network.svg',
    ]);
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    const saved = JSON.parse(await readFile(join(out, 'history.json'), 'utf8'));
    expect(saved).toMatchObject({
      testAccuracy: result.testAccuracy,
      history: { loss: [expect.any(Number), expect.any(Number)] },
    });
    expect(await readFile(join(out, 'curves.svg'), 'utf8')).toMatch(/^<svg /);
    expect(await readFile(join(out, 'index.html'), 'utf8')).toContain('bag on small.tsv');
  });

  it('leaves a model that evaluate measures the same', async () => {
    const { code, out: text } = await run([
      'evaluate',
      '--model-file',
      modelFile(),
      '--data',
      data,
      '--json',
    ]);
    expect(code).toBe(0);
    expect(jsonLines(text)).toEqual([
      expect.objectContaining({
        event: 'result',
        model: 'bag',
        dataset: 'small.tsv',
        testSamples: 20,
        testAccuracy: result.testAccuracy,
        testLoss: result.testLoss,
        baselineAccuracy: 0.5,
      }),
    ]);
  });

  it('leaves a model that predict asks line by line, wherever the input is cut', async () => {
    const whole = await run(['predict', '--model-file', modelFile()], ['A fine film.\nDull.\n\nLovely']);
    const cut = await run(
      ['predict', '--model-file', modelFile()],
      ['A fi', 'ne film.\nDu', 'll.\n\n', 'Lovely'],
    );
    const answers = jsonLines(whole.out);
    expect(answers.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
    for (const { score, label, knownWords } of answers) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(Math.round((score as number) * 1e4) / 1e4).toBe(score); // four digits
      expect(label).toBe(knownWords === 0 ? 'unknown' : (score as number) > 0.5 ? 'positive' : 'negative');
    }
    expect(answers[2]).toMatchObject({ label: 'unknown', knownWords: 0 }); // the empty line
    expect(answers[0]!.knownWords).toBeGreaterThan(0);
    expect(cut.out).toBe(whole.out);
  });

  it('refuses a model file that is cut off, changed or something else, in one line that names it', async () => {
    const bytes = await readFile(modelFile());
    const damaged = join(folder, 'damaged.safetensors');
    for (const broken of [
      bytes.subarray(0, bytes.length - 1),
      bytes.subarray(0, 100),
      Buffer.from('hello'),
      Buffer.alloc(0),
    ]) {
      await writeFile(damaged, broken);
      const { code, out: text, err } = await run(['evaluate', '--model-file', damaged, '--data', data]);
      expect([code, text]).toEqual([1, '']);
      expect(err).toContain(`model file: ${damaged}: `);
      expect(err.trimEnd().split('\n')).toHaveLength(1);
    }
  });

  it('refuses word vectors, and says where they belong', async () => {
    const vectors = join(folder, 'vectors.safetensors');
    await writeFile(vectors, saveWordVectors(new WordVectors(['a'], 2, Float32Array.of(1, 2))));
    const { code, err } = await run(['predict', '--model-file', vectors]);
    expect(code).toBe(1);
    expect(err).toContain(
      `${vectors}: word vectors; expected a model of film reviews. Give them to pnpm imdb train`,
    );
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
